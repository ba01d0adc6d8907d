/**
 * The public Tokens and the interfaces behind them: types and Tokens only.
 * Views get their models by these; nothing else of a model is theirs to use.
 */
export * from './comparison';
export * from './edits';
export * from './live';
export * from './runs';
export * from './status';
export * from './timeline';

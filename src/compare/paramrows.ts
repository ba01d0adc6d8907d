/** Params of two runs side by side. */
import type { Param, ParamChange, Params, Run, RunStep } from '../api/types';
import type { IWords } from '../format/words';
import { factorText } from './factors';
import { shortNames } from './names';
import { paramNumber, paramText, variedText } from './params';
import type { IDifferenceRow } from './differenceshapes';

/** The two runs, what the server says differs, and what they executed. */
export interface IParamRowInput {
  left: Run;
  right: Run;
  facts: { params: ParamChange[] };
  leftSteps: readonly RunStep[];
  rightSteps: readonly RunStep[];
  words: IWords;
}

/** Params that decide which rows a model is measured on. */
const SPLIT =
  /(^|\.)(test_size|train_size|val_size|validation_split|validation_size|n_splits)$|^(train_test_split|\w*KFold|\w*ShuffleSplit)\./;

/** Differing params first as the server lists them, then those that are the same. */
export function paramRows(input: IParamRowInput): IDifferenceRow[] {
  const { left, right, facts, words } = input;
  const differing = facts.params.map(change => changedRow(change, input));
  const done = new Set(facts.params.map(change => change.name));
  const same = Object.entries(right.params)
    .filter(([name]) => name in left.params && !done.has(name))
    .map(([name, param]): IDifferenceRow => {
      const text = textOf(param, words);
      const note = sourceText(name, input);
      return { ...empty(name), left: text, right: text, note };
    });
  return [...differing, ...same];
}

/** Short names of the differing params that feed a split. */
export function splitParams(changes: readonly ParamChange[]): string[] {
  const names = shortNames(changes.map(change => change.name));
  return changes
    .filter(change => SPLIT.test(change.name))
    .map(change => names.get(change.name) ?? change.name);
}

function empty(name: string): IDifferenceRow {
  return {
    id: `params:${name}`,
    name,
    left: '–',
    right: '–',
    differs: false,
    note: '',
    delta: null
  };
}

function changedRow(
  { name, before, after }: ParamChange,
  input: IParamRowInput
): IDifferenceRow {
  const left = paramIn(input.left.params, name);
  const right = paramIn(input.right.params, name);
  const { words } = input;
  const numbers = [left, right].map(param =>
    param ? paramNumber(param) : null
  );
  const factor =
    numbers[0] !== null && numbers[1] !== null
      ? factorText(numbers[0], numbers[1])
      : '';
  return {
    ...empty(name),
    left: left ? textOf(left, words) : (before ?? '–'),
    right: right ? textOf(right, words) : (after ?? '–'),
    differs: true,
    note: [factor, sourceText(name, input)].filter(Boolean).join(' · ')
  };
}

function paramIn(params: Params, name: string): Param | undefined {
  return params[name];
}

function textOf(param: Param, words: IWords): string {
  return param.varied ? variedText(param) : paramText(param, words);
}

/** `call, cell 5`: where the value was read, in the right run if it has it. */
function sourceText(
  name: string,
  { left, right, leftSteps, rightSteps, words }: IParamRowInput
): string {
  const param = paramIn(right.params, name) ?? paramIn(left.params, name);
  if (!param?.source) {
    return '';
  }
  const step = [...rightSteps, ...leftSteps].find(
    item => item.step_id === param.step_id
  );
  const source = sourceWord(param.source, words);
  return step && step.cell_number !== null
    ? words.__('%1, cell %2', source, step.cell_number)
    : source;
}

function sourceWord(
  source: NonNullable<Param['source']>,
  words: IWords
): string {
  switch (source) {
    case 'declared':
      return words.__('declared');
    case 'logged':
      return words.__('logged');
    case 'widget':
      return words.__('widget');
    case 'assigned':
      return words.__('assigned');
    case 'call':
      return words.__('call');
    case 'seed':
      return words.__('seed');
    default:
      return words.__('swept');
  }
}

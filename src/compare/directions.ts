/** Which way a metric is better, by its name alone: what is not known is not guessed. */
import type { IWords } from '../format/words';
import type { Direction } from './shapes';

const LOWER = new Set([
  'loss',
  'logloss',
  'error',
  'mae',
  'mse',
  'rmse',
  'perplexity'
]);
const HIGHER = new Set([
  'acc',
  'accuracy',
  'f1',
  'auc',
  'precision',
  'recall',
  'r2'
]);
/** scikit-learn turns errors into scores by this prefix. */
const NEGATED = 'neg';

/** The direction of a metric; a setting of the user's goes before its name. */
export function directionOf(
  key: string,
  settings: Readonly<Record<string, Direction>> = {}
): Direction {
  const parts = nameParts(key);
  const found = parts.map(directionOfPart).filter(part => part !== 'unknown');
  const byName = found[found.length - 1] ?? 'unknown';
  return settings[key] ?? (parts.includes(NEGATED) ? flip(byName) : byName);
}

/** `lower is better`; empty when unknown. */
export function directionText(direction: Direction, words: IWords): string {
  switch (direction) {
    case 'lower':
      return words.__('lower is better');
    case 'higher':
      return words.__('higher is better');
    default:
      return '';
  }
}

/** `val_acc`, `valAcc`, `test/acc@5`, `f1-score` in lower-case parts. */
function nameParts(key: string): string[] {
  return key
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
}

function directionOfPart(part: string): Direction {
  // `acc1` and `loss2` are counted copies; `f1` and `r2` are names.
  const stem = part.replace(/\d+$/, '');
  if (LOWER.has(part) || LOWER.has(stem)) {
    return 'lower';
  }
  return HIGHER.has(part) || HIGHER.has(stem) ? 'higher' : 'unknown';
}

function flip(direction: Direction): Direction {
  return direction === 'lower'
    ? 'higher'
    : direction === 'higher'
      ? 'lower'
      : 'unknown';
}

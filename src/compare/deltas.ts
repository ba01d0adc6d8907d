/** A value against the baseline's, in glyph, number and word (design: Numbers). */
import {
  formatNumber,
  formatSigned,
  type INumberFormat
} from '../format/numbers';
import type { IWords } from '../format/words';
import type { ISpread } from './noise';
import type { Direction, IDelta } from './shapes';

/** Relative size below which a difference is rounding of the arithmetic, not of the training. */
const ROUNDING = 1e-12;

/** What a delta is made of. */
export interface IDeltaInput {
  value: number | null;
  baseline: number | null;
  direction: Direction;
  /** Format of the column, so that value and delta have the same decimals. */
  format: INumberFormat;
  /** Noise of either run, if it is known. */
  noise: ISpread | null;
  /** What it is compared with, for the hover: `baseline #5`. */
  against: string;
  words: IWords;
  locale?: string;
}

/** The delta; null where either value is missing or no finite number. */
export function deltaOf(input: IDeltaInput): IDelta | null {
  const { value, baseline } = input;
  if (
    value === null ||
    baseline === null ||
    !Number.isFinite(value) ||
    !Number.isFinite(baseline)
  ) {
    return null;
  }
  const difference = value - baseline;
  const rounding = ROUNDING * Math.max(Math.abs(value), Math.abs(baseline));
  if (Math.abs(difference) <= rounding) {
    return same(input);
  }
  const { noise } = input;
  return noise && Math.abs(difference) <= noise.deviation + rounding
    ? inNoise(difference, input, noise)
    : clear(difference, input);
}

/** `#7 and 2 replicates`, `#7, #8 and #9` is not said: one number and a count are enough. */
export function replicatesText(spread: ISpread, words: IWords): string {
  return words._n(
    '#%2 and %1 replicate',
    '#%2 and %1 replicates',
    spread.count - 1,
    spread.numbers[0]
  );
}

/** `0.9667 ± 0.0037`. */
export function spreadText(
  spread: ISpread,
  format: INumberFormat,
  locale?: string
): string {
  const deviation = formatNumber(spread.deviation, format, locale);
  return `${formatNumber(spread.mean, format, locale)} ± ${deviation}`;
}

function same({ words, against }: IDeltaInput): IDelta {
  const word = words.__('same');
  return {
    value: 0,
    glyph: '=',
    number: '',
    word,
    tone: 'none',
    text: `= ${word}`,
    title: words.__('The same as %1', against)
  };
}

function inNoise(
  difference: number,
  { format, locale, words }: IDeltaInput,
  noise: ISpread
): IDelta {
  const number = formatSigned(difference, format, locale);
  const word = words.__('in noise');
  return {
    value: difference,
    glyph: '',
    number,
    word,
    tone: 'none',
    text: `${number} ${word}`,
    title: words.__(
      'Within one standard deviation of %1',
      replicatesText(noise, words)
    )
  };
}

function clear(difference: number, input: IDeltaInput): IDelta {
  const { direction, format, locale, words, against } = input;
  const up = difference > 0;
  const number = formatSigned(difference, format, locale);
  const size = formatNumber(Math.abs(difference), format, locale);
  const glyph = up ? '▲' : '▼';
  const base = { value: difference, glyph, number };
  if (direction === 'unknown') {
    const word = up ? words.__('higher') : words.__('lower');
    const title = up
      ? words.__('%1 higher than %2', size, against)
      : words.__('%1 lower than %2', size, against);
    return { ...base, word, tone: 'none', title, text: join(base, word) };
  }
  const better = up === (direction === 'higher');
  const word = better ? words.__('better') : words.__('worse');
  const title = better
    ? words.__('%1 better than %2', size, against)
    : words.__('%1 worse than %2', size, against);
  const tone = better ? 'better' : 'worse';
  return { ...base, word, tone, title, text: join(base, word) };
}

function join(base: { glyph: string; number: string }, word: string): string {
  return `${base.glyph} ${base.number} ${word}`;
}

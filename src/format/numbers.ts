/**
 * Numbers as the screen shows them (design: Numbers). Metrics are rounded here and nowhere else;
 * params are shown as written and never pass through.
 */
import type { WireNumber } from '../api/types';

const MINUS = '\u2212';
/** Significant digits a number has at first, and at most where values must be told apart. */
const DIGITS = 4;
const MOST_DIGITS = 6;
/** From here on, and below 1e-4, scientific. */
const LARGE = 1e6;
const SMALL = 1e-4;
const GROUP_FROM = 10_000;

/** How all numbers of one column are written. */
export interface INumberFormat {
  /** Decimals of plain numbers. */
  decimals: number;
  /** Significant digits of scientific numbers. */
  digits: number;
}

/** The number that a wire number stands for. */
export function fromWire(value: WireNumber): number {
  return typeof value === 'number' ? value : Number(value);
}

/** The format that a column of these values shares: values that differ look different. */
export function columnFormat(values: Iterable<number>): INumberFormat {
  const finite = [...new Set(values)].filter(Number.isFinite);
  const plain = finite.filter(value => !isScientific(value));
  return {
    decimals: sharedDecimals(plain),
    digits: sharedDigits(finite.filter(isScientific))
  };
}

/** A number in its column's format; alone, in its own. */
export function formatNumber(
  value: number,
  format: INumberFormat = columnFormat([value]),
  locale?: string
): string {
  if (!Number.isFinite(value)) {
    return word(value);
  }
  if (isScientific(value)) {
    return scientific(value, format.digits);
  }
  const fixed = value.toFixed(format.decimals);
  if (value !== 0 && Number(fixed) === 0) {
    // A number that is not zero never reads as zero.
    return minus(trimZeros(value.toPrecision(2)));
  }
  return minus(group(value === 0 ? fixed.replace('-', '') : fixed, locale));
}

/** With its sign, as deltas are: `+0.0244`, `−0.0074`. */
export function formatSigned(
  value: number,
  format?: INumberFormat,
  locale?: string
): string {
  const text = formatNumber(value, format, locale);
  return value > 0 && Number.isFinite(value) ? `+${text}` : text;
}

/** All digits, for hover. */
export function fullNumber(value: number): string {
  return Number.isFinite(value) ? minus(String(value)) : word(value);
}

/** All digits with an ASCII minus, for the clipboard. */
export function copyNumber(value: number): string {
  return String(value);
}

/** `NaN`, `+Inf`, `−Inf`: what has no digits is said in words. */
function word(value: number): string {
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : `${MINUS}Inf`;
}

function isScientific(value: number): boolean {
  const size = Math.abs(value);
  return size >= LARGE || (size < SMALL && size > 0);
}

/** floor(log10(|value|)), exact at powers of ten. */
function exponent(value: number): number {
  return Number(value.toExponential().split('e')[1]);
}

/** Decimals with which the smallest value has its digits, without drowning the largest. */
function sharedDecimals(values: number[]): number {
  const sizes = values.filter(value => value !== 0).map(exponent);
  if (!sizes.length || values.every(Number.isInteger)) {
    return 0;
  }
  const largest = Math.max(...sizes);
  const most = clampDecimals(MOST_DIGITS - 1 - largest);
  const first = clampDecimals(
    Math.min(DIGITS - 1 - Math.min(...sizes), DIGITS - largest)
  );
  return firstApart(values, first, most, (value, decimals) =>
    value.toFixed(decimals)
  );
}

function sharedDigits(values: number[]): number {
  return firstApart(values, DIGITS, MOST_DIGITS, (value, digits) =>
    value.toExponential(digits - 1)
  );
}

/** The first precision between first and most at which no two values read the same. */
function firstApart(
  values: number[],
  first: number,
  most: number,
  write: (value: number, precision: number) => string
): number {
  for (let precision = first; precision < most; precision++) {
    const texts = new Set(values.map(value => write(value, precision)));
    if (texts.size === values.length) {
      return precision;
    }
  }
  return Math.max(first, most);
}

function clampDecimals(decimals: number): number {
  return Math.min(Math.max(decimals, 0), 9);
}

function scientific(value: number, digits: number): string {
  const [mantissa, power] = value.toExponential(digits - 1).split('e');
  return minus(`${trimZeros(mantissa)}e${power.replace('+', '')}`);
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

function minus(text: string): string {
  return text.replace(/-/g, MINUS);
}

/** Thousands grouped from 10 000. */
function group(text: string, locale: string | undefined): string {
  const [whole, decimals] = text.split('.');
  if (Math.abs(Number(whole)) < GROUP_FROM) {
    return text;
  }
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, () =>
    groupSeparator(locale)
  );
  return decimals === undefined ? grouped : `${grouped}.${decimals}`;
}

/** The locale's separator, but never the decimal point of code. */
function groupSeparator(locale: string | undefined): string {
  const parts = new Intl.NumberFormat(locale, {
    useGrouping: true
  }).formatToParts(123456);
  const separator = parts.find(part => part.type === 'group')?.value ?? ',';
  return separator === '.' ? '\u202f' : separator;
}

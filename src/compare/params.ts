/** Params as written: text, hover, and equality (design: Numbers). */
import type { Param } from '../api/types';
import type { IWords } from '../format/words';

/** The param as written in the code; `2 values` when the run's results differ in it. */
export function paramText(param: Param, words: IWords): string {
  return param.varied
    ? words._n('%1 value', '%1 values', distinct(param.varied).length)
    : (param.text ?? valueText(param.value));
}

/** A varied param's values in the order of the results: `0.1 · 0.5`. */
export function variedText(param: Param): string {
  return (param.varied ?? []).map(valueText).join(' · ');
}

/** What makes two params equal: the value where the code says it, else the text. */
export function paramIdentity(param: Param): string {
  if (param.varied) {
    return `varied:${JSON.stringify(param.varied)}`;
  }
  return param.type === 'expression' || param.value === undefined
    ? `text:${param.text ?? ''}`
    : `${numeric(param) ? 'number' : param.type}:${JSON.stringify(param.value)}`;
}

/** The number that sorts a param; null when it is none. */
export function paramNumber(param: Param): number | null {
  if (!numeric(param) || param.varied) {
    return null;
  }
  return typeof param.value === 'number' || typeof param.value === 'string'
    ? Number(param.value)
    : null;
}

/** A value as Python would write it. */
export function valueText(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return `'${value}'`;
    case 'boolean':
      return value ? 'True' : 'False';
    case 'undefined':
      return '';
    default:
      return value === null ? 'None' : compound(value);
  }
}

function compound(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(valueText).join(', ')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const items = Object.entries(value).map(
      ([key, item]) => `${valueText(key)}: ${valueText(item)}`
    );
    return `{${items.join(', ')}}`;
  }
  return String(value);
}

/** `1` and `1.0` are one value to a reader of params. */
function numeric(param: Param): boolean {
  return param.type === 'int' || param.type === 'float';
}

function distinct(values: readonly unknown[]): string[] {
  return [...new Set(values.map(value => JSON.stringify(value)))];
}

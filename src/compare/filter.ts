/** The panel's filter: `val_acc > 0.9 alpha <= 0.01 status:failed scaler`. */
import type { Param, Run } from '../api/types';
import type { IWords } from '../format/words';
import { nearestName } from './names';
import { paramNumber, valueText } from './params';
import type { Pick } from './shapes';
import { subtitleOf, unquoted, wholeSubtitle } from './subtitle';
import { metricKeys, observationKeys, paramNames, valueOf } from './values';

/** Why a filter cannot be used, and what may have been meant. */
export interface IFilterError {
  message: string;
  suggestion: string | null;
}

/** A filter that was read: a test of runs, or what is wrong with it. */
export interface IFilter {
  matches(run: Run): boolean;
  error: IFilterError | null;
}

type Operator = '>' | '>=' | '<' | '<=' | '=' | '!=' | '~';
type Reader = (run: Run) => (string | number | boolean | null)[];

const CONDITION =
  /([\w.][\w.@/-]*)\s*(>=|<=|!=|==|=|>|<|~|:)\s*("[^"]*"|'[^']*'|[^\s,]+)/g;

/** Read a filter for these runs. Conditions and words must all hold; an empty filter holds. */
export function filterOf(
  text: string,
  runs: readonly Run[],
  pick: Pick,
  words: IWords
): IFilter {
  const tests: ((run: Run) => boolean)[] = [];
  let error: IFilterError | null = null;
  const rest = text.replace(
    CONDITION,
    (_, name: string, sign: string, value: string) => {
      const reader = readerOf(name, runs, pick);
      if (reader) {
        tests.push(condition(reader, operatorOf(sign), unquoted(value)));
      } else {
        error ??= unknownField(name, runs, words);
      }
      return ' ';
    }
  );
  for (const word of rest.split(/[\s,]+/).filter(isWord)) {
    tests.push(run => textOf(run, words).includes(word.toLowerCase()));
  }
  const matches = (run: Run) => tests.every(test => test(run));
  return { matches, error };
}

/** Attributes of a run that a filter may name, beside its metrics and params. */
const ATTRIBUTES: Readonly<Record<string, Reader>> = {
  number: run => [run.number],
  name: run => [run.name],
  status: run => [run.status],
  tag: run => run.tags,
  note: run => [run.note],
  starred: run => [run.starred],
  draft: run => [run.draft],
  notebook: run => [run.notebook_path],
  busy: run => [run.busy_seconds]
};

function readerOf(
  name: string,
  runs: readonly Run[],
  pick: Pick
): Reader | null {
  if (metricKeys(runs).includes(name)) {
    return run => [valueOf(run, name, pick)];
  }
  if (observationKeys(runs).includes(name)) {
    return run => {
      const metric = run.observations[name];
      return metric ? [Number(metric[pick])] : [];
    };
  }
  const params = paramNames(runs).filter(
    param => param === name || param.endsWith(`.${name}`)
  );
  if (params.length) {
    return run => params.flatMap(param => paramValues(run.params[param]));
  }
  return ATTRIBUTES[name] ?? null;
}

/** All values that a param had: a varied one matches when any of them does. */
function paramValues(param: Param | undefined): (string | number)[] {
  if (!param) {
    return [];
  }
  if (param.varied) {
    return param.varied.map(value =>
      typeof value === 'number' ? value : unquoted(valueText(value))
    );
  }
  return [paramNumber(param) ?? unquoted(param.text ?? valueText(param.value))];
}

function condition(
  reader: Reader,
  operator: Operator,
  wanted: string
): (run: Run) => boolean {
  return run => {
    const values = reader(run).filter(value => value !== null);
    return operator === '!='
      ? !values.some(value => holds(value, '=', wanted))
      : values.some(value => holds(value, operator, wanted));
  };
}

function holds(
  value: string | number | boolean | null,
  operator: Operator,
  wanted: string
): boolean {
  if (operator === '~') {
    return String(value).toLowerCase().includes(wanted.toLowerCase());
  }
  const number = Number(wanted);
  if (typeof value === 'number' && !Number.isNaN(number)) {
    return compare(value, operator, number);
  }
  return compare(String(value).toLowerCase(), operator, wanted.toLowerCase());
}

function compare<T extends string | number>(
  value: T,
  operator: Operator,
  wanted: T
): boolean {
  switch (operator) {
    case '>':
      return value > wanted;
    case '>=':
      return value >= wanted;
    case '<':
      return value < wanted;
    case '<=':
      return value <= wanted;
    default:
      return value === wanted;
  }
}

function operatorOf(sign: string): Operator {
  return sign === ':' || sign === '==' ? '=' : (sign as Operator);
}

function isWord(word: string): boolean {
  return word !== '' && word.toLowerCase() !== 'and';
}

/** What plain words are looked for in. */
function textOf(run: Run, words: IWords): string {
  const subtitle = wholeSubtitle(subtitleOf(run, words));
  return [`#${run.number}`, run.name, subtitle, run.note, ...run.tags]
    .filter(Boolean)
    .join('\n')
    .toLowerCase();
}

function unknownField(
  name: string,
  runs: readonly Run[],
  words: IWords
): IFilterError {
  const suggestion = nearestName(name, [
    ...metricKeys(runs),
    ...observationKeys(runs),
    ...paramNames(runs).flatMap(param => [param, param.split('.').pop() ?? '']),
    ...Object.keys(ATTRIBUTES)
  ]);
  const message = suggestion
    ? words.__('Unknown field %1. Did you mean %2?', name, suggestion)
    : words.__('Unknown field %1.', name);
  return { message, suggestion };
}

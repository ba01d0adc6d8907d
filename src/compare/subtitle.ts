/** What changed in a run, from the facts of the server (DESIGN §3.13; design: Subtitle). */
import type { CellChange, Changes, ParamChange, Run } from '../api/types';
import type { IWords } from '../format/words';
import { isChild } from './children';
import { shortNames } from './names';
import type { IFittedSubtitle, ISubtitleItem } from './shapes';

/** Which form a subtitle begins in: below 300 px of panel the short one. */
export type SubtitleForm = 'long' | 'short';

/** Width of a text in the unit of the room it must fit in. */
export type Measure = (text: string) => number;

const SEPARATOR = ', ';

/** The items of a run's subtitle, most telling first. */
export function subtitleOf(run: Run, words: IWords): ISubtitleItem[] {
  const { changes } = run;
  if (!changes) {
    // Changes are known when the run is frozen; until then nothing is claimed.
    return [];
  }
  if (changes.against === null) {
    return [
      textItem(
        isChild(run) ? words.__('first child run') : words.__('first run')
      )
    ];
  }
  const items = changeItems(changes, Object.keys(run.params), words);
  return items.length || changes.against_number === null
    ? items
    : [textItem(words.__('same code as #%1', changes.against_number))];
}

/** The whole subtitle in the long form, for hover and run page. */
export function wholeSubtitle(items: readonly ISubtitleItem[]): string {
  return items.map(item => itemText(item, 'long')).join(SEPARATOR);
}

/**
 * Fit a subtitle into a width by whole items, then `+n`: in the long form, and where not one item
 * fits so, in the short form. A value is never cut: where one short item alone is too long, the
 * view cuts its name.
 */
export function fitSubtitle(
  items: readonly ISubtitleItem[],
  width: number,
  measure: Measure,
  form: SubtitleForm = 'long'
): IFittedSubtitle {
  const forms: SubtitleForm[] = form === 'long' ? ['long', 'short'] : ['short'];
  for (const each of forms) {
    for (let count = items.length; count > 0; count--) {
      const fitted = shown(items, count, each);
      if (measure(fitted.text) <= width) {
        return fitted;
      }
    }
  }
  return shown(items, Math.min(1, items.length), 'short');
}

function shown(
  items: readonly ISubtitleItem[],
  count: number,
  form: SubtitleForm
): IFittedSubtitle {
  const head = items.slice(0, count);
  const more = items.length - count;
  const texts = head.map(item => itemText(item, form));
  return {
    parts: head.map(item => ({ name: item.name, rest: item[form] })),
    more,
    text: [...texts, ...(more ? [`+${more}`] : [])].join(SEPARATOR)
  };
}

function itemText(item: ISubtitleItem, form: SubtitleForm): string {
  return [item.name, item[form]].filter(Boolean).join(' ');
}

function changeItems(
  changes: Changes,
  params: string[],
  words: IWords
): ISubtitleItem[] {
  const names = shortNames([
    ...params,
    ...changes.params.map(change => change.name)
  ]);
  return [
    ...[...changes.params]
      .sort((a, b) => rank(a) - rank(b))
      .map(change =>
        paramItem(change, names.get(change.name) ?? change.name, words)
      ),
    ...changes.cells
      .filter(change => !isParamEdit(change, changes.params))
      .map(change => cellItem(change, words)),
    ...changes.packages.map(change => versionItem(change, words)),
    ...changes.data.map(path => dataItem(path, words))
  ];
}

/** Params that changed tell more than those that came or went with a cell. */
function rank(change: ParamChange): number {
  return change.before !== null && change.after !== null
    ? 0
    : change.after !== null
      ? 1
      : 2;
}

function paramItem(
  { before, after }: ParamChange,
  name: string,
  words: IWords
): ISubtitleItem {
  if (after === null) {
    const removed = words.__('removed');
    return { kind: 'param', name, long: removed, short: removed };
  }
  const short = unquoted(after);
  const long =
    before === null
      ? words.__('%1 added', short)
      : `${unquoted(before)} → ${short}`;
  return { kind: 'param', name, long, short };
}

function cellItem(change: CellChange, words: IWords): ISubtitleItem {
  const { before_word: before, after_word: after, number } = change;
  if (before && after) {
    const short = unquoted(after);
    const long = `${unquoted(before)} → ${short}`;
    return { kind: 'cell', name: '', long, short };
  }
  const text = cellText(change.kind, number, words);
  return { kind: 'cell', name: '', long: text, short: text };
}

function cellText(
  kind: CellChange['kind'],
  number: number | null,
  words: IWords
): string {
  if (number === null) {
    switch (kind) {
      case 'added':
        return words.__('cell added');
      case 'removed':
        return words.__('cell removed');
      default:
        return words.__('cell edited');
    }
  }
  switch (kind) {
    case 'added':
      return words.__('cell %1 added', number);
    case 'removed':
      return words.__('cell %1 removed', number);
    default:
      return words.__('cell %1 edited', number);
  }
}

function versionItem(
  { name, before, after }: ParamChange,
  words: IWords
): ISubtitleItem {
  const short = after ?? words.__('removed');
  const long =
    after === null
      ? short
      : before === null
        ? words.__('%1 added', after)
        : `${before} → ${after}`;
  return { kind: 'package', name, long, short };
}

function dataItem(path: string, words: IWords): ISubtitleItem {
  const changed = words.__('changed');
  const name = path.split(/[\\/]/).pop() ?? path;
  return { kind: 'data', name, long: changed, short: changed };
}

function textItem(text: string): ISubtitleItem {
  return { kind: 'text', name: '', long: text, short: text };
}

/** An edit of one word that a param already tells. */
function isParamEdit(change: CellChange, params: ParamChange[]): boolean {
  const { before_word: before, after_word: after } = change;
  return (
    before !== null &&
    after !== null &&
    params.some(
      param =>
        param.before !== null &&
        param.after !== null &&
        unquoted(param.before) === unquoted(before) &&
        unquoted(param.after) === unquoted(after)
    )
  );
}

/** A string literal without its quotes; any other text as it is. */
export function unquoted(text: string): string {
  const match = /^[rbuRBU]?(["'])(.*)\1$/s.exec(text);
  return match ? match[2] : text;
}

/** The panel's list: drafts, replicates and child runs folded at their place, headings by day. */
import type { Run } from '../api/types';
import { dayHeading } from '../format/dates';
import { formatNumber, type INumberFormat } from '../format/numbers';
import type { IWords } from '../format/words';
import { familiesOf, isChild, type IFamilies } from './children';
import { replicatesText, spreadText } from './deltas';
import { defaultMetric } from './metrics';
import { replicatesOf, spreadOf, type IReplicates } from './noise';
import type { ListEntry, Pick } from './shapes';
import { subtitleOf } from './subtitle';
import { ownMetric, valueOf } from './values';

/** What a list is made from. */
export interface IListInput {
  /** Newest first. */
  runs: readonly Run[];
  /** Ids of folds that are open. */
  open: ReadonlySet<string>;
  /** When true, drafts are rows like any other. */
  showDrafts: boolean;
  /** Headings by day: only when the scope is all notebooks. */
  days: boolean;
  metric: string | null;
  pick: Pick;
  format: INumberFormat;
  now: Date;
  words: IWords;
  locale?: string;
}

/** A line of the list before it is worded: one run, or several that are folded into one. */
interface IBlock {
  fold: 'drafts' | 'replicates' | null;
  runs: Run[];
}

/** Deeper rows are indented no more: a narrow panel has no room for it. */
const DEEPEST = 3;

/** What lines are made with. */
interface ILining extends IListInput {
  families: IFamilies;
}

/** The lines of the list, in order. */
export function listOf(input: IListInput): ListEntry[] {
  const entries: ListEntry[] = [];
  const families = familiesOf(input.runs);
  let day: string | null = null;
  for (const block of blocksOf(families.tops, input.showDrafts)) {
    const opened = new Date(block.runs[0].opened_at);
    const text = dayHeading(opened, input.now, input.words, input.locale);
    if (input.days && text !== day) {
      entries.push({ kind: 'day', id: `day:${text}`, text });
      day = text;
    }
    entries.push(...linesOf(block, { ...input, families }));
  }
  return entries;
}

/** `#1–#4, #6`: numbers rising, three or more in a row as a range. */
export function numberRanges(numbers: readonly number[]): string {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b);
  const ranges: number[][] = [];
  for (const number of sorted) {
    const last = ranges[ranges.length - 1];
    if (last && last[last.length - 1] === number - 1) {
      last.push(number);
    } else {
      ranges.push([number]);
    }
  }
  return ranges
    .flatMap(range =>
      range.length > 2
        ? [`#${range[0]}–#${range[range.length - 1]}`]
        : range.map(number => `#${number}`)
    )
    .join(', ');
}

function blocksOf(runs: readonly Run[], showDrafts: boolean): IBlock[] {
  const replicates = replicatesOf(runs.filter(run => !run.draft));
  const done = new Set<string>();
  const blocks: IBlock[] = [];
  for (const run of runs) {
    if (done.has(run.run_id)) {
      continue;
    }
    const block = blockAround(run, replicates, showDrafts);
    block.runs.forEach(member => done.add(member.run_id));
    const last = blocks[blocks.length - 1];
    if (block.fold === 'drafts' && last?.fold === 'drafts') {
      last.runs.push(run);
    } else {
      blocks.push(block);
    }
  }
  return blocks;
}

/** An open draft is busy becoming something, so it is not folded away. */
function blockAround(
  run: Run,
  replicates: IReplicates,
  showDrafts: boolean
): IBlock {
  if (run.draft) {
    const folded = !showDrafts && run.status !== 'open';
    return { fold: folded ? 'drafts' : null, runs: [run] };
  }
  const members = replicates.membersOf(run.run_id);
  return members.length > 1
    ? { fold: 'replicates', runs: [...members] }
    : { fold: null, runs: [run] };
}

function linesOf(block: IBlock, input: ILining): ListEntry[] {
  if (block.fold === null) {
    return familyLines(block.runs[0], 0, input);
  }
  // The oldest run names the fold: it stays when newer ones join.
  const oldest = block.runs[block.runs.length - 1];
  const id = `${block.fold}:${oldest.run_id}`;
  const open = input.open.has(id);
  const text =
    block.fold === 'drafts'
      ? draftsText(block.runs, input.words)
      : groupText(block.runs, input);
  const { fold, runs } = block;
  return [
    { kind: 'fold', id, fold, open, runs, text, depth: 0 },
    ...(open ? runs.flatMap(run => familyLines(run, 1, input)) : [])
  ];
}

/** A run, and below it its child runs in a fold of their own. */
function familyLines(run: Run, depth: number, input: ILining): ListEntry[] {
  const runs = [...input.families.childrenOf(run.run_id)];
  if (!runs.length) {
    return [runLine(run, depth, null, input)];
  }
  const id = `children:${run.run_id}`;
  const open = input.open.has(id);
  const text = childrenText(runs, input);
  const below = Math.min(depth + 1, DEEPEST);
  return [
    runLine(run, depth, open, input),
    { kind: 'fold', id, fold: 'children', open, runs, text, depth: below - 1 },
    ...(open ? runs.flatMap(child => familyLines(child, below, input)) : [])
  ];
}

function runLine(
  run: Run,
  depth: number,
  open: boolean | null,
  { families, words }: ILining
): ListEntry {
  const changes = subtitleOf(run, words);
  // Among runs of notebooks it must be said what it is.
  const alone = isChild(run) && families.tops.includes(run);
  const what = words.__('child run');
  const subtitle = alone
    ? [{ kind: 'text' as const, name: '', long: what, short: what }, ...changes]
    : changes;
  return { kind: 'run', id: run.run_id, run, depth, open, subtitle };
}

/**
 * `4 child runs · 0.9481 to 0.9667`: between which values they lie. No mean: folds of one model
 * and models of a search look the same here.
 */
function childrenText(runs: readonly Run[], input: IListInput): string {
  const { words, pick, format, locale } = input;
  const shown = (key: string | null) =>
    key !== null && runs.some(run => ownMetric(run, key) !== null);
  // Where none of them has the chosen metric, their own is told, by its name.
  const metric = shown(input.metric) ? input.metric : defaultMetric(runs);
  const key = metric === input.metric ? '' : metric;
  const values = runs
    .map(run => (metric === null ? null : valueOf(run, metric, pick)))
    .filter((value): value is number => Number.isFinite(value));
  const range = [Math.min(...values), Math.max(...values)].map(value =>
    formatNumber(value, format, locale)
  );
  const value =
    values.length > 1 && range[0] !== range[1]
      ? words.__('%1 to %2', ...range)
      : values.length > 0
        ? range[0]
        : '';
  const ended = (status: Run['status']) =>
    runs.filter(run => run.status === status).length;
  const [failed, killed] = [ended('failed'), ended('killed')];
  return [
    words._n('%1 child run', '%1 child runs', runs.length),
    [key, value].filter(Boolean).join(' '),
    failed > 0 ? words.__('%1 failed', failed) : '',
    killed > 0 ? words.__('%1 killed', killed) : ''
  ]
    .filter(Boolean)
    .join(' · ');
}

/** `5 drafts · #1–#4, #6`; of a single one also what became of it: `1 draft · #6 · killed`. */
function draftsText(runs: readonly Run[], words: IWords): string {
  const text = words._n(
    '%1 draft · %2',
    '%1 drafts · %2',
    runs.length,
    numberRanges(runs.map(run => run.number))
  );
  const status = runs.length === 1 ? endText(runs[0], words) : '';
  return status ? `${text} · ${status}` : text;
}

function endText(run: Run, words: IWords): string {
  switch (run.status) {
    case 'failed':
      return words.__('failed');
    case 'killed':
      return words.__('killed');
    default:
      return '';
  }
}

/** `#7 and 2 replicates · 0.9667 ± 0.0037`. */
function groupText(runs: readonly Run[], input: IListInput): string {
  const { words, metric, pick, format, locale } = input;
  const numbers = runs.map(run => run.number).sort((a, b) => a - b);
  const head = replicatesText(
    { mean: 0, deviation: 0, count: runs.length, numbers },
    words
  );
  const spread = metric === null ? null : spreadOf(runs, metric, pick);
  return spread && spread.count > 1
    ? `${head} · ${spreadText(spread, format, locale)}`
    : head;
}

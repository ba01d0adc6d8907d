/** Which run has the highest or lowest value, never without saying how sure that is. */
import type { Run } from '../api/types';
import {
  columnFormat,
  formatNumber,
  formatSigned,
  type INumberFormat
} from '../format/numbers';
import type { IWords } from '../format/words';
import { isChild } from './children';
import { spreadText } from './deltas';
import { ENOUGH_REPLICATES, replicatesOf, spreadOf } from './noise';
import { fillTemplate, listParts, plain, SLOTS } from './parts';
import { resultLabel } from './rows';
import type { Direction, IHeadlinePart, Pick } from './shapes';
import { picked, resultsWith } from './values';

/** What a ranking is made from. */
export interface IRankingInput {
  runs: readonly Run[];
  baseline: string | null;
  metric: string | null;
  pick: Pick;
  direction: Direction;
  words: IWords;
  locale?: string;
}

/** A run, or a run with its replicates, that counts by its mean. */
interface IContender {
  run_id: string;
  label: string;
  runs: readonly Run[];
  value: number;
  /** Standard deviation; null below three replicates. */
  noise: number | null;
  /** `0.9667 ± 0.0037` of a group, else empty. */
  spread: string;
}

/** `#13 has the highest val_acc, 0.9688, +0.0244 on the baseline #5, but is within noise of …` */
export function rankSentence(input: IRankingInput): IHeadlinePart[] {
  const { metric, words, direction } = input;
  if (metric === null) {
    return [plain(words.__('None of these runs has a result yet.'))];
  }
  const format = formatOf(metric, input);
  const contenders = alikeContenders(metric, format, input);
  if (contenders.length < 2) {
    return [];
  }
  const lower = direction === 'lower';
  const first = contenders.reduce((a, b) =>
    (lower ? b.value < a.value : b.value > a.value) ? b : a
  );
  const value = formatNumber(first.value, format, input.locale);
  const named = metricPart(metric);
  const tied = contenders.filter(
    item => formatNumber(item.value, format, input.locale) === value
  );
  const everyone = contenders.flatMap(item => item.runs).length;
  if (tied.length === contenders.length && everyone < ranked(input).length) {
    const same = words.__('%1 have the same %2, %3.', ...SLOTS);
    return fillTemplate(same, [listOf(tied, words), [named], [strong(value)]]);
  }
  if (tied.length === contenders.length) {
    const same = words.__('%1 is the same in all of them, %2.', ...SLOTS);
    return fillTemplate(same, [[named], [strong(value)]]);
  }
  if (tied.length > 1) {
    const template = lower
      ? words.__('%1 have the lowest %2, %3.', ...SLOTS)
      : words.__('%1 have the highest %2, %3.', ...SLOTS);
    return fillTemplate(template, [
      listOf(tied, words),
      [named],
      [strong(value)]
    ]);
  }
  const template = lower
    ? words.__('%1 has the lowest %2, %3%4%5.', ...SLOTS)
    : words.__('%1 has the highest %2, %3%4%5.', ...SLOTS);
  return fillTemplate(template, [
    [runPart(first, true)],
    [named],
    [strong(value)],
    againstBaseline(first, contenders, format, input),
    certainty(first, contenders, words)
  ]);
}

/** A draft has nothing to be ranked by. */
function ranked({ runs }: IRankingInput): Run[] {
  return runs.filter(run => !run.draft);
}

/** Runs of notebooks, or child runs where there are not two of those: never both in one rank. */
function alikeContenders(
  metric: string,
  format: INumberFormat,
  input: IRankingInput
): IContender[] {
  const [own, children] = [false, true].map(child =>
    contendersOf(
      ranked(input).filter(run => isChild(run) === child),
      metric,
      format,
      input
    )
  );
  return own.length > 1 ? own : children;
}

function contendersOf(
  runs: readonly Run[],
  metric: string,
  format: INumberFormat,
  input: IRankingInput
): IContender[] {
  const { membersOf, rootOf } = replicatesOf(runs);
  const roots = [...new Set(runs.map(run => rootOf(run.run_id)))];
  return roots.flatMap(root => {
    const members = membersOf(root);
    const several =
      members.length === 1 && resultsWith(members[0], metric).length > 1;
    return several
      ? resultContenders(members[0], metric, input)
      : groupContender(members, metric, format, input);
  });
}

/** A run with a metric from several cells: each of its results counts for itself. */
function resultContenders(
  run: Run,
  metric: string,
  { pick, words }: IRankingInput
): IContender[] {
  return resultsWith(run, metric)
    .map(result => ({
      run_id: run.run_id,
      label: `#${run.number} ${resultLabel(result, words)}`,
      runs: [run],
      value: picked(result.metrics[metric], pick),
      noise: null,
      spread: ''
    }))
    .filter(contender => Number.isFinite(contender.value));
}

function groupContender(
  runs: readonly Run[],
  metric: string,
  format: INumberFormat,
  { pick, locale }: IRankingInput
): IContender[] {
  const spread = spreadOf(runs, metric, pick);
  if (!spread) {
    return [];
  }
  const first = runs.reduce((a, b) => (a.number < b.number ? a : b));
  const grouped = spread.count > 1;
  const count = grouped ? ` × ${spread.count}` : '';
  return [
    {
      run_id: first.run_id,
      label: `#${first.number}${count}`,
      runs,
      value: spread.mean,
      noise: spread.count >= ENOUGH_REPLICATES ? spread.deviation : null,
      spread: grouped ? spreadText(spread, format, locale) : ''
    }
  ];
}

/** From every value of the metric, as the table's column has it. */
function formatOf(metric: string, input: IRankingInput): INumberFormat {
  return columnFormat(
    input.runs.flatMap(run =>
      resultsWith(run, metric).map(result =>
        picked(result.metrics[metric], input.pick)
      )
    )
  );
}

/** `, +0.0244 on the baseline #5`; nothing where the baseline has no value. */
function againstBaseline(
  first: IContender,
  contenders: readonly IContender[],
  format: INumberFormat,
  { baseline, words, locale }: IRankingInput
): IHeadlinePart[] {
  const base = contenders.find(item =>
    item.runs.some(run => run.run_id === baseline)
  );
  if (!base) {
    return [];
  }
  if (base === first) {
    return [plain(words.__(', and is the baseline'))];
  }
  const difference = formatSigned(first.value - base.value, format, locale);
  return fillTemplate(words.__(', %1 on the baseline %2', ...SLOTS), [
    [strong(difference)],
    [runPart(base, false)]
  ]);
}

/** Which others lie within the noise; that it is not known where no run was repeated. */
function certainty(
  first: IContender,
  contenders: readonly IContender[],
  words: IWords
): IHeadlinePart[] {
  const others = contenders.filter(item => item !== first);
  if (contenders.every(item => item.noise === null)) {
    const text = words.__(' (no replicates, so its noise is not known)');
    return [{ text, strong: false, target: { kind: 'noise', id: null } }];
  }
  const near = others.filter(other => isWithinNoise(first, other));
  if (near.length) {
    return fillTemplate(words.__(', but is within noise of %1', ...SLOTS), [
      listOf(near, words)
    ]);
  }
  return first.noise === null
    ? [plain(words.__(' (not repeated, so its own noise is not known)'))]
    : [plain(words.__(', outside the noise of all others'))];
}

function isWithinNoise(one: IContender, other: IContender): boolean {
  const noise = Math.max(one.noise ?? 0, other.noise ?? 0);
  return Math.abs(one.value - other.value) <= noise;
}

/** `#7 × 3 (0.9667 ± 0.0037) and #9`. */
function listOf(near: readonly IContender[], words: IWords): IHeadlinePart[] {
  const named = near.map(item => {
    const part = runPart(item, false);
    const text = item.spread ? `${part.text} (${item.spread})` : part.text;
    return { ...part, text };
  });
  return listParts(named, words);
}

function metricPart(key: string): IHeadlinePart {
  return { text: key, strong: false, target: { kind: 'metric', id: key } };
}

function runPart(item: IContender, isStrong: boolean): IHeadlinePart {
  const target = { kind: 'run' as const, id: item.run_id };
  return { text: item.label, strong: isStrong, target };
}

function strong(text: string): IHeadlinePart {
  return { text, strong: true, target: null };
}

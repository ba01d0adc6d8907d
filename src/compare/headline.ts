/** The sentences that say what separates runs: facts only, each a link to where it shows. */
import type { Run } from '../api/types';
import {
  columnFormat,
  formatNumber,
  type INumberFormat
} from '../format/numbers';
import type { IWords } from '../format/words';
import { align, effectiveCells, separates } from './align';
import { directionOf } from './directions';
import type { Environments } from './environments';
import { fillTemplate, listParts, listText, plain, SLOTS } from './parts';
import { paramIdentity } from './params';
import { rankSentence } from './ranking';
import type { Direction, IHeadlinePart, Pick } from './shapes';
import { areParamsRead, unreadText } from './unread';
import { paramNames, valueOf } from './values';

/** What a headline is made from. */
export interface IHeadlineInput {
  runs: readonly Run[];
  baseline: string | null;
  environments: Environments;
  metric: string | null;
  pick: Pick;
  directions: Readonly<Record<string, Direction>>;
  words: IWords;
  locale?: string;
}

/** Names of what differs between runs. */
export interface IWhatDiffers {
  params: string[];
  /** How many cells, aligned with the baseline's (else the first run's). */
  cells: number;
  packages: string[];
  /** False while not all environments are here: nothing is called the same then. */
  packagesKnown: boolean;
  /** `#n` of runs whose packages were not recorded: never taken as equal. */
  unrecorded: number[];
}

/** The headline in parts. Empty for less than two runs. */
export function headlineOf(input: IHeadlineInput): IHeadlinePart[] {
  if (input.runs.length < 2) {
    return [];
  }
  const differing = whatDiffers(input);
  const sentences = [
    differSentence(differing, input),
    rankSentence({
      ...input,
      direction: input.metric
        ? directionOf(input.metric, input.directions)
        : 'unknown'
    }),
    unrecordedSentence(differing.unrecorded, input.words),
    unreadSentence(input)
  ].filter(parts => parts.length > 0);
  return sentences.flatMap((parts, index) =>
    index === 0 ? parts : [plain(' '), ...parts]
  );
}

/** What differs between any two of the runs. */
export function whatDiffers(input: {
  runs: readonly Run[];
  baseline: string | null;
  environments: Environments;
}): IWhatDiffers {
  const { runs, environments } = input;
  const unrecorded = runs.filter(run => !isRecorded(run, environments));
  const digests = new Set(runs.map(run => run.environment_digest ?? ''));
  return {
    params: paramNames(runs).filter(name => paramDiffers(name, runs)),
    cells: differingCells(runs, input.baseline),
    packages: differingPackages(digests, environments),
    packagesKnown:
      !unrecorded.length &&
      (digests.size === 1 ||
        [...digests].every(digest => digest in environments)),
    unrecorded: unrecorded.map(run => run.number)
  };
}

/** An environment that is not here yet was recorded all the same. */
function isRecorded(run: Run, environments: Environments): boolean {
  const digest = run.environment_digest;
  return digest !== null && environments[digest]?.source !== 'unknown';
}

function paramDiffers(name: string, runs: readonly Run[]): boolean {
  const texts = runs.map(run => {
    const param = run.params[name];
    return param ? paramIdentity(param) : '';
  });
  return new Set(texts).size > 1;
}

function differingCells(runs: readonly Run[], baseline: string | null): number {
  const base = runs.find(run => run.run_id === baseline) ?? runs[0];
  const keys = new Set<string>();
  for (const run of runs) {
    for (const pair of align(effectiveCells(base), effectiveCells(run))) {
      const cell = pair.left ?? pair.right;
      if (cell && pair.kind !== 'same' && separates(pair, base, run)) {
        keys.add(cell.cell_key);
      }
    }
  }
  return keys.size;
}

function differingPackages(
  digests: ReadonlySet<string>,
  environments: Environments
): string[] {
  const versions = [...digests].flatMap(digest => {
    const environment = environments[digest];
    return environment && environment.source !== 'unknown'
      ? [new Map(environment.packages.map(item => [item.name, item.version]))]
      : [];
  });
  const names = new Set(versions.flatMap(all => [...all.keys()]));
  return [...names].filter(
    name => new Set(versions.map(all => all.get(name))).size > 1
  );
}

function differSentence(
  differing: IWhatDiffers,
  input: IHeadlineInput
): IHeadlinePart[] {
  const { words, runs } = input;
  const facts = countedFacts(differing, words);
  if (!facts.length) {
    return sameSentence(differing, input);
  }
  const count =
    differing.params.length + differing.cells + differing.packages.length;
  const one = words.__('Between these %1 runs %2 differs.', ...SLOTS);
  const many = words.__('Between these %1 runs %2 differ.', ...SLOTS);
  return fillTemplate(count === 1 ? one : many, [
    [plain(String(runs.length))],
    listParts(facts, words)
  ]);
}

function countedFacts(
  { params, cells, packages }: IWhatDiffers,
  words: IWords
): IHeadlinePart[] {
  const facts: [number, IHeadlinePart][] = [
    [
      params.length,
      link(words._n('%1 param', '%1 params', params.length), 'params')
    ],
    [cells, link(words._n('%1 cell', '%1 cells', cells), 'cells')],
    [
      packages.length,
      link(words._n('%1 package', '%1 packages', packages.length), 'packages')
    ]
  ];
  return facts.filter(([count]) => count > 0).map(([, part]) => part);
}

function link(
  text: string,
  kind: 'params' | 'cells' | 'packages'
): IHeadlinePart {
  return { text, strong: false, target: { kind, id: null } };
}

/** Nothing differs: what is left is chance. What is not known is not called the same. */
function sameSentence(
  { packagesKnown }: IWhatDiffers,
  input: IHeadlineInput
): IHeadlinePart[] {
  const { words, metric } = input;
  const gap = metric ? widestGap(metric, input) : null;
  const known = [
    words.__('code'),
    input.runs.every(areParamsRead) ? words.__('params') : '',
    packagesKnown ? words.__('packages') : ''
  ].filter(Boolean);
  const same =
    known.length > 1
      ? words.__('The %1 of these runs are the same', listText(known, words))
      : words.__('The code of these runs is the same');
  const text =
    gap === null
      ? words.__('%1.', same)
      : words.__('%1; results differ by chance by up to %2.', same, gap);
  return [plain(text)];
}

/** Largest minus smallest value of a metric, as text; null where no two values differ. */
function widestGap(key: string, input: IHeadlineInput): string | null {
  const values = input.runs
    .map(run => valueOf(run, key, input.pick) ?? NaN)
    .filter(Number.isFinite);
  if (new Set(values).size < 2) {
    return null;
  }
  const format: INumberFormat = columnFormat(values);
  const gap = Math.max(...values) - Math.min(...values);
  return formatNumber(gap, format, input.locale);
}

function unreadSentence({ runs, words }: IHeadlineInput): IHeadlinePart[] {
  const unread = unreadText(runs, words);
  return unread ? [plain(`${unread}.`)] : [];
}

function unrecordedSentence(
  numbers: readonly number[],
  words: IWords
): IHeadlinePart[] {
  if (!numbers.length) {
    return [];
  }
  const names = listParts(
    numbers.map(number => plain(`#${number}`)),
    words
  );
  return fillTemplate(words.__('Packages of %1 were not recorded.', ...SLOTS), [
    names
  ]);
}

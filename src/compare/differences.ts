/** All that differs between two runs, section by section: short facts before long code. */
import type { Differences, Run, RunStep } from '../api/types';
import type { IWords } from '../format/words';
import { align, effectiveCells, type ICellPair } from './align';
import { blocksOf, isCodeDifference } from './codeblocks';
import type { Environments } from './environments';
import { versionStep, type VersionStep } from './factors';
import type { IReplicates } from './noise';
import { paramRows, splitParams } from './paramrows';
import { listText } from './parts';
import { resultRows } from './resultrows';
import { changesOf, environmentRows, noSeedText, seedNames } from './setting';
import type {
  CodeBlock,
  IDifferenceRow,
  IDifferenceView,
  ISection
} from './differenceshapes';
import type { Direction, Pick } from './shapes';
import { unreadText } from './unread';

/** What the differences of two runs are made from. */
export interface IDifferenceInput {
  left: Run;
  right: Run;
  /** The server's facts about the pair. */
  facts: Differences;
  leftSteps: readonly RunStep[];
  rightSteps: readonly RunStep[];
  /** Over all compared runs: gives the noise of results. */
  replicates: IReplicates;
  /** `#n` by run_id of all compared runs. */
  numbers: ReadonlyMap<string, number>;
  /** Of the two runs, as far as they are here. */
  environments: Environments;
  /** `#n` of those of the two whose packages were not recorded. */
  unrecorded: readonly number[];
  pick: Pick;
  directions: Readonly<Record<string, Direction>>;
  words: IWords;
  locale?: string;
}

/** Build the view of the differences. */
export function differencesOf(input: IDifferenceInput): IDifferenceView {
  const { left, right } = input;
  const pairs = align(effectiveCells(left), effectiveCells(right));
  const sections = [
    resultSection(input),
    paramSection(input),
    packageSection(input),
    codeSection(input, pairs),
    environmentSection(input),
    seedSection(input)
  ];
  return { left, right, sections, ids: sections.flatMap(differenceIds) };
}

/** Ids of a section's differences, in the order in which they are drawn. */
function differenceIds(section: ISection): string[] {
  return [
    ...section.rows.filter(row => row.differs).map(row => row.id),
    ...section.blocks.filter(isCodeDifference).map(block => block.id)
  ];
}

function resultSection(input: IDifferenceInput): ISection {
  const { words } = input;
  const rows = resultRows(input);
  const split = splitParams(input.facts.params);
  const keys = listText(
    rows.map(row => row.name),
    words
  );
  const notes =
    split.length && rows.length
      ? [
          {
            text: words.__(
              '%1 differs: %2 may be measured on other rows.',
              listText(split, words),
              keys
            ),
            caution: true
          }
        ]
      : [];
  const none = rows.length ? null : words.__('Neither run has a result');
  return section('results', words.__('Results'), { rows, notes, none }, words);
}

function paramSection(input: IDifferenceInput): ISection {
  const { left, right, words } = input;
  const rows = paramRowsOf(input, 'others');
  const unread = unreadText([left, right], words);
  const notes =
    unread && rows.length ? [{ text: `${unread}.`, caution: false }] : [];
  const none = rows.length
    ? null
    : unread || words.__('No params were found in the code of these runs');
  const made = section(
    'params',
    words.__('Params'),
    { rows, notes, none },
    words
  );
  // What was not read is never called the same.
  return unread && !made.count
    ? { ...made, summary: words.__('not read'), instead: unread }
    : made;
}

/** Rows of seeds, or of all params that are none. */
function paramRowsOf(
  input: IDifferenceInput,
  wanted: 'seeds' | 'others'
): IDifferenceRow[] {
  const seeds = seedNames(input.left, input.right);
  const params = changesOf(input.facts.params, seeds, wanted);
  const rows = paramRows({ ...input, facts: { params } });
  return rows.filter(row => seeds.has(row.name) === (wanted === 'seeds'));
}

/** Seeds decide how much of a difference is chance, so they are not lost among params. */
function seedSection(input: IDifferenceInput): ISection {
  const { left, right, words } = input;
  const rows = paramRowsOf(input, 'seeds').map(row => ({
    ...row,
    id: `seeds:${row.name}`
  }));
  const none = rows.length ? null : noSeedText(left, right, words);
  const made = section('seeds', words.__('Seeds'), { rows, none }, words);
  return rows.length ? made : { ...made, summary: words.__('not set in both') };
}

function environmentSection(input: IDifferenceInput): ISection {
  const { left, right, environments, unrecorded, words } = input;
  const title = words.__('Environment');
  if (unrecorded.length) {
    return notRecorded('environment', title, input);
  }
  const same = left.environment_digest === right.environment_digest;
  const rows = environmentRows(left, right, environments) ?? [];
  // Of different environments that are not here yet nothing is claimed.
  return same || rows.length
    ? section('environment', title, { rows }, words)
    : notRecorded('environment', title, input);
}

/** Never shown as equal: what was not recorded on one side. */
function notRecorded(
  id: ISection['id'],
  title: string,
  { unrecorded, words }: IDifferenceInput
): ISection {
  const names = unrecorded.map(number => `#${number}`).join(', ');
  const none = names
    ? words.__('Not recorded for %1', names)
    : words.__('Not recorded');
  return {
    ...section(id, title, { none }, words),
    summary: words.__('not recorded')
  };
}

function packageSection(input: IDifferenceInput): ISection {
  const { facts, words } = input;
  const title = words.__('Packages');
  if (!facts.packages_known) {
    return notRecorded('packages', title, input);
  }
  const rows = facts.packages.map(
    ({ name, before, after }): IDifferenceRow => ({
      id: `packages:${name}`,
      name,
      left: before ?? '–',
      right: after ?? '–',
      differs: true,
      note: stepText(versionStep(before, after), words),
      delta: null
    })
  );
  const text = words._n(
    '%1 package is the same',
    '%1 packages are the same',
    facts.packages_same
  );
  const same = facts.packages_same ? text : null;
  // One of the two: with nothing else to say the count stands in place of «The same».
  return rows.length
    ? section(
        'packages',
        title,
        { rows, notes: same ? [{ text: same, caution: false }] : [] },
        words
      )
    : section('packages', title, { none: same }, words);
}

function codeSection(
  input: IDifferenceInput,
  pairs: readonly ICellPair[]
): ISection {
  const { words } = input;
  const blocks = blocksOf(pairs, input);
  const none = blocks.length ? null : words.__('No cells were recorded');
  return section('code', words.__('Code'), { blocks, none }, words);
}

interface IContent {
  rows?: IDifferenceRow[];
  blocks?: CodeBlock[];
  notes?: ISection['notes'];
  /** Sentence where there is nothing to compare. */
  none?: string | null;
}

function section(
  id: ISection['id'],
  title: string,
  { rows = [], blocks = [], notes = [], none = null }: IContent,
  words: IWords
): ISection {
  const count =
    rows.filter(row => row.differs).length +
    blocks.filter(isCodeDifference).length;
  return {
    id,
    title,
    count,
    summary: count ? String(count) : words.__('the same'),
    rows,
    blocks,
    notes,
    instead: none ?? (count ? null : words.__('The same'))
  };
}

function stepText(step: VersionStep, words: IWords): string {
  switch (step) {
    case 'upgraded':
      return words.__('upgraded');
    case 'downgraded':
      return words.__('downgraded');
    case 'added':
      return words.__('added');
    case 'removed':
      return words.__('removed');
    default:
      return words.__('changed');
  }
}

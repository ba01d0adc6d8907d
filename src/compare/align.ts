/** Which cell of one run is which cell of another: by cell key, the rest by what ran. */
import type { CellRef, Run } from '../api/types';

/** Two cells that are one, or one that only one run has. */
export interface ICellPair {
  left: CellRef | null;
  right: CellRef | null;
  kind: 'same' | 'edited' | 'added' | 'removed';
  /** Stands elsewhere in the document relative to its neighbours. */
  moved: boolean;
}

/**
 * Does a pair separate the runs? Looks without a result do not, as in subtitles and for
 * replicates: what only shows something changes no result.
 */
export function separates(
  { left, right, kind, moved }: ICellPair,
  one: Run,
  other: Run
): boolean {
  const shows =
    (!left || isLook(left, one)) && (!right || isLook(right, other));
  return (kind !== 'same' || moved) && !shows;
}

function isLook(cell: CellRef, run: Run): boolean {
  const results = [...run.results, ...run.inherited_results];
  return cell.look && !results.some(result => result.step_id === cell.step_id);
}

/** The cells that made a run's results: what ran later alters nothing (DESIGN §3.6). */
export function effectiveCells(run: Run): CellRef[] {
  return (run.cells ?? []).filter(cell => cell.role !== 'after-result');
}

/**
 * Align two runs' cells: first by cell key, then the rest by a longest common subsequence of their
 * code digests; a single cell left on both sides of one gap is an edited cell whose id was lost.
 * The pairs come in document order, that of the right run where both have one.
 */
export function align(
  left: readonly CellRef[],
  right: readonly CellRef[]
): ICellPair[] {
  const lefts = inDocument(left);
  const rights = inDocument(right);
  const partner = matchByKey(lefts, rights);
  matchByDigest(lefts, rights, partner);
  matchSingles(lefts, rights, partner);
  const moved = movedCells(lefts, rights, partner);
  return interleave(lefts, rights, partner).map(([one, other]) =>
    pair(one, other, other !== null && moved.has(other))
  );
}

/** Partner of each right cell. */
type Partners = Map<CellRef, CellRef>;

/** By cell number where all are known, else as executed. */
function inDocument(cells: readonly CellRef[]): CellRef[] {
  return cells.some(cell => cell.number === null)
    ? [...cells]
    : [...cells].sort((a, b) => (a.number ?? 0) - (b.number ?? 0));
}

/** Cells of one key (copies without ids) are taken in order, each once. */
function matchByKey(lefts: CellRef[], rights: CellRef[]): Partners {
  const byKey = new Map<string, CellRef[]>();
  for (const cell of lefts) {
    byKey.set(cell.cell_key, [...(byKey.get(cell.cell_key) ?? []), cell]);
  }
  const partner: Partners = new Map();
  for (const cell of rights) {
    const match = byKey.get(cell.cell_key)?.shift();
    if (match) {
      partner.set(cell, match);
    }
  }
  return partner;
}

function matchByDigest(
  lefts: CellRef[],
  rights: CellRef[],
  partner: Partners
): void {
  const [one, other] = unmatched(lefts, rights, partner);
  for (const [i, j] of commonSubsequence(
    one.map(cell => cell.code_digest),
    other.map(cell => cell.code_digest)
  )) {
    partner.set(other[j], one[i]);
  }
}

/** Pairs of places of a longest common subsequence, rising. */
export function commonSubsequence(
  one: readonly string[],
  other: readonly string[]
): [number, number][] {
  const rows = one.length;
  const columns = other.length;
  const length = Array.from({ length: rows + 1 }, () =>
    new Array<number>(columns + 1).fill(0)
  );
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) {
      length[i][j] =
        one[i] === other[j]
          ? length[i + 1][j + 1] + 1
          : Math.max(length[i + 1][j], length[i][j + 1]);
    }
  }
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < rows && j < columns;) {
    if (one[i] === other[j]) {
      pairs.push([i++, j++]);
    } else if (length[i + 1][j] >= length[i][j + 1]) {
      i++;
    } else {
      j++;
    }
  }
  return pairs;
}

/** Between the same matched neighbours, one unmatched cell each: the same cell, edited. */
function matchSingles(
  lefts: CellRef[],
  rights: CellRef[],
  partner: Partners
): void {
  const matched = new Set(partner.values());
  const leftGaps = gaps(
    lefts,
    cell => matched.has(cell),
    cell => cell
  );
  const rightGaps = gaps(
    rights,
    cell => partner.has(cell),
    cell => partner.get(cell) ?? null
  );
  for (const gap of rightGaps) {
    const same = leftGaps.find(
      other => other.before === gap.before && other.after === gap.after
    );
    if (gap.cells.length === 1 && same?.cells.length === 1) {
      partner.set(gap.cells[0], same.cells[0]);
    }
  }
}

interface IGap {
  before: CellRef | null;
  after: CellRef | null;
  cells: CellRef[];
}

/** Runs of unmatched cells with the left cells that stand around them. */
function gaps(
  cells: CellRef[],
  isMatched: (cell: CellRef) => boolean,
  anchor: (cell: CellRef) => CellRef | null
): IGap[] {
  const found: IGap[] = [];
  let open: IGap = { before: null, after: null, cells: [] };
  for (const cell of cells) {
    if (isMatched(cell)) {
      open.after = anchor(cell);
      found.push(open);
      open = { before: anchor(cell), after: null, cells: [] };
    } else {
      open.cells.push(cell);
    }
  }
  return [...found, open].filter(gap => gap.cells.length > 0);
}

function unmatched(
  lefts: CellRef[],
  rights: CellRef[],
  partner: Partners
): [CellRef[], CellRef[]] {
  const taken = new Set(partner.values());
  return [
    lefts.filter(cell => !taken.has(cell)),
    rights.filter(cell => !partner.has(cell))
  ];
}

/** Right cells that are off the longest rising sequence of their partners' places. */
function movedCells(
  lefts: CellRef[],
  rights: CellRef[],
  partner: Partners
): Set<CellRef> {
  const place = new Map(lefts.map((cell, index) => [cell, index]));
  const matched = rights.filter(cell => partner.has(cell));
  const places = matched.map(cell => {
    const match = partner.get(cell);
    return match ? (place.get(match) ?? 0) : 0;
  });
  const kept = longestRising(places);
  return new Set(matched.filter((_, index) => !kept.has(index)));
}

/** Indices of a longest strictly rising subsequence. */
function longestRising(values: number[]): Set<number> {
  const length: number[] = [];
  const previous: number[] = [];
  let last = -1;
  values.forEach((value, i) => {
    length[i] = 1;
    previous[i] = -1;
    for (let j = 0; j < i; j++) {
      if (values[j] < value && length[j] + 1 > length[i]) {
        length[i] = length[j] + 1;
        previous[i] = j;
      }
    }
    if (last < 0 || length[i] > length[last]) {
      last = i;
    }
  });
  const kept = new Set<number>();
  for (let i = last; i >= 0; i = previous[i]) {
    kept.add(i);
  }
  return kept;
}

/** Right order, with each left-only cell after the left cell it stood behind. */
function interleave(
  lefts: CellRef[],
  rights: CellRef[],
  partner: Partners
): [CellRef | null, CellRef | null][] {
  const taken = new Set(partner.values());
  const followers = new Map<CellRef | null, CellRef[]>();
  let anchor: CellRef | null = null;
  for (const cell of lefts) {
    if (taken.has(cell)) {
      anchor = cell;
    } else {
      followers.set(anchor, [...(followers.get(anchor) ?? []), cell]);
    }
  }
  const pairs: [CellRef | null, CellRef | null][] = [];
  const follow = (after: CellRef | null) =>
    followers.get(after)?.forEach(cell => pairs.push([cell, null]));
  follow(null);
  for (const cell of rights) {
    const match = partner.get(cell) ?? null;
    pairs.push([match, cell]);
    if (match) {
      follow(match);
    }
  }
  return pairs;
}

function pair(
  left: CellRef | null,
  right: CellRef | null,
  moved: boolean
): ICellPair {
  if (!left || !right) {
    return { left, right, moved: false, kind: left ? 'removed' : 'added' };
  }
  const same = left.code_digest === right.code_digest;
  return { left, right, moved, kind: same ? 'same' : 'edited' };
}

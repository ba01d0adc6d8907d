/** Aligned cells with the code that ran on either side. */
import type { CellRef, Run, RunStep } from '../api/types';
import type { IWords } from '../format/words';
import { effectiveCells, separates, type ICellPair } from './align';
import { stepFlags, timesExecuted } from './flags';
import type { CodeBlock, CodeMark, ICodeSide } from './differenceshapes';

/** The two runs and what they executed. */
export interface ICodeInput {
  left: Run;
  right: Run;
  leftSteps: readonly RunStep[];
  rightSteps: readonly RunStep[];
  words: IWords;
}

/** Changed cells first, in document order; then looks, then those that are the same as one block. */
export function blocksOf(
  pairs: readonly ICellPair[],
  input: ICodeInput
): CodeBlock[] {
  const sides = {
    left: sidesOf(input.left, input.leftSteps, input.words),
    right: sidesOf(input.right, input.rightSteps, input.words)
  };
  const changed = pairs.filter(pair => pair.kind !== 'same' || pair.moved);
  const same = pairs.filter(pair => pair.kind === 'same' && !pair.moved);
  const counts = (pair: ICellPair) => separates(pair, input.left, input.right);
  return [
    ...changed
      .filter(counts)
      .map(pair => cellBlock(pair, sides, true, input.words)),
    ...changed
      .filter(pair => !counts(pair))
      .map(pair => cellBlock(pair, sides, false, input.words)),
    ...sameBlock(same, sides, input.words)
  ];
}

/** True for blocks that next and previous stop at. */
export function isCodeDifference(block: CodeBlock): boolean {
  return block.kind === 'cell' && block.counts;
}

interface ISides {
  left: ReadonlyMap<CellRef, ICodeSide>;
  right: ReadonlyMap<CellRef, ICodeSide>;
}

function sidesOf(
  run: Run,
  steps: readonly RunStep[],
  words: IWords
): Map<CellRef, ICodeSide> {
  const byId = new Map(steps.map(step => [step.step_id, step]));
  return new Map(
    effectiveCells(run).map((cell, index) => {
      const step = index + 1;
      const ran = byId.get(cell.step_id);
      const side: ICodeSide = {
        step_id: cell.step_id,
        code: ran?.code ?? '',
        number: cell.number,
        step,
        role: cell.role,
        text: [
          words.__(
            'step %1 of #%2 · %3',
            step,
            run.number,
            roleText(cell.role, words)
          ),
          ...timesText(ran, words)
        ].join(' · '),
        flags: ran ? stepFlags(ran.flags, words) : []
      };
      return [cell, side];
    })
  );
}

/** That the cell had run before in its kernel: `execution 2`. */
function timesText(step: RunStep | undefined, words: IWords): string[] {
  const times = step ? timesExecuted(step.flags) : 1;
  return times > 1 ? [words.__('execution %1', times)] : [];
}

function roleText(role: CellRef['role'], words: IWords): string {
  switch (role) {
    case 'own':
      return words.__('own');
    case 'inherited':
      return words.__('inherited');
    default:
      return words.__('after result');
  }
}

function cellBlock(
  pair: ICellPair,
  sides: ISides,
  counts: boolean,
  words: IWords
): CodeBlock {
  const { left, right } = pair;
  const mark = markText(pair, words);
  const cell = right ?? left;
  return {
    kind: 'cell',
    id: `code:${cell?.cell_key ?? ''}`,
    title: titleOf(pair, words),
    heading: cell?.heading ?? null,
    mark: markOf(pair),
    markText: counts ? mark : uncounted(mark, words),
    counts,
    left: sideOf(left, sides.left),
    right: sideOf(right, sides.right)
  };
}

function sideOf(
  cell: CellRef | null,
  sides: ReadonlyMap<CellRef, ICodeSide>
): ICodeSide | null {
  return (cell && sides.get(cell)) ?? null;
}

function uncounted(mark: string, words: IWords): string {
  return words.__('%1 · only shows something, not counted', mark);
}

function sameBlock(
  pairs: readonly ICellPair[],
  sides: ISides,
  words: IWords
): CodeBlock[] {
  const cells = pairs.flatMap(pair => {
    const left = pair.left && sides.left.get(pair.left);
    const right = pair.right && sides.right.get(pair.right);
    return left && right ? [{ title: titleOf(pair, words), left, right }] : [];
  });
  if (!cells.length) {
    return [];
  }
  const text = words._n(
    '%1 cell is the same',
    '%1 cells are the same',
    cells.length
  );
  const numbers = cells
    .map(({ left, right }) => right.number ?? left.number)
    .filter(number => number !== null);
  const list = numbers.length ? `${text} · ${numbers.join(', ')}` : text;
  return [{ kind: 'same', id: 'code:same', text: list, cells }];
}

function titleOf({ left, right }: ICellPair, words: IWords): string {
  const number = right?.number ?? left?.number ?? null;
  return number === null ? words.__('Cell') : words.__('Cell %1', number);
}

function markOf({ kind, moved }: ICellPair): CodeMark {
  switch (kind) {
    case 'removed':
      return 'deleted';
    case 'same':
      return moved ? 'moved' : 'same';
    default:
      return kind;
  }
}

function markText(pair: ICellPair, words: IWords): string {
  const moved = pair.moved ? movedText(pair, words) : '';
  switch (pair.kind) {
    case 'edited':
      return [words.__('edited'), moved].filter(Boolean).join(' · ');
    case 'added':
      return words.__('added');
    case 'removed':
      return words.__('deleted');
    default:
      return moved || words.__('the same');
  }
}

function movedText({ left, right }: ICellPair, words: IWords): string {
  const from = left?.number ?? null;
  const to = right?.number ?? null;
  return from !== null && to !== null && from !== to
    ? words.__('moved %1 → %2', from, to)
    : words.__('moved');
}

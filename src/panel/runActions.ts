/**
 * What can be done to runs, from menu and keyboard alike.
 */

import type { Run } from '../api/types';
import { CommandIDs } from '../commands/ids';
import { familiesOf, isChild, moveOf } from '../compare/children';
import { canMerge } from '../compare/timeline';
import type { IPanelContext } from './context';
import type { IMenuItem } from './menu';

/** Make the run the baseline of its experiment, or take that away. */
export function toggleBaseline(run: Run, { runs }: IPanelContext): void {
  const already = runs.baseline?.run_id === run.run_id;
  void runs.edits.attempt(runs.setBaseline(already ? null : run.run_id));
}

/** Set or take away the star. */
export function toggleStar(run: Run, { runs }: IPanelContext): void {
  const change = runs.updateRun(run.run_id, { starred: !run.starred });
  void runs.edits.attempt(change);
}

/** Ask for a name; an empty one takes it away. */
export async function rename(run: Run, context: IPanelContext): Promise<void> {
  const { doors, runs, trans } = context;
  const title = trans.__('Name of run #%1', run.number);
  const name = await doors.askText(title, run.name ?? '');
  if (name !== null) {
    const change = runs.updateRun(run.run_id, { name: name.trim() || null });
    await runs.edits.attempt(change);
  }
}

/** Ask for a note; an empty one takes it away. */
export async function annotate(
  run: Run,
  context: IPanelContext
): Promise<void> {
  const { doors, runs, trans } = context;
  const title = trans.__('Note on run #%1', run.number);
  const note = await doors.askText(title, run.note ?? '');
  if (note !== null) {
    const change = runs.updateRun(run.run_id, { note: note.trim() || null });
    await runs.edits.attempt(change);
  }
}

/** Ask for tags, separated by commas. */
export async function tag(run: Run, context: IPanelContext): Promise<void> {
  const { doors, runs, trans } = context;
  const title = trans.__('Tags of run #%1, separated by commas', run.number);
  const text = await doors.askText(title, run.tags.join(', '));
  if (text !== null) {
    const tags = text.split(',').map(one => one.trim());
    const change = runs.updateRun(run.run_id, { tags: tags.filter(Boolean) });
    await runs.edits.attempt(change);
  }
}

/** Move runs to the trash. Nothing is asked: it can be taken back. */
export function remove(
  runIds: readonly string[],
  { runs }: IPanelContext
): void {
  void runs.edits.delete(runIds);
}

/** Show the notebook as it stood when the run opened. */
export function openSnapshot(run: Run, { commands }: IPanelContext): void {
  const args = { run_id: run.run_id, moment: 'opened' };
  void commands.execute(CommandIDs.openSnapshot, args);
}

/** Select the child runs of a run in place of it, those of its child runs too. */
export function selectChildren(run: Run, { runs }: IPanelContext): void {
  const { childrenOf } = familiesOf(runs.runs);
  const below = (runId: string): string[] =>
    childrenOf(runId).flatMap(child => [child.run_id, ...below(child.run_id)]);
  runs.setSelection(below(run.run_id));
}

/** Move the selected child runs below the selected run; nothing where none is selected. */
function moveItem(
  { runs, trans }: IPanelContext,
  selected: readonly Run[]
): IMenuItem[] {
  if (!selected.some(isChild)) {
    return [];
  }
  const move = moveOf(selected);
  return [
    {
      label: move
        ? trans.__('Move below #%1', move.parent.number)
        : trans.__('Move below the run that is selected too'),
      disabled: !move,
      run: () =>
        move &&
        void runs.edits.move(
          move.children.map(child => child.run_id),
          move.parent.run_id
        )
    }
  ];
}

/** What can be done to the selected runs; most of it to one at a time. */
export function selectionMenu(context: IPanelContext): IMenuItem[] {
  const { runs, trans } = context;
  const { selection } = runs;
  const selected = selection.flatMap(id => runs.find(id) ?? []);
  const run = selected.length === 1 ? selected[0] : undefined;
  const one = (
    label: string,
    act: (run: Run, context: IPanelContext) => void
  ): IMenuItem => ({
    label,
    disabled: !run,
    run: () => run && act(run, context)
  });
  const hasChildren =
    run !== undefined &&
    runs.runs.some(other => other.parent_run_id === run.run_id);
  const isBaseline = run !== undefined && runs.baseline?.run_id === run.run_id;
  return [
    {
      ...one(trans.__('Baseline'), toggleBaseline),
      checked: isBaseline
    },
    { ...one(trans.__('Star'), toggleStar), checked: run?.starred ?? false },
    one(trans.__('Open notebook as it was'), openSnapshot),
    ...(hasChildren
      ? [one(trans.__('Select its child runs'), selectChildren)]
      : []),
    {
      ...one(trans.__('Rename…'), (...args) => void rename(...args)),
      separated: true
    },
    one(trans.__('Note…'), (...args) => void annotate(...args)),
    one(trans.__('Tags…'), (...args) => void tag(...args)),
    {
      label: trans.__('Merge runs'),
      separated: true,
      disabled: !canMerge(selected),
      run: () => void runs.edits.merge(selection)
    },
    ...moveItem(context, selected),
    {
      label: trans.__('Delete'),
      separated: true,
      run: () => remove(selection, context)
    }
  ];
}

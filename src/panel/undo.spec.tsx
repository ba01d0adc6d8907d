import { act, fireEvent, render, screen } from '@testing-library/react';
import * as React from 'react';

import { makePanel, makeRun } from '../testing/panelFakes';
import type { IRunEdit } from '../tokens';
import { PanelContext } from './context';
import { listAction } from './listKeys';
import { Notices } from './Notices';
import { selectionMenu } from './runActions';
import { UndoBar } from './UndoBar';

const edit = (
  kind: IRunEdit['kind'],
  gone: number[],
  made: number[] = []
): IRunEdit => ({
  kind,
  gone: gone.map(number => makeRun(number)),
  made: made.map(number => makeRun(number))
});

function show(last: IRunEdit | null) {
  const panel = makePanel();
  panel.runs.edits.last = last;
  render(
    <PanelContext.Provider value={panel.context}>
      <Notices />
      <UndoBar />
    </PanelContext.Provider>
  );
  return panel;
}

it('is not seen while nothing was done', () => {
  const { runs } = show(null);
  expect(screen.queryByRole('status')).toBeNull();
  runs.edits.last = edit('deleted', [4]);
  act(() => runs.fire('edits'));
  expect(screen.getByText('#4 was deleted')).toBeTruthy();
});

it.each([
  [edit('deleted', [4, 5]), '#4 and #5 were deleted'],
  [edit('deleted', [1, 2, 3, 4]), '4 runs were deleted'],
  [edit('made', [], [9]), '#9 was made of recorded steps'],
  [edit('split', [4], [5, 6]), '#4 was split into #5 and #6'],
  [edit('merged', [4, 5], [8]), '#4 and #5 were merged into #8'],
  [
    { ...edit('moved', [], [6, 7]), below: makeRun(3) },
    '#6 and #7 were moved below #3'
  ]
])('says what was done: %#', (last, text) => {
  show(last);
  expect(screen.getByText(text)).toBeTruthy();
});

it('takes an edit back, or lets it stay', () => {
  const { runs } = show(edit('merged', [4, 5], [8]));
  fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
  expect(runs.callsOf('undo')).toHaveLength(1);
  fireEvent.click(screen.getByRole('button', { name: 'Close' }));
  expect(runs.callsOf('forget')).toHaveLength(1);
});

it('says what was refused, with the reason, until it is dismissed', () => {
  const { runs } = show(null);
  runs.edits.refusal = {
    asked: 'merge',
    fault: {
      code: 'bad-request',
      message: 'The steps do not follow each other.',
      hint: 'Steps of one kernel, one after the other, make a run.'
    }
  };
  act(() => runs.fire('edits'));
  const alert = screen.getByRole('alert');
  expect(alert.textContent).toContain('The runs were not merged.');
  expect(alert.textContent).toContain('The steps do not follow each other.');
  fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
  expect(runs.callsOf('dismissRefusal')).toHaveLength(1);
});

it('deletes the selection without a question', () => {
  const { context, runs } = show(null);
  runs.show(makeRun(1), makeRun(2));
  runs.selection = ['run-1', 'run-2'];
  const item = selectionMenu(context).find(one => one.label === 'Delete');
  item?.run?.();
  expect(runs.callsOf('delete')).toEqual([[['run-1', 'run-2']]]);
});

it('merges closed runs of one kernel epoch, and no others', () => {
  const { context, runs } = show(null);
  const merge = () =>
    selectionMenu(context).find(one => one.label === 'Merge runs');
  runs.show(makeRun(1), makeRun(2), makeRun(3, { kernel_epoch: 2 }));
  runs.selection = ['run-1'];
  expect(merge()?.disabled).toBe(true);
  runs.selection = ['run-1', 'run-3'];
  expect(merge()?.disabled).toBe(true);
  runs.selection = ['run-1', 'run-2'];
  expect(merge()?.disabled).toBe(false);
  merge()?.run();
  expect(runs.callsOf('merge')).toEqual([[['run-1', 'run-2']]]);
});

it('moves child runs below the one run that is selected with them', () => {
  const { context, runs } = show(null);
  const move = () =>
    selectionMenu(context).find(one => one.label.startsWith('Move below'));
  const child = (number: number) => makeRun(number, { parent_run_id: 'run-1' });
  runs.show(makeRun(1), makeRun(2), child(3), child(4));
  runs.selection = ['run-1', 'run-2'];
  expect(move()).toBeUndefined();
  for (const selection of [
    ['run-3'],
    ['run-1', 'run-3'],
    ['run-1', 'run-2', 'run-3']
  ]) {
    runs.selection = selection;
    expect(move()?.disabled).toBe(true);
  }
  runs.selection = ['run-2', 'run-3', 'run-4'];
  expect(move()).toMatchObject({ label: 'Move below #2', disabled: false });
  move()?.run();
  expect(runs.callsOf('move')).toEqual([[['run-3', 'run-4'], 'run-2']]);
});

it('selects the child runs of a run, and theirs', () => {
  const { context, runs } = show(null);
  const select = () =>
    selectionMenu(context).find(one => one.label === 'Select its child runs');
  runs.show(
    makeRun(1),
    makeRun(2, { parent_run_id: 'run-1' }),
    makeRun(3, { parent_run_id: 'run-2' })
  );
  runs.selection = ['run-3'];
  expect(select()).toBeUndefined();
  runs.selection = ['run-1'];
  select()?.run();
  expect(runs.selection).toEqual(['run-2', 'run-3']);
});

it('has a key of the list', () => {
  const key = { key: 'z', shiftKey: false, altKey: false, metaKey: false };
  expect(listAction({ ...key, ctrlKey: true })).toEqual({ kind: 'undo' });
  expect(listAction({ ...key, ctrlKey: false })).toBeNull();
});

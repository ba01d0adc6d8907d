import { act, fireEvent, render, screen } from '@testing-library/react';
import * as React from 'react';

import { makePanel, makeRun } from '../testing/panelFakes';
import { PanelContext } from './context';
import { DeletedBar } from './DeletedBar';
import { listAction } from './listKeys';
import { selectionMenu } from './runActions';

function show(...numbers: number[]) {
  const panel = makePanel();
  panel.runs.deleted = numbers.map(number => makeRun(number));
  render(
    <PanelContext.Provider value={panel.context}>
      <DeletedBar />
    </PanelContext.Provider>
  );
  return panel;
}

it('is not seen while nothing was deleted', () => {
  const { runs } = show();
  expect(screen.queryByRole('status')).toBeNull();
  runs.deleted = [makeRun(4)];
  act(() => runs.fire('deleted'));
  expect(screen.getByText('#4 was deleted')).toBeTruthy();
});

it('takes a deletion back, or lets it stay', () => {
  const { runs } = show(4, 5);
  expect(screen.getByText('2 runs were deleted')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
  expect(runs.callsOf('undoDelete')).toHaveLength(1);
  fireEvent.click(screen.getByRole('button', { name: 'Close' }));
  expect(runs.callsOf('forgetDeleted')).toHaveLength(1);
});

it('deletes the selection without a question', () => {
  const { context, runs } = show();
  runs.show(makeRun(1), makeRun(2));
  runs.selection = ['run-1', 'run-2'];
  const item = selectionMenu(context).find(one => one.label === 'Delete');
  item?.run?.();
  expect(runs.callsOf('deleteRuns')).toEqual([[['run-1', 'run-2']]]);
});

it('has a key of the list', () => {
  const key = { key: 'z', shiftKey: false, altKey: false, metaKey: false };
  expect(listAction({ ...key, ctrlKey: true })).toEqual({ kind: 'undo' });
  expect(listAction({ ...key, ctrlKey: false })).toBeNull();
});

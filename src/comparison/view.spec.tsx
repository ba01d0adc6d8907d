import { act, fireEvent, render, screen, within } from '@testing-library/react';
import * as React from 'react';

import { ApiError } from '../api/errors';
import type { Run } from '../api/types';
import { params, result, run } from '../testing/builders';
import { makeComparison, settle } from '../testing/comparisonFakes';
import { giveSizes } from '../testing/layout';
import { FakeRuns } from '../testing/panelFakes';
import type { IComparisonState, IRunsModel } from '../tokens';
import { whereShown } from './headline';
import { ComparisonView } from './view';

giveSizes(1400, 700);

const made = (number: number): Run =>
  run(number, {
    params: params({ alpha: `0.${number}` }),
    results: [result({ val_acc: 0.8 + number / 100 })]
  });

async function open(
  runs: Run[],
  state: Partial<IComparisonState> = {},
  prepare: (made: ReturnType<typeof makeComparison>) => void = () => undefined
) {
  const comparison = makeComparison({ runs }, { chartsBelow: false, ...state });
  prepare(comparison);
  render(<ComparisonView context={comparison.context} visible />);
  comparison.model.setVisible(true);
  await settle();
  return comparison;
}

const tab = (name: RegExp) => screen.getByRole('tab', { name });

describe('ComparisonView', () => {
  it('says what separates the runs, as links', async () => {
    const { model } = await open([made(1), made(2)]);
    const region = screen.getByRole('region', { name: 'Comparison of 2 runs' });
    const headline = region.querySelector('.rf-Headline') as HTMLElement;
    expect(headline.textContent).toBe(
      model.headline.map(part => part.text).join('')
    );
    expect(headline.textContent).toContain('1 param');
    fireEvent.click(within(headline).getByRole('button', { name: /val_acc/ }));
    expect(model.state).toMatchObject({ tab: 'charts', metric: 'val_acc' });
  });

  it('says of each run what must be said, unknown flags by their name', async () => {
    const flagged = (number: number, ...flags: string[]): Run => ({
      ...made(number),
      flags: Object.fromEntries(flags.map(flag => [flag, ['s1', 's2']]))
    });
    await open([
      flagged(1, 'foreign-code', 'interrupted'),
      flagged(2),
      flagged(3, 'moon-phase'),
      flagged(4, 'carried-state')
    ]);
    const note = screen.getByRole('note');
    const lines = () =>
      within(note)
        .getAllByRole('listitem')
        .map(item => item.textContent);
    expect(lines()).toEqual([
      '#1 2 steps of a console or tool ran in between. Stopped by hand.',
      '#3 The record says “moon-phase”.'
    ]);
    fireEvent.click(within(note).getByRole('button', { name: '1 more run' }));
    expect(lines()[2]).toBe('#4 2 steps went on with what was not made anew.');
  });

  it('has no note where nothing must be said', async () => {
    await open([made(1), made(2)]);
    expect(screen.queryByRole('note')).toBeNull();
  });

  it('goes through its tabs by arrows and by 1, 2, 3', async () => {
    const { model } = await open([made(1), made(2)]);
    fireEvent.keyDown(tab(/Table/), { key: 'ArrowRight' });
    await settle();
    expect(tab(/Charts/).getAttribute('aria-selected')).toBe('true');
    expect(document.activeElement).toBe(tab(/Charts/));
    fireEvent.keyDown(tab(/Charts/), { key: '1' });
    await settle();
    expect(model.state.tab).toBe('table');
    const box = screen.getByRole('searchbox', { name: 'Find a column' });
    fireEvent.keyDown(box, { key: '3' });
    expect(model.state.tab).toBe('table');
  });

  it('changes the baseline everywhere', async () => {
    await open([made(1), made(2)]);
    fireEvent.change(screen.getByRole('combobox', { name: 'Baseline' }), {
      target: { value: 'r2' }
    });
    await settle();
    const chip = within(screen.getByRole('list')).getAllByRole('listitem')[1];
    expect(within(chip).getByText('baseline')).toBeTruthy();
    expect(screen.getAllByRole('rowheader')[0].textContent).toContain('#2');
  });

  it('hides and removes runs by their chips', async () => {
    const { model } = await open([made(1), made(2), made(3)]);
    fireEvent.click(screen.getByRole('button', { name: 'Hide #2 in charts' }));
    expect(model.state.hiddenRuns).toEqual(['r2']);
    fireEvent.click(
      screen.getByRole('button', { name: 'Remove #3 from this comparison' })
    );
    await settle();
    expect(model.state.runs).toEqual(['r1', 'r2']);
  });

  it('adds runs of the panel', async () => {
    const runs = new FakeRuns();
    runs.runs = [made(1), made(2), made(3)];
    const { model } = await open([made(1), made(2)], {}, comparison => {
      comparison.context.runs = runs as unknown as IRunsModel;
    });
    fireEvent.click(screen.getByRole('button', { name: /Add runs/ }));
    fireEvent.click(screen.getByRole('button', { name: /^#3/ }));
    await settle();
    expect(model.state.runs).toEqual(['r1', 'r2', 'r3']);
  });

  it('asks for runs when there are none, and for one more when there is one', async () => {
    await open([]);
    expect(screen.getByText('Select runs to compare')).toBeTruthy();
  });

  it('with one run shows it and asks for one more', async () => {
    await open([made(1)]);
    expect(screen.getByText('Add one more run')).toBeTruthy();
    expect(screen.getAllByRole('rowheader')).toHaveLength(1);
  });

  it('says what the server refused, and keeps asking possible', async () => {
    const { client } = await open([made(1), made(2)], {}, comparison => {
      comparison.client.fault = new ApiError(
        'store-unavailable',
        'The store was written by a newer Runfolio.',
        'It was not changed.',
        503
      );
    });
    const alert = screen.getByRole('alert');
    expect(alert.textContent).toContain('written by a newer Runfolio');
    expect(alert.textContent).toContain('It was not changed.');
    client.fault = null;
    fireEvent.click(within(alert).getByRole('button', { name: 'Retry' }));
    await settle();
    expect(screen.queryByRole('alert')).toBeNull();
    expect(screen.getAllByRole('rowheader')).toHaveLength(2);
  });

  it('says that a run was deleted, and takes it away', async () => {
    const { model } = await open([made(1), made(2)], {
      runs: ['r1', 'r2', 'r9']
    });
    expect(
      screen.getByText('A run of this comparison was deleted')
    ).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Remove' }));
    expect(model.state.runs).toEqual(['r1', 'r2']);
  });

  it('brings a run back that was deleted meanwhile', async () => {
    const { client, model } = await open([made(1), made(2)]);
    const { runs } = client.records;
    client.records.runs = runs.slice(0, 1);
    await act(() => model.refresh());
    const notice = screen.getByText('#2 was deleted').parentElement;
    client.restored = runs[1];
    fireEvent.click(
      within(notice as HTMLElement).getByRole('button', { name: 'Undo' })
    );
    await settle();
    expect(screen.queryByText('#2 was deleted')).toBeNull();
    expect(screen.getAllByRole('rowheader')).toHaveLength(2);
  });

  it('undoes and redoes its changes by button and key', async () => {
    const { model } = await open([made(1), made(2)]);
    const view = screen.getByRole('region', { name: 'Comparison of 2 runs' });
    const bar = within(screen.getByRole('toolbar', { name: 'Comparison' }));
    const undo = bar.getByRole<HTMLButtonElement>('button', { name: 'Undo' });
    const redo = bar.getByRole<HTMLButtonElement>('button', { name: 'Redo' });
    expect([undo.disabled, redo.disabled]).toEqual([true, true]);
    act(() => model.update({ smoothing: 0.5 }));
    fireEvent.click(undo);
    expect(model.state.smoothing).toBe(0);
    expect([undo.disabled, redo.disabled]).toEqual([true, false]);
    fireEvent.click(redo);
    expect(model.state.smoothing).toBe(0.5);
    fireEvent.keyDown(view, { key: 'z', ctrlKey: true });
    expect(model.state.smoothing).toBe(0);
    fireEvent.keyDown(view, { key: 'Z', ctrlKey: true, shiftKey: true });
    expect(model.state.smoothing).toBe(0.5);
  });

  it('shows a run hovered elsewhere', async () => {
    const { model } = await open([made(1), made(2)]);
    act(() => model.setHover({ runId: 'r2' }));
    expect(document.querySelector('.rf-Grid-row[data-hover]')).toBe(
      document.querySelector('.rf-Grid-row[data-run="r2"]')
    );
  });
});

describe('whereShown', () => {
  it('puts each kind of fact in front', () => {
    expect(whereShown({ kind: 'cells', id: null }).tab).toBe('differences');
    expect(whereShown({ kind: 'run', id: 'r2' })).toEqual({
      tab: 'differences',
      right: 'r2'
    });
    expect(whereShown({ kind: 'params', id: null }).tab).toBe('table');
  });
});

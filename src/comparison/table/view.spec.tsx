import { act, fireEvent, screen, within } from '@testing-library/react';
import * as React from 'react';

import type { Run } from '../../api/types';
import {
  environment,
  inherited,
  param,
  params,
  result,
  run
} from '../../testing/builders';
import { makeComparison, settle, show } from '../../testing/comparisonFakes';
import { giveSizes } from '../../testing/layout';
import type { IComparisonState } from '../../tokens';
import { TableView } from './view';

giveSizes(1600, 600);

const made = (number: number, acc: number, alpha: string, extra = {}): Run =>
  run(number, {
    params: params({ 'SGD.alpha': alpha, 'SGD.eta0': '0.1' }),
    results: [result({ val_acc: acc })],
    ...extra
  });

async function table(runs: Run[], state: Partial<IComparisonState> = {}) {
  const comparison = makeComparison(
    { runs, environments: { env1: environment({ numpy: '2.4.0' }) } },
    { chartsBelow: false, ...state }
  );
  await show(<TableView />, comparison);
  return comparison;
}

const rowNames = () =>
  screen
    .getAllByRole('rowheader')
    .map(cell => within(cell).getByText(/^#|cell|forest/i).textContent);
const head = (name: string) => screen.getByRole('columnheader', { name });
const cellsOf = (name: RegExp) => {
  const row = screen
    .getAllByRole('row')
    .find(item => within(item).queryByRole('rowheader', { name }));
  return within(row as HTMLElement).getAllByRole('gridcell');
};

describe('TableView', () => {
  it('has one row a run, the baseline first, and says how many columns are shown', async () => {
    await table([made(3, 0.9, '0.1'), made(1, 0.8, '0.01')]);
    expect(rowNames()).toEqual(['#1', '#3']);
    const text = screen.getByText(/of \d+ columns/).textContent ?? '';
    const shown = Number(text.split(' ')[0]);
    // Two fixed columns stand before the discovered ones.
    expect(screen.getByRole('grid').getAttribute('aria-colcount')).toBe(
      String(shown + 2)
    );
    expect(screen.queryByText('eta0')).toBeNull();
  });

  it('shows every column when asked', async () => {
    const { model } = await table([made(1, 0.8, '0.1'), made(2, 0.9, '0.2')]);
    fireEvent.click(screen.getByRole('switch', { name: 'Only differing' }));
    await settle();
    expect(model.state.onlyDiffering).toBe(false);
    expect(head('eta0')).toBeTruthy();
  });

  it('opens the child runs of a run and folds them, by arrows on its name', async () => {
    const child = (number: number) =>
      made(number, number / 10, '0.1', {
        name: `fold ${number}`,
        parent_run_id: 'r1'
      });
    await table([made(1, 0.8, '0.1'), child(2), child(3), made(4, 0.9, '0.2')]);
    expect(rowNames()).toEqual(['#1', '#4']);
    const name = () => screen.getByRole('rowheader', { name: /#1/ });
    expect(name().textContent).toContain('2 child runs');
    const press = async (key: string) => {
      fireEvent.focus(name());
      fireEvent.keyDown(name(), { key });
      await settle();
    };
    await press('ArrowRight');
    expect(rowNames()).toEqual(['#1', '#2', '#3', '#4']);
    expect(cellsOf(/fold 2/).map(cell => cell.title)).toContain(
      'A child run is compared with child runs'
    );
    await press('ArrowRight');
    expect(rowNames()).toHaveLength(4);
    await press('ArrowLeft');
    expect(rowNames()).toEqual(['#1', '#4']);
  });

  it('sorts by a head, and says so', async () => {
    const { model } = await table([
      made(1, 0.8, '0.1'),
      made(2, 0.85, '0.2'),
      made(3, 0.9, '0.3')
    ]);
    fireEvent.click(head('val_acc'));
    await settle();
    expect(head('val_acc').getAttribute('aria-sort')).toBe('descending');
    expect(rowNames()).toEqual(['#1', '#3', '#2']);
    fireEvent.click(head('alpha'), { shiftKey: true });
    expect(model.state.sort.map(item => item.column)).toEqual([
      'metrics:val_acc',
      'params:SGD.alpha'
    ]);
  });

  it('says deltas in words', async () => {
    await table([made(1, 0.8, '0.1'), made(2, 0.9, '0.2')]);
    expect(cellsOf(/#2/).map(cell => cell.textContent)).toContain(
      '▲+0.1000 better'
    );
    expect(cellsOf(/#1/).map(cell => cell.textContent)).toContain('–');
  });

  it('greys what is only inherited and says where it is from', async () => {
    await table([
      made(1, 0.8, '0.1'),
      run(2, {
        params: params({ 'SGD.alpha': '0.1' }),
        results: [result({ test_acc: 0.7 }, { step_id: 's9' })],
        inherited_results: [inherited({ val_acc: 0.8 }, { run_id: 'r1' })]
      })
    ]);
    const cell = cellsOf(/#2/).find(item =>
      item.classList.contains('rf-mod-inherited')
    ) as HTMLElement;
    expect(cell.textContent).toContain('0.8');
    expect(within(cell).getByRole('img').getAttribute('aria-label')).toContain(
      '#1'
    );
  });

  it('folds the results of a run under one row and opens them', async () => {
    const several = made(2, 0.9, '0.2', {
      params: {
        'SGD.alpha': { varied: [0.2, 0.4], varied_at: ['s6', 's7'] }
      },
      results: [
        result(
          { val_acc: 0.9 },
          { heading: 'Forest', params: { 'SGD.alpha': param('0.2') } }
        ),
        result(
          { val_acc: 0.95 },
          {
            step_id: 's7',
            cell_key: 'c7',
            cell_number: 7,
            params: { 'SGD.alpha': param('0.4') }
          }
        )
      ]
    });
    await table([made(1, 0.8, '0.1'), several]);
    expect(cellsOf(/#2/).map(cell => cell.textContent)).toEqual(
      expect.arrayContaining(['0.9500of 2', '2 values'])
    );
    const caret = screen.getByRole('button', { name: /^Rows of #2/ });
    fireEvent.click(caret);
    await settle();
    expect(rowNames()).toEqual(['#1', '#2 · 2 results', 'Forest', 'cell 7']);
  });

  it('finds columns by name', async () => {
    await table([made(1, 0.8, '0.1'), made(2, 0.9, '0.2')]);
    fireEvent.change(screen.getByRole('searchbox', { name: 'Find a column' }), {
      target: { value: 'alph' }
    });
    expect(screen.getByText(/^1 of \d+ columns/)).toBeTruthy();
  });

  it('is worked by keys alone', async () => {
    const { model } = await table([made(1, 0.8, '0.1'), made(2, 0.9, '0.2')]);
    const grid = screen.getByRole('grid');
    const press = async (key: string) => {
      fireEvent.keyDown(document.activeElement ?? grid, { key });
      await settle();
    };
    const stop = grid.querySelectorAll<HTMLElement>('[tabindex="0"]');
    expect(stop).toHaveLength(1);
    act(() => stop[0].focus());
    await press('ArrowRight');
    await press('Enter');
    expect(model.state.sort).toEqual([
      { column: 'metrics:val_acc', descending: true }
    ]);
    await press('ArrowDown');
    await press('ArrowDown');
    expect(document.activeElement?.textContent).toBe('0.9000');
    await press('b');
    expect(model.baseline?.number).toBe(2);
    // The row moved to the top: the focus did not get lost.
    expect(grid.contains(document.activeElement)).toBe(true);
    await press('d');
    expect(model.state.onlyDiffering).toBe(false);
    await press('m');
    expect(model.state.pick).toBe('min');
    await press('h');
    expect(model.state.hiddenColumns).toEqual(['metrics:val_acc']);
  });

  it('copies a cell in full', async () => {
    await table([made(1, 0.812345678, '0.1'), made(2, 0.9, '0.2')]);
    const cell = cellsOf(/#1/).find(item =>
      item.textContent?.startsWith('0.81')
    );
    act(() => cell?.focus());
    const setData = jest.fn();
    const copy = new Event('copy', { bubbles: true, cancelable: true });
    fireEvent(
      cell as HTMLElement,
      Object.assign(copy, { clipboardData: { setData } })
    );
    expect(setData).toHaveBeenCalledWith('text/plain', '0.812345678');
  });

  it('goes from two selected rows to their differences', async () => {
    const { model } = await table([
      made(1, 0.8, '0.1'),
      made(2, 0.9, '0.2'),
      made(3, 0.7, '0.3')
    ]);
    fireEvent.click(screen.getByRole('checkbox', { name: 'Select #2' }));
    fireEvent.click(screen.getByRole('checkbox', { name: 'Select #3' }));
    fireEvent.click(screen.getByRole('button', { name: 'Differences' }));
    expect(model.state).toMatchObject({
      tab: 'differences',
      left: 'r2',
      right: 'r3'
    });
  });

  it('draws only the rows in sight', async () => {
    const many = Array.from({ length: 300 }, (_, index) =>
      made(index + 1, 0.5 + index / 1000, String(index))
    );
    await table(many);
    expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe('302');
    expect(screen.getAllByRole('rowheader').length).toBeLessThan(60);
  });

  it('shows observations only when asked', async () => {
    const runs = [1797, 1500].map((rows, index) =>
      made(index + 1, 0.8, '0.1', {
        observations: result({ rows }).metrics
      })
    );
    const { model } = await table(runs);
    expect(screen.queryByText('rows')).toBeNull();
    act(() => model.update({ observations: true }));
    await settle();
    expect(head('rows')).toBeTruthy();
  });
});

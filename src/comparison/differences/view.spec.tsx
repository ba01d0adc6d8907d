import { fireEvent, screen, within } from '@testing-library/react';
import * as React from 'react';

import { cell, params, result, run, step } from '../../testing/builders';
import { makeComparison, settle, show } from '../../testing/comparisonFakes';
import { giveSizes } from '../../testing/layout';
import type { IComparisonState } from '../../tokens';
import { DifferencesView } from './view';

giveSizes(1200, 600);
// jsdom has no ranges on the screen, which CodeMirror measures.
Range.prototype.getClientRects = () => [] as unknown as DOMRectList;
Range.prototype.getBoundingClientRect = () => new DOMRect();

function records() {
  const code: Record<number, [string, string][]> = {
    1: [
      ['1', 'import numpy'],
      ['2', 'size = 0.25\nsplit(size)']
    ],
    2: [
      ['1', 'import numpy'],
      ['2', 'size = 0.2\nsplit(size)'],
      ['3', 'plot()']
    ]
  };
  const of = (number: number) => code[number];
  const runs = [1, 2, 3].map(number =>
    run(number, {
      params: params({
        size: number === 2 ? '0.2' : '0.25',
        seed: '0'
      }),
      results: [result({ acc: 0.8 + number / 100 })],
      cells: (of(number) ?? of(1)).map(([place, text]) =>
        cell(Number(place), text)
      )
    })
  );
  const steps = Object.fromEntries(
    runs.map(item => [
      item.run_id,
      (of(item.number) ?? of(1)).map(([place, text]) =>
        step(Number(place), text)
      )
    ])
  );
  return { runs, steps };
}

async function differences(state: Partial<IComparisonState> = {}) {
  const comparison = makeComparison(records(), {
    tab: 'differences',
    ...state
  });
  await show(<DifferencesView />, comparison);
  return comparison;
}

const section = (name: string) => screen.getByRole('region', { name });

describe('DifferencesView', () => {
  it('shows inherited results hollow and says what is to be said of steps', async () => {
    const { runs, steps } = records();
    const inherited = {
      ...result({ acc: 0.81 }),
      run_id: 'r1',
      stale: false
    };
    const other = { ...runs[1], results: [], inherited_results: [inherited] };
    const flagged = steps.r2.map(item => ({
      ...item,
      flags: { 'read-from-below': ['X'] }
    }));
    const comparison = makeComparison(
      { runs: [runs[0], other], steps: { ...steps, r2: flagged } },
      { tab: 'differences', hideSame: false }
    );
    await show(<DifferencesView />, comparison);
    await settle();
    const table = screen.getByRole('table', { name: 'Results' });
    const [, right] = within(table).getAllByRole('cell');
    expect(right.textContent).toBe('0.8100');
    expect(
      within(right).getByRole('img', { name: 'From #1, not run again' })
    ).toBeTruthy();
    expect(
      screen.getAllByText('`X` was last made by a cell further down').length
    ).toBeGreaterThan(0);
  });

  it('shows short facts before code', async () => {
    await differences();
    const titles = screen
      .getAllByRole('heading', { level: 3 })
      .map(head => head.textContent);
    expect(titles.slice(0, 2)).toEqual(['Results', 'Params']);
    expect(titles.some(title => title?.startsWith('Code'))).toBe(true);
    const size = within(section('Params')).getByRole('row');
    expect(
      within(size)
        .getAllByRole('cell')
        .slice(0, 2)
        .map(value => value.textContent)
    ).toEqual(['0.25', '0.2']);
  });

  it('shows what ran as a text difference with whole words marked', async () => {
    await differences();
    const article = screen.getByRole('article', { name: 'Cell 2, edited' });
    expect(article.querySelectorAll('.cm-editor')).toHaveLength(2);
    const marked = [...article.querySelectorAll('.cm-changedText')].map(
      mark => mark.textContent
    );
    expect(marked).toEqual(['0.25', '0.2']);
  });

  it('shows both in one column when asked', async () => {
    const { model } = await differences();
    fireEvent.click(screen.getByRole('button', { name: 'Unified' }));
    await settle();
    expect(model.state.diffLayout).toBe('unified');
    const article = screen.getByRole('article', { name: 'Cell 2, edited' });
    expect(article.querySelectorAll('.cm-editor')).toHaveLength(1);
    expect(article.querySelector('.cm-deletedChunk')?.textContent).toContain(
      '0.25'
    );
  });

  it('hides what is the same, and shows it when asked', async () => {
    await differences();
    expect(within(section('Params')).queryByText('seed')).toBeNull();
    expect(screen.queryByRole('article', { name: 'Cell 1' })).toBeNull();
    fireEvent.click(
      screen.getByRole('switch', { name: 'Hide what is the same' })
    );
    await settle();
    expect(within(section('Params')).getByText('seed')).toBeTruthy();
    expect(screen.getByRole('article', { name: 'Cell 1' })).toBeTruthy();
  });

  it('goes through all differences by keys, counted', async () => {
    const { model } = await differences();
    const ids = model.differences?.ids ?? [];
    const body = screen.getByRole('region', { name: /^Differences between/ });
    const seen: (string | undefined)[] = [];
    for (let at = 1; at <= ids.length; at++) {
      fireEvent.keyDown(body, { key: ']' });
      expect(screen.getByText(`${at} of ${ids.length}`)).toBeTruthy();
      seen.push(
        document.querySelector<HTMLElement>('[data-current]')?.dataset
          .difference
      );
    }
    expect(seen).toEqual(ids);
    fireEvent.keyDown(body, { key: '[' });
    expect(screen.getByText(`${ids.length - 1} of ${ids.length}`)).toBeTruthy();
  });

  it('exchanges left and right', async () => {
    const { model } = await differences();
    fireEvent.click(
      screen.getByRole('button', { name: 'Exchange left and right' })
    );
    await settle();
    expect(model.state).toMatchObject({ left: 'r2', right: 'r1' });
    expect(
      (screen.getByRole('combobox', { name: 'Left run' }) as HTMLSelectElement)
        .value
    ).toBe('r2');
  });

  it('compares no run with itself: choosing the other side exchanges', async () => {
    const { model } = await differences({ left: 'r1', right: 'r2' });
    fireEvent.change(screen.getByRole('combobox', { name: 'Left run' }), {
      target: { value: 'r2' }
    });
    await settle();
    expect(model.state).toMatchObject({ left: 'r2', right: 'r1' });
  });

  it('never calls packages equal that were not recorded', async () => {
    const data = records();
    data.runs[1].environment_digest = null;
    const comparison = makeComparison(data, { tab: 'differences' });
    await show(<DifferencesView />, comparison);
    expect(section('Packages').textContent).toContain('Not recorded for #2');
    expect(section('Packages').textContent).not.toContain('The same');
  });

  it('wants two runs', async () => {
    const [one] = records().runs;
    await show(
      <DifferencesView />,
      makeComparison({ runs: [one] }, { tab: 'differences' })
    );
    expect(screen.getByText('Add one more run')).toBeTruthy();
  });
});

import { act, fireEvent, screen, within } from '@testing-library/react';
import { Signal } from '@lumino/signaling';
import type { IThemeManager } from '@jupyterlab/apputils';
import * as React from 'react';

import type { WireNumber } from '../../api/types';
import { points, result, run } from '../../testing/builders';
import { makeComparison, settle, show } from '../../testing/comparisonFakes';
import { giveSizes } from '../../testing/layout';
import { VisibleContext } from '../visible';
import { ChartCard } from './card';
import * as plotly from './plotly';

jest.mock('./plotly', () => ({
  loadPlotly: jest.fn(),
  draw: jest.fn(),
  purge: jest.fn()
}));
const door = jest.mocked(plotly);

giveSizes(800, 260);

beforeEach(() => {
  jest.clearAllMocks();
  door.loadPlotly.mockResolvedValue({} as never);
  door.draw.mockResolvedValue(undefined);
  door.purge.mockResolvedValue(undefined);
});

const LOSS: Record<number, WireNumber[]> = {
  1: [1, 0.8, 0.6],
  2: [0.9, 'NaN', 0.2]
};

function comparison(values = LOSS) {
  const runs = Object.entries(values).map(([number, list]) =>
    run(Number(number), { results: [result({ loss: list })] })
  );
  return makeComparison({
    runs,
    points: runs.map(({ run_id, number }) =>
      points(run_id, 'loss', values[number])
    )
  });
}

const drawn = () => door.draw.mock.calls[door.draw.mock.calls.length - 1][1];

describe('ChartCard', () => {
  it('draws the lines of all runs and reads their ends', async () => {
    await show(<ChartCard metric="loss" />, comparison());
    expect(drawn().data.filter(trace => 'uid' in trace)).toHaveLength(2);
    expect(screen.getByText('lower is better')).toBeTruthy();
    expect(screen.getByText('last')).toBeTruthy();
    expect(screen.getByText('−0.4000')).toBeTruthy();
  });

  it('reads by keys, and says each move', async () => {
    await show(<ChartCard metric="loss" />, comparison());
    const plot = screen.getByRole('application');
    fireEvent.keyDown(plot, { key: 'ArrowRight' });
    await settle();
    fireEvent.keyDown(plot, { key: 'ArrowDown' });
    await settle();
    const speech = within(plot).getByRole('status').textContent;
    expect(speech).toBe('#2, x 1, loss 0.9000, 0.1000 better than baseline #1');
    expect(screen.getByText('x 1')).toBeTruthy();
  });

  it('shows as many rows of data as points', async () => {
    await show(<ChartCard metric="loss" />, comparison());
    fireEvent.click(screen.getByRole('button', { name: 'Show data' }));
    const table = screen.getByRole('table');
    expect(within(table).getAllByRole('row')).toHaveLength(1 + 6);
    expect(within(table).getByText('NaN')).toBeTruthy();
  });

  it('says that it could not be drawn, and asks again', async () => {
    door.loadPlotly.mockRejectedValueOnce(new Error('no network'));
    const warn = jest
      .spyOn(console, 'warn')
      .mockImplementation(() => undefined);
    await show(<ChartCard metric="loss" />, comparison());
    expect(screen.getByRole('alert').textContent).toContain(
      'This chart could not be drawn.'
    );
    fireEvent.click(screen.getByRole('button', { name: 'Retry' }));
    await settle();
    expect(screen.queryByRole('alert')).toBeNull();
    expect(door.draw).toHaveBeenCalled();
    warn.mockRestore();
  });

  it('is drawn anew when the theme changes', async () => {
    const one = comparison();
    const themeChanged = new Signal<unknown, unknown>({});
    one.context.themes = { themeChanged } as unknown as IThemeManager;
    await show(<ChartCard metric="loss" />, one);
    const before = door.draw.mock.calls.length;
    act(() => themeChanged.emit({}));
    await settle();
    expect(door.draw.mock.calls.length).toBe(before + 1);
  });

  it('is taken away while its tab is hidden', async () => {
    let hide: (visible: boolean) => void = () => undefined;
    function Tab(): React.ReactElement {
      const [visible, setVisible] = React.useState(true);
      hide = setVisible;
      return (
        <VisibleContext.Provider value={visible}>
          <ChartCard metric="loss" />
        </VisibleContext.Provider>
      );
    }
    await show(<Tab />, comparison());
    expect(door.purge).not.toHaveBeenCalled();
    act(() => hide(false));
    expect(door.purge).toHaveBeenCalledTimes(1);
    const before = door.draw.mock.calls.length;
    act(() => hide(true));
    await settle();
    expect(door.draw.mock.calls.length).toBe(before + 1);
  });

  it('draws single values as dots with value and delta', async () => {
    await show(
      <ChartCard metric="loss" />,
      comparison({ 1: [0.5], 2: [0.25] })
    );
    expect(drawn().layout.yaxis?.ticktext).toEqual(['#1', '#2']);
    expect(screen.getByText('−0.2500')).toBeTruthy();
  });
});

describe('loadPlotly', () => {
  const { loadPlotly } = jest.requireActual<typeof plotly>('./plotly');

  it('forgets a failure, and brings plotly once', async () => {
    const load = jest
      .fn()
      .mockRejectedValueOnce(new Error('offline'))
      .mockResolvedValue({ Plotly: {} });
    await expect(loadPlotly(load)).rejects.toThrow('offline');
    await loadPlotly(load);
    await loadPlotly(load);
    expect(load).toHaveBeenCalledTimes(2);
  });
});

/** Pure: single values as a dot plot, one row a line, the baseline as a rule. */
import type { Data, Layout } from 'plotly.js/lib/core';

import type { IChart, ILine } from '../../compare/chartshapes';
import type { IFigureOptions } from './figure';
import { axisOf, shellOf, traceUid } from './figure';
import type { IDrawing } from './plotly';
import type { IChartTheme } from './theme';

/** Height of one row in px. */
export const DOT_ROW = 28;

/** The one value of a line; null where it is no finite number. */
export function single(line: ILine): number | null {
  const value = line.raw[line.raw.length - 1];
  return Number.isFinite(value) ? value : null;
}

/** The range of the values with room on both sides; null without any. */
export function dotRange(chart: IChart, log: boolean): [number, number] | null {
  const values = chart.lines
    .map(single)
    .filter((value): value is number => value !== null && (!log || value > 0));
  if (!values.length) {
    return null;
  }
  const low = Math.min(...values);
  const high = Math.max(...values);
  if (log) {
    return [low / 1.1, high * 1.1];
  }
  const room = (high - low || Math.abs(high) || 1) * 0.08;
  return [low - room, high + room];
}

/** One row a line, in the order of `rows`. */
export function dotsOf(
  rows: readonly ILine[],
  chart: IChart,
  range: [number, number],
  options: IFigureOptions
): IDrawing {
  const { theme, margins, log } = options;
  const baseline = chart.lines.find(line => line.baseline);
  const rule = baseline ? single(baseline) : null;
  const { left: l, right: r, top: t, bottom: b } = margins;
  return {
    data: rows.flatMap((line, row) => {
      const value = single(line);
      const place = chart.lines.indexOf(line);
      return value === null
        ? []
        : [dotTrace(line, { row, place, value, rule }, theme)];
    }),
    layout: {
      ...shellOf(options),
      dragmode: false,
      margin: { l, r, t, b, pad: 0 },
      xaxis: {
        ...axisOf(theme),
        type: log ? 'log' : 'linear',
        range: log ? range.map(Math.log10) : range,
        gridcolor: theme.grid,
        fixedrange: true,
        nticks: 6
      },
      yaxis: {
        ...axisOf(theme),
        range: [rows.length - 0.5, -0.5],
        showgrid: false,
        fixedrange: true,
        tickmode: 'array',
        tickvals: rows.map((_, row) => row),
        ticktext: rows.map(line => line.label),
        tickfont: { color: theme.text }
      },
      shapes: ruleShapes(rule, baseline, theme)
    } as Partial<Layout>
  };
}

function dotTrace(
  line: ILine,
  at: { row: number; place: number; value: number; rule: number | null },
  theme: IChartTheme
): Partial<Data> {
  const color = theme.resolve(line.style.color);
  const from = at.rule ?? at.value;
  return {
    type: 'scatter',
    uid: traceUid(at.place),
    name: line.label,
    mode: 'lines+markers',
    hoverinfo: 'skip',
    cliponaxis: false,
    x: [from, at.value],
    y: [at.row, at.row],
    line: { color, width: 1.5, dash: line.style.dash },
    marker: {
      symbol: line.style.symbol,
      color,
      size: [0, line.baseline ? 10 : 9],
      opacity: [0, 1],
      line: { width: 0 }
    }
  } as Partial<Data>;
}

function ruleShapes(
  value: number | null,
  baseline: ILine | undefined,
  theme: IChartTheme
): object[] {
  if (value === null || !baseline) {
    return [];
  }
  return [
    {
      type: 'line',
      layer: 'below',
      xref: 'x',
      yref: 'paper',
      x0: value,
      x1: value,
      y0: 0,
      y1: 1,
      line: { color: theme.resolve(baseline.style.color), width: 1.5 }
    }
  ];
}

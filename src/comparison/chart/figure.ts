/** Pure: what a chart draws, as plotly takes it. */
import type { Data, Layout } from 'plotly.js/lib/core';

import { yRange } from '../../compare/series';
import type { IChart, ILine } from '../../compare/chartshapes';
import type { IMargins } from './geometry';
import type { IDrawing } from './plotly';
import type { IChartTheme } from './theme';
import { withAlpha } from './theme';

/** How a figure is drawn besides its chart. */
export interface IFigureOptions {
  theme: IChartTheme;
  log: boolean;
  /** Smoothed lines keep the recorded one behind them. */
  smoothed: boolean;
  width: number;
  height: number;
  margins: IMargins;
}

/** The numbers at the ends of both axes (of y as they are, not their logarithms). */
export interface IRanges {
  x: [number, number];
  y: [number, number];
}

/** So many lines keep their colour; the others are thin until they are hovered. */
const COLOURED = 10;
/** So many markers a line wears, so that it can be told without its colour. */
const MARKERS = 5;
/** Px between the plot and the labels of its axes: a marker at the first x reaches out by half. */
const MARKER_ROOM = 6;
const BAND_OPACITY = 0.16;
const RAW_OPACITY = 0.25;
const CLEAR = 'rgba(0, 0, 0, 0)';

/** The ranges that show all of a chart; null when there is nothing to draw on this scale. */
export function rangesOf(
  chart: IChart,
  options: { log: boolean; ignoreOutliers: boolean }
): IRanges | null {
  const y = yRange(chart.lines, options);
  const x = chart.lines.flatMap(line => line.x).filter(Number.isFinite);
  if (!y || !x.length) {
    return null;
  }
  const low = x.reduce((a, b) => Math.min(a, b));
  const high = x.reduce((a, b) => Math.max(a, b));
  return { x: low < high ? [low, high] : [low - 0.5, high + 0.5], y };
}

/** Lines with their bands, and × for values that cannot be drawn. */
export function figureOf(
  chart: IChart,
  ranges: IRanges,
  options: IFigureOptions
): IDrawing {
  const { theme } = options;
  const last = (line: ILine): number => (line.baseline ? 1 : 0);
  // The baseline is drawn last, so it lies on top.
  const lines = chart.lines
    .map((line, place) => ({ line, place }))
    .sort((a, b) => last(a.line) - last(b.line));
  return {
    data: [
      ...lines.flatMap(({ line }) => bandTraces(line, theme)),
      ...(options.smoothed
        ? lines.map(({ line, place }) => rawTrace(line, place, theme))
        : []),
      ...lines.map(({ line, place }) => lineTrace(line, place, theme)),
      ...chart.lines
        .filter(line => line.marks.length)
        .map(line => marksTrace(line, ranges, theme))
    ],
    layout: layoutOf(chart, ranges, options)
  };
}

/** Class by which the drawn line of a place is found. */
export function traceUid(place: number): string {
  return `rfline${place}`;
}

function lineTrace(
  line: ILine,
  place: number,
  theme: IChartTheme
): Partial<Data> {
  const color = colorOf(line, place, theme);
  return {
    type: 'scatter',
    uid: traceUid(place),
    name: line.label,
    x: line.x,
    y: line.y,
    mode: 'lines+markers',
    connectgaps: false,
    hoverinfo: 'skip',
    cliponaxis: false,
    line: {
      color,
      width: line.baseline ? 2.5 : place < COLOURED ? 1.5 : 1,
      dash: line.baseline ? 'solid' : line.style.dash
    },
    marker: {
      symbol: line.style.symbol,
      color,
      size: line.baseline ? 8 : 7,
      maxdisplayed: line.x.length > MARKERS * 2 ? MARKERS : 0
    }
  } as Partial<Data>;
}

function rawTrace(
  line: ILine,
  place: number,
  theme: IChartTheme
): Partial<Data> {
  return {
    type: 'scatter',
    x: line.x,
    y: line.raw.map(value => (Number.isFinite(value) ? value : null)),
    mode: 'lines',
    connectgaps: false,
    hoverinfo: 'skip',
    opacity: RAW_OPACITY,
    line: { color: colorOf(line, place, theme), width: 1 }
  };
}

function bandTraces(line: ILine, theme: IChartTheme): Partial<Data>[] {
  if (!line.band) {
    return [];
  }
  const shared = {
    type: 'scatter' as const,
    mode: 'lines' as const,
    x: line.x,
    hoverinfo: 'skip' as const,
    line: { width: 0, color: CLEAR }
  };
  const fillcolor = withAlpha(theme.resolve(line.style.color), BAND_OPACITY);
  return [
    { ...shared, y: line.band.low },
    { ...shared, y: line.band.high, fill: 'tonexty', fillcolor }
  ];
}

function marksTrace(
  line: ILine,
  ranges: IRanges,
  theme: IChartTheme
): Partial<Data> {
  return {
    type: 'scatter',
    mode: 'markers',
    x: line.marks.map(mark => mark.x),
    y: line.marks.map(mark => ranges.y[mark.edge === 'upper' ? 1 : 0]),
    hoverinfo: 'skip',
    cliponaxis: false,
    marker: {
      symbol: 'x-thin-open',
      size: 8,
      color: theme.resolve(line.style.color),
      line: { width: 2, color: theme.resolve(line.style.color) }
    }
  };
}

function colorOf(line: ILine, place: number, theme: IChartTheme): string {
  return place < COLOURED ? theme.resolve(line.style.color) : theme.line;
}

function layoutOf(
  chart: IChart,
  ranges: IRanges,
  options: IFigureOptions
): Partial<Layout> {
  const { theme, margins, log } = options;
  const { left: l, right: r, top: t, bottom: b } = margins;
  const span = ranges.x[1] - ranges.x[0];
  const whole = chart.lines.every(line => line.x.every(Number.isInteger));
  return {
    ...shellOf(options),
    // Room for half a marker, which lies over the labels else.
    margin: { l, r, t, b, pad: MARKER_ROOM },
    xaxis: {
      ...axisOf(theme),
      range: ranges.x,
      showgrid: false,
      nticks: 8,
      ...(whole && span < 8 ? { dtick: 1 } : {})
    },
    yaxis: {
      ...axisOf(theme),
      type: log ? 'log' : 'linear',
      range: log ? ranges.y.map(Math.log10) : ranges.y,
      gridcolor: theme.grid,
      nticks: 6,
      ...(log ? {} : { tickformat: tickFormat(ranges.y) })
    }
  } as Partial<Layout>;
}

/** The same decimals on every tick; large and small numbers as plotly writes them. */
export function tickFormat([low, high]: [number, number]): string {
  const size = Math.max(Math.abs(low), Math.abs(high));
  const step = (high - low) / 5;
  if (size >= 1e5 || step < 1e-4) {
    return '';
  }
  const decimals = Math.max(0, Math.ceil(-Math.log10(step)));
  return `.${decimals}f`;
}

/** What every figure has: size, letters, no ground, a drag that zooms. */
export function shellOf(options: IFigureOptions): Partial<Layout> {
  const { theme, width, height } = options;
  return {
    width,
    height,
    autosize: false,
    showlegend: false,
    hovermode: false,
    dragmode: 'zoom',
    paper_bgcolor: CLEAR,
    plot_bgcolor: CLEAR,
    font: { family: theme.family, size: theme.size, color: theme.second }
  };
}

/** An axis without a line of its own. */
export function axisOf(theme: IChartTheme): object {
  return {
    automargin: false,
    zeroline: false,
    showline: false,
    ticks: '',
    tickfont: { color: theme.second },
    gridwidth: 1
  };
}

import * as React from 'react';

import type { IChart } from '../../compare/chartshapes';
import { useComparison } from '../context';
import type { IRanges } from './figure';
import { figureOf, rangesOf } from './figure';
import type { IAxes, IMargins } from './geometry';
import type { IDrawing, IPlotEvents } from './plotly';
import type { IChartTheme } from './theme';

/** What a chart of lines is made from besides its lines. */
export interface IFrame {
  size: { width: number; height: number } | null;
  theme: IChartTheme | null;
  /** Room for `#n` at the end of each line. */
  labels: boolean;
}

/** The drawing of a chart's lines, with its axes and what was zoomed into. */
export interface ICurveFigure {
  drawing: IDrawing | null;
  /** Null where nothing can be drawn on this scale. */
  axes: IAxes | null;
  /** False when there is no value that the scale can show. */
  drawable: boolean;
  events: IPlotEvents;
}

/** Make the drawing anew when chart, state, size or theme changed, and only then. */
export function useCurveFigure(chart: IChart, frame: IFrame): ICurveFigure {
  const { model } = useComparison();
  const { yScale, ignoreOutliers, smoothing } = model.state;
  const log = yScale === 'log';
  const [zoom, setZoom] = React.useState<IRanges | null>(null);
  React.useEffect(() => setZoom(null), [log, ignoreOutliers, chart.xLabel]);
  const all = React.useMemo(
    () => rangesOf(chart, { log, ignoreOutliers }),
    [chart, log, ignoreOutliers]
  );
  const ranges = zoom ?? all;
  const margins = useMargins(chart, frame.labels);
  const { size, theme } = frame;
  const drawing = React.useMemo(
    () =>
      size && theme && ranges
        ? figureOf(chart, ranges, {
            ...size,
            theme,
            log,
            smoothed: smoothing > 0,
            margins
          })
        : null,
    [chart, ranges, size, theme, log, smoothing, margins]
  );
  return {
    drawing,
    axes: size && ranges ? axesOf(ranges, size, margins, log) : null,
    drawable: all !== null,
    events: { onZoom: setZoom, onReset: () => setZoom(null) }
  };
}

function useMargins(chart: IChart, labels: boolean): IMargins {
  const longest = Math.max(0, ...chart.lines.map(line => line.label.length));
  const right = labels ? Math.min(24 + longest * 6, 120) : 14;
  return React.useMemo(
    () => ({ left: 58, right, top: 10, bottom: 32 }),
    [right]
  );
}

function axesOf(
  ranges: IRanges,
  size: { width: number; height: number },
  margins: IMargins,
  log: boolean
): IAxes {
  return {
    x: {
      from: ranges.x[0],
      to: ranges.x[1],
      start: margins.left,
      end: size.width - margins.right,
      log: false
    },
    y: {
      from: ranges.y[0],
      to: ranges.y[1],
      start: size.height - margins.bottom,
      end: margins.top,
      log
    }
  };
}

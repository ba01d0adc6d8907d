import * as React from 'react';

import type { IChart } from '../../compare/shapes';
import { useAspects } from '../../draw/signals';
import { useComparison } from '../context';
import { useSize } from '../near';
import type { IRanges } from './figure';
import { figureOf, rangesOf, traceUid } from './figure';
import type { IAxis, IMargins } from './geometry';
import { Overlay } from './overlay';
import { Failed, Waiting } from './plotStates';
import { useCurveHover } from './useCurveHover';
import { usePlot, useTheme } from './usePlot';

/** What a chart of lines is drawn from. */
export interface ICurvesProps {
  chart: IChart;
  /** No readout beside it: each line ends in its `#n`. */
  labels: boolean;
  onShowData: () => void;
}

/** The lines of one metric: drawn by plotly; rule, markers and labels over them are ours. */
export function Curves(props: ICurvesProps): React.ReactElement {
  const { chart, labels } = props;
  const { model, trans } = useComparison();
  useAspects(model, 'hover');
  const { yScale, ignoreOutliers, smoothing } = model.state;
  const log = yScale === 'log';
  const box = React.useRef<HTMLDivElement>(null);
  const target = React.useRef<HTMLDivElement>(null);
  const size = useSize(box);
  const theme = useTheme(box);
  const [zoom, setZoom] = React.useState<IRanges | null>(null);
  const margins = marginsOf(chart, labels);

  const all = React.useMemo(
    () => rangesOf(chart, { log, ignoreOutliers }),
    [chart, log, ignoreOutliers]
  );
  const { left, right, top, bottom } = margins;
  const drawing = React.useMemo(
    () =>
      size && theme && all
        ? figureOf(chart, zoom ?? all, {
            ...size,
            theme,
            log,
            ignoreOutliers,
            smoothed: smoothing > 0,
            margins: { left, right, top, bottom }
          })
        : null,
    [
      chart,
      zoom,
      all,
      size,
      theme,
      log,
      ignoreOutliers,
      smoothing,
      left,
      right,
      top,
      bottom
    ]
  );
  const { state, retry } = usePlot(target, drawing, {
    onZoom: setZoom,
    onReset: () => setZoom(null)
  });
  React.useEffect(() => setZoom(null), [log, ignoreOutliers, chart.xLabel]);
  useEmphasis(target, chart, model.hover.runId, state);

  const axes = size && all ? axesOf(zoom ?? all, size, margins, log) : null;
  const hover = useCurveHover(chart, axes);
  return (
    <div
      className="rf-Plot"
      ref={box}
      role="application"
      aria-roledescription={trans.__('chart')}
      aria-label={trans.__(
        '%1 of %2 lines, arrow keys read values',
        chart.key,
        chart.lines.length
      )}
      tabIndex={0}
      {...hover.handlers}
    >
      <div className="rf-Plot-target" ref={target} />
      {axes && state === 'drawn' && (
        <Overlay chart={chart} axes={axes} x={hover.x} labels={labels} />
      )}
      {state === 'loading' && all && <Waiting />}
      {!all && (
        <p className="rf-Plot-empty">
          {log
            ? trans.__('No value above 0 to draw on a logarithmic scale.')
            : trans.__('No finite value to draw.')}
        </p>
      )}
      {state === 'failed' && (
        <Failed onRetry={retry} onShowData={props.onShowData} />
      )}
      <span className="rf-Spoken" role="status">
        {hover.speech}
      </span>
    </div>
  );
}

/** The drawn axes of a plot. */
export interface IAxes {
  x: IAxis;
  y: IAxis;
}

function marginsOf(chart: IChart, labels: boolean): IMargins {
  const longest = Math.max(0, ...chart.lines.map(line => line.label.length));
  const room = Math.min(24 + longest * 6, 120);
  return { left: 52, right: labels ? room : 14, top: 10, bottom: 28 };
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

/** While a run is hovered the other lines step back; the baseline stays. */
export function useEmphasis(
  target: React.RefObject<HTMLElement>,
  chart: IChart,
  runId: string | null,
  state: string
): void {
  React.useEffect(() => {
    const known = chart.lines.some(line => line.run_id === runId);
    chart.lines.forEach((line, place) => {
      const back = known && line.run_id !== runId && !line.baseline;
      target.current
        ?.querySelectorAll<SVGElement>(`.trace${traceUid(place)}`)
        .forEach(element => {
          element.style.opacity = back ? '0.55' : '';
        });
    });
  }, [target, chart, runId, state]);
}

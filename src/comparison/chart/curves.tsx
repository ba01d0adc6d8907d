import * as React from 'react';

import type { IChart } from '../../compare/chartshapes';
import { useAspects } from '../../draw/signals';
import { useComparison } from '../context';
import { useSize } from '../near';
import { traceUid } from './figure';
import { Overlay } from './overlay';
import { Failed, Undrawable, Waiting } from './plotStates';
import { useCurveFigure } from './useCurveFigure';
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
  const box = React.useRef<HTMLDivElement>(null);
  const target = React.useRef<HTMLDivElement>(null);
  const frame = { size: useSize(box), theme: useTheme(box), labels };
  const { drawing, axes, drawable, events } = useCurveFigure(chart, frame);
  const { state, retry } = usePlot(target, drawing, events);
  useEmphasis(target, chart, model.hover.runId, state);
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
      {drawable && state === 'loading' && <Waiting />}
      {!drawable && <Undrawable />}
      {state === 'failed' && (
        <Failed onRetry={retry} onShowData={props.onShowData} />
      )}
      <span className="rf-Spoken" role="status">
        {hover.speech}
      </span>
    </div>
  );
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

import * as React from 'react';

import type { IChart } from '../../compare/chartshapes';
import { useAspects } from '../../draw/signals';
import { useComparison } from '../context';
import { useSize } from '../near';
import { useEmphasis } from './curves';
import { DOT_ROW, dotRange, dotsOf } from './dots';
import { Failed, Waiting } from './plotStates';
import { readings, spoken } from './readings';
import { usePlot, useTheme } from './usePlot';

const MARGINS = { left: 72, right: 12, top: 4, bottom: 24 };

/** Single values: one row a run, the baseline as a rule, value and delta at the right. */
export function DotPlot(props: {
  chart: IChart;
  onShowData: () => void;
}): React.ReactElement {
  const { chart } = props;
  const { model, trans } = useComparison();
  useAspects(model, 'hover');
  const log = model.state.yScale === 'log';
  const box = React.useRef<HTMLDivElement>(null);
  const target = React.useRef<HTMLDivElement>(null);
  const size = useSize(box);
  const theme = useTheme(box);
  const items = React.useMemo(
    () => readings(chart, null, trans),
    [chart, trans]
  );
  const [speech, setSpeech] = React.useState('');
  const range = dotRange(chart, log);
  const drawing = React.useMemo(() => {
    const span = dotRange(chart, log);
    const lines = items.map(item => item.line);
    return size && theme && span
      ? dotsOf(lines, chart, span, {
          ...size,
          theme,
          log,
          smoothed: false,
          margins: MARGINS
        })
      : null;
  }, [chart, log, items, size, theme]);
  const { state, retry } = usePlot(target, drawing);
  useEmphasis(target, chart, model.hover.runId, state);

  const move = (event: React.KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined || !items.length) {
      return;
    }
    const now = items.findIndex(item => item.line.run_id === model.hover.runId);
    const next = items[(now + step + items.length) % items.length];
    model.setHover({ runId: next.line.run_id });
    setSpeech(spoken(next, chart, '', trans));
    event.preventDefault();
    event.stopPropagation();
  };
  const height = MARGINS.top + MARGINS.bottom + items.length * DOT_ROW;
  return (
    <div
      className="rf-Dots"
      role="application"
      aria-roledescription={trans.__('chart')}
      aria-label={trans.__('%1 of %2 runs', chart.key, items.length)}
      tabIndex={0}
      style={{ height }}
      onKeyDown={move}
      onBlur={() => model.setHover({ runId: null })}
    >
      <div className="rf-Plot" ref={box} style={{ height }}>
        <div className="rf-Plot-target" ref={target} />
        {state === 'loading' && range && <Waiting />}
        {state === 'failed' && (
          <Failed onRetry={retry} onShowData={props.onShowData} />
        )}
      </div>
      <div className="rf-Dots-values" style={{ paddingTop: MARGINS.top }}>
        {items.map(({ line, text, delta }) => (
          <div
            key={line.id}
            className="rf-Dots-value"
            style={{ height: DOT_ROW }}
            data-hover={model.hover.runId === line.run_id || undefined}
            title={delta?.title}
            onMouseEnter={() => model.setHover({ runId: line.run_id })}
            onMouseLeave={() => model.setHover({ runId: null })}
          >
            <span className="rf-Number">{text}</span>
            <span className="rf-Number rf-second">
              {line.baseline
                ? trans.__('baseline')
                : delta
                  ? delta.number || '='
                  : '–'}
            </span>
          </div>
        ))}
      </div>
      <span className="rf-Spoken" role="status">
        {speech}
      </span>
    </div>
  );
}

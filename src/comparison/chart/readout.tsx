import * as React from 'react';

import type { IChart } from '../../compare/chartshapes';
import { Marker } from '../../draw/marker';
import { useComparison } from '../context';
import { formatX, readings } from './readings';
import { useXName } from './xName';

/** Values of all lines at one x: legend, end label and tooltip in one. */
export function Readout(props: {
  chart: IChart;
  x: number | null;
}): React.ReactElement {
  const { chart, x } = props;
  const { model, trans } = useComparison();
  const xName = useXName(chart);
  const baseline = chart.lines.find(line => line.baseline);
  const items = React.useMemo(
    () => readings(chart, x, trans),
    [chart, x, trans]
  );
  return (
    <div className="rf-Readout">
      <div className="rf-Readout-head">
        <span>{x === null ? trans.__('last') : `${xName} ${formatX(x)}`}</span>
        <span className="rf-second">
          {baseline ? trans.__('Δ %1', baseline.label) : ''}
        </span>
      </div>
      {items.map(({ line, text, delta, value }) => (
        <div
          key={line.id}
          className="rf-Readout-row"
          data-hover={model.hover.runId === line.run_id || undefined}
          data-baseline={line.baseline || undefined}
          title={delta?.title}
          onMouseEnter={() => model.setHover({ runId: line.run_id })}
          onMouseLeave={() => model.setHover({ runId: null })}
        >
          <Marker style={line.style} />
          <span className="rf-Readout-name" title={line.label}>
            {line.label}
          </span>
          <span className="rf-Number">{text}</span>
          <span className="rf-Number rf-second">
            {value === null || line.baseline
              ? '–'
              : delta
                ? delta.number || '='
                : '–'}
          </span>
        </div>
      ))}
    </div>
  );
}

import * as React from 'react';

import { useAspects } from '../../draw/signals';
import { useComparison } from '../context';
import { dataIcon } from '../icons';
import { useNear, useSize } from '../near';
import { Curves } from './curves';
import { DataTable } from './dataTable';
import { DotPlot } from './dotPlot';
import { Readout } from './readout';

/** From this width of a card on, values stand beside the plot. */
const READOUT_FROM = 480;

/** One metric of the compared runs: title, plot, values at the x that is read. */
export function ChartCard({ metric }: { metric: string }): React.ReactElement {
  const { model, trans } = useComparison();
  useAspects(model, 'points', 'state', 'runs');
  const [data, setData] = React.useState(false);
  const root = React.useRef<HTMLElement>(null);
  const size = useSize(root);
  const near = useNear(root);
  const wide = (size?.width ?? READOUT_FROM) >= READOUT_FROM;
  const chart = model.chart(metric);
  const showData = (): void => setData(true);
  return (
    <section
      className="rf-ChartCard"
      ref={root}
      aria-label={metric}
      onKeyDown={event => {
        if (event.key === 'v' && !event.ctrlKey && !event.metaKey) {
          setData(!data);
          event.stopPropagation();
        }
      }}
    >
      <div className="rf-ChartCard-head">
        <b title={metric}>{metric}</b>
        <span className="rf-ChartCard-direction">{chart.directionText}</span>
        <span className="rf-spacer" />
        <button
          type="button"
          className="rf-IconButton"
          aria-pressed={data}
          aria-label={trans.__('Show data')}
          title={trans.__('Show data (v)')}
          onClick={() => setData(!data)}
        >
          <dataIcon.react tag="span" className="rf-Icon" />
        </button>
      </div>
      {data ? (
        <DataTable chart={chart} />
      ) : !near ? (
        <div className="rf-Plot" />
      ) : !chart.lines.length ? (
        <p className="rf-Plot-empty">
          {trans.__('No run has points of %1.', metric)}
        </p>
      ) : chart.single ? (
        <DotPlot chart={chart} onShowData={showData} />
      ) : (
        <div className="rf-ChartCard-body">
          <Curves chart={chart} labels={!wide} onShowData={showData} />
          {wide && <LiveReadout metric={metric} />}
        </div>
      )}
      {chart.missing.length > 0 && (
        <p className="rf-ChartCard-missing">{chart.missing.join(' · ')}</p>
      )}
    </section>
  );
}

/** The readout alone is drawn again as the pointer moves. */
function LiveReadout({ metric }: { metric: string }): React.ReactElement {
  const { model } = useComparison();
  useAspects(model, 'hover');
  return <Readout chart={model.chart(metric)} x={model.hover.x} />;
}

import * as React from 'react';

import { useComparison } from '../context';
import { usePatience } from '../states';

/** A flat line where the chart will be. */
export function Waiting(): React.ReactElement | null {
  const { trans } = useComparison();
  return usePatience() ? (
    <div className="rf-Plot-waiting" aria-busy="true">
      <span className="rf-Spoken">{trans.__('Loading chart')}</span>
    </div>
  ) : null;
}

/** The chart could not be drawn; its numbers are still there. */
export function Failed(props: {
  onRetry: () => void;
  onShowData: () => void;
}): React.ReactElement {
  const { trans } = useComparison();
  return (
    <div className="rf-Plot-failed" role="alert">
      <span>{trans.__('This chart could not be drawn.')}</span>
      <button type="button" className="rf-Button" onClick={props.onRetry}>
        {trans.__('Retry')}
      </button>
      <button type="button" className="rf-Button" onClick={props.onShowData}>
        {trans.__('Show data')}
      </button>
    </div>
  );
}

/** No value that the scale can show. */
export function Undrawable(): React.ReactElement {
  const { model, trans } = useComparison();
  return (
    <p className="rf-Plot-empty">
      {model.state.yScale === 'log'
        ? trans.__('No value above 0 to draw on a logarithmic scale.')
        : trans.__('No finite value to draw.')}
    </p>
  );
}

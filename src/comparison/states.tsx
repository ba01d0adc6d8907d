import * as React from 'react';

import { useComparison } from './context';

/** Nothing is shown as waiting before this time, in ms. */
const PATIENCE = 200;

/** True once the view has waited long enough to say so. */
export function usePatience(): boolean {
  const [over, setOver] = React.useState(false);
  React.useEffect(() => {
    const timer = window.setTimeout(() => setOver(true), PATIENCE);
    return () => window.clearTimeout(timer);
  }, []);
  return over;
}

/** Rows of the true height, while the first answer is awaited. */
export function Skeleton(): React.ReactElement {
  const { trans } = useComparison();
  const over = usePatience();
  return (
    <div className="rf-Awaited" aria-busy="true">
      {over && (
        <>
          <span className="rf-Spoken" role="status">
            {trans.__('Loading runs')}
          </span>
          {[0, 1, 2, 3, 4, 5].map(row => (
            <span key={row} className="rf-Awaited-row" />
          ))}
        </>
      )}
    </div>
  );
}

/** No runs were chosen. */
export function Empty(): React.ReactElement {
  const { trans } = useComparison();
  return (
    <div className="rf-Nothing">
      <h2>{trans.__('Select runs to compare')}</h2>
      <p>{trans.__('Tick runs in the Runs panel, then press Compare.')}</p>
    </div>
  );
}

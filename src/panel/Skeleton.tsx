import * as React from 'react';

import { usePanel } from './context';

const ROWS = [0, 1, 2, 3, 4, 5];

/** Six rows of the true height while nothing is known yet. */
export function Skeleton(): React.ReactElement {
  const { trans } = usePanel();
  return (
    <div className="rf-Skeleton" aria-busy="true">
      <span className="rf-Spoken" role="status">
        {trans.__('Loading runs')}
      </span>
      {ROWS.map(row => (
        <div key={row} className="rf-Skeleton-row" aria-hidden="true">
          <i className="rf-Skeleton-marker" />
          <i className="rf-Skeleton-title" />
          <i className="rf-Skeleton-text" />
          <i className="rf-Skeleton-value" />
          <i className="rf-Skeleton-delta" />
        </div>
      ))}
    </div>
  );
}

import * as React from 'react';

import { usePanel } from './context';

/** Says that runs came above what is in sight, and leads there. */
export function NewRunsPill(props: {
  count: number;
  onClick: () => void;
}): React.ReactElement | null {
  const { trans } = usePanel();
  return props.count > 0 ? (
    <button type="button" className="rf-NewRunsPill" onClick={props.onClick}>
      {trans._n('%1 new run ↑', '%1 new runs ↑', props.count)}
    </button>
  ) : null;
}

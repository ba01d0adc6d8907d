import { closeIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import type { ITimelineModel } from '../tokens';
import { usePanel } from './context';
import { makeable, makeRun } from './stepActions';
import { ToolButton } from './ToolButton';

/** «4 steps · Make a run»: what to do with the selected steps. */
export function StepsBar(props: {
  timeline: ITimelineModel;
}): React.ReactElement {
  const { timeline } = props;
  const context = usePanel();
  const { trans } = context;
  const steps = makeable(timeline);
  const outside = timeline.selected.length - steps.length;
  return (
    <div
      className="rf-SelectionBar"
      role="region"
      aria-label={trans.__('Selection')}
    >
      <span className="rf-SelectionBar-count" role="status">
        {trans._n('%1 step', '%1 steps', steps.length)}
        {outside > 0 && (
          <span
            title={trans.__(
              'Code of a console or tool and what never ended is no step of a run'
            )}
          >
            {' · '}
            {trans._n('%1 stays outside', '%1 stay outside', outside)}
          </span>
        )}
      </span>
      <button
        type="button"
        className="rf-Button rf-mod-primary"
        title={trans.__('Make a run of the selected steps (m)')}
        disabled={!steps.length}
        onClick={() => void makeRun(timeline, null, context)}
      >
        {trans.__('Make a run')}
      </button>
      <ToolButton
        icon={closeIcon}
        label={trans.__('Clear selection')}
        title={trans.__('Clear selection (Esc)')}
        onClick={() => timeline.clear()}
      />
    </div>
  );
}

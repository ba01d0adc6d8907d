import { caretDownIcon, caretRightIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import { useAspects } from '../draw/signals';
import type { ITimelineModel } from '../tokens';
import { usePanel } from './context';
import { useLater } from './hooks';
import { Icon } from './icon';
import { StepList } from './StepList';
import type { ITimelineState } from './useTimeline';

/** Nothing is shown as waiting before so many milliseconds. */
const WAIT = 200;

/** Every recorded step of the notebook in front; folded until it is asked for. */
export function StepsSection(props: {
  timeline: ITimelineState;
}): React.ReactElement | null {
  const { runs, trans } = usePanel();
  useAspects(runs, 'path', 'status');
  const { failed, model, open, retry, toggle } = props.timeline;
  const list = React.useId();
  if (runs.path === null || runs.status.state === 'missing') {
    return null;
  }
  return (
    <section
      className="rf-Steps"
      data-open={open}
      aria-label={trans.__('Steps')}
    >
      <button
        type="button"
        className="rf-Steps-head"
        aria-expanded={open}
        aria-controls={open ? list : undefined}
        title={trans.__('Every recorded execution, newest first')}
        onClick={toggle}
      >
        <Icon icon={open ? caretDownIcon : caretRightIcon} small />
        <span>{trans.__('Steps')}</span>
        <span className="rf-PanelToolbar-space" />
        {open && model && <Count timeline={model} />}
      </button>
      {open && (
        <div className="rf-Steps-body" id={list}>
          {model ? (
            <Steps timeline={model} />
          ) : (
            failed && <Failed onRetry={retry} />
          )}
        </div>
      )}
    </section>
  );
}

function Count({ timeline }: { timeline: ITimelineModel }): React.ReactElement {
  useAspects(timeline, 'steps');
  const { hasOlder, steps } = timeline;
  return (
    <span className="rf-Number">
      {steps.length}
      {hasOlder && '+'}
    </span>
  );
}

/** The list, or why there is none. */
function Steps({
  timeline
}: {
  timeline: ITimelineModel;
}): React.ReactElement | null {
  const { trans } = usePanel();
  useAspects(timeline, 'steps', 'status');
  const { state } = timeline.status;
  const late = useLater(state === 'loading', WAIT);
  if (timeline.steps.length) {
    return <StepList timeline={timeline} />;
  }
  if (state === 'loading') {
    return late ? (
      <div className="rf-Steps-line" aria-busy="true" role="status">
        {trans.__('Loading steps')}
      </div>
    ) : null;
  }
  return state === 'ready' ? (
    <div className="rf-Steps-line" role="status">
      {trans.__('No cell of this notebook was recorded yet.')}
    </div>
  ) : (
    <Failed onRetry={() => void timeline.refresh()} />
  );
}

function Failed({ onRetry }: { onRetry: () => void }): React.ReactElement {
  const { trans } = usePanel();
  return (
    <div className="rf-Steps-line" role="alert">
      <span>{trans.__('The steps could not be loaded.')}</span>
      <button type="button" className="rf-Link" onClick={onRetry}>
        {trans.__('Retry')}
      </button>
    </div>
  );
}

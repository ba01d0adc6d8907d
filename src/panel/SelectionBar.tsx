import { closeIcon, ellipsesIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import { CommandIDs } from '../commands/ids';
import { useAspects } from '../draw/signals';
import type { ITimelineModel } from '../tokens';
import { usePanel } from './context';
import { openMenu } from './menu';
import { selectionMenu } from './runActions';
import { StepsBar } from './StepsBar';
import { ToolButton } from './ToolButton';

/** What to do with what is selected: runs, or steps of the timeline. */
export function SelectionBar(props: {
  timeline: ITimelineModel | null;
}): React.ReactElement | null {
  return props.timeline ? <EitherBar timeline={props.timeline} /> : <RunsBar />;
}

function EitherBar(props: {
  timeline: ITimelineModel;
}): React.ReactElement | null {
  const { timeline } = props;
  useAspects(timeline, 'selection', 'steps');
  return timeline.selected.length ? (
    <StepsBar timeline={timeline} />
  ) : (
    <RunsBar />
  );
}

/** What to do with the selected runs; seen from one selected on. */
function RunsBar(): React.ReactElement | null {
  const context = usePanel();
  const { commands, runs, trans } = context;
  useAspects(runs, 'selection', 'runs');
  const count = runs.selection.length;
  if (count === 0) {
    return null;
  }
  return (
    <div
      className="rf-SelectionBar"
      role="region"
      aria-label={trans.__('Selection')}
    >
      <span className="rf-SelectionBar-count" role="status">
        {trans._n('%1 selected', '%1 selected', count)}
      </span>
      <button
        type="button"
        className="rf-Button rf-mod-primary"
        title={commands.caption(CommandIDs.compare)}
        disabled={!commands.isEnabled(CommandIDs.compare)}
        onClick={() => void commands.execute(CommandIDs.compare)}
      >
        {trans.__('Compare')}
      </button>
      <ToolButton
        icon={ellipsesIcon}
        label={trans.__('More')}
        title={trans.__('More')}
        menu
        onClick={button => openMenu(button, selectionMenu(context))}
      />
      <ToolButton
        icon={closeIcon}
        label={trans.__('Clear selection')}
        title={trans.__('Clear selection (Esc)')}
        onClick={() => runs.setSelection([])}
      />
    </div>
  );
}

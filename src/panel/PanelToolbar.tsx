import {
  caretDownIcon,
  ellipsesIcon,
  filterIcon
} from '@jupyterlab/ui-components';
import * as React from 'react';

import { CommandIDs } from '../commands/ids';
import { useAspects } from '../draw/signals';
import { newRunIcon } from '../icons';
import { columnsIcon } from './icons';
import type { IPanelContext } from './context';
import { usePanel } from './context';
import { Icon } from './icon';
import { ToolButton } from './ToolButton';
import type { IMenuItem } from './menu';
import { openMenu } from './menu';
import { metricMenu } from './metricMenu';
import { scopeMenu, scopeName } from './scopeMenu';

/** Refresh, drafts, recording of all notebooks. */
function moreMenu(context: IPanelContext, drafts: IDraftsSwitch): IMenuItem[] {
  const { runs, trans } = context;
  const recording = runs.isRecording();
  return [
    { label: trans.__('Refresh'), run: () => void runs.refresh() },
    {
      label: trans.__('Show drafts'),
      checked: drafts.shown,
      run: () => drafts.show(!drafts.shown)
    },
    {
      label: trans.__('Record runs of all notebooks'),
      separated: true,
      checked: recording ?? false,
      disabled: recording === null,
      run: () => void runs.edits.attempt(runs.setRecording(!recording))
    }
  ];
}

/** Whether drafts are rows of their own. */
export interface IDraftsSwitch {
  shown: boolean;
  show: (shown: boolean) => void;
}

/** What the toolbar switches. */
export interface IPanelToolbarProps {
  filtering: boolean;
  onFilter: () => void;
  drafts: IDraftsSwitch;
}

/** Scope, New run, Filter, Columns, More. */
export function PanelToolbar(props: IPanelToolbarProps): React.ReactElement {
  const context = usePanel();
  const { commands, runs, trans } = context;
  useAspects(runs, 'scope', 'runs', 'recording', 'metric', 'status');
  const enabled = commands.isEnabled(CommandIDs.newRun);
  return (
    <div className="rf-PanelToolbar">
      <button
        type="button"
        className="rf-Scope"
        aria-haspopup="menu"
        title={trans.__('Choose which runs are listed')}
        onClick={event => openMenu(event.currentTarget, scopeMenu(context))}
      >
        <span className="rf-Scope-name">{scopeName(context)}</span>
        <Icon icon={caretDownIcon} small />
      </button>
      <span className="rf-PanelToolbar-space" />
      <ToolButton
        icon={newRunIcon}
        label={trans.__('New run')}
        title={commands.caption(CommandIDs.newRun)}
        disabled={!enabled}
        onClick={() => void commands.execute(CommandIDs.newRun)}
      />
      <ToolButton
        icon={filterIcon}
        label={trans.__('Filter')}
        title={trans.__('Filter runs (/)')}
        pressed={props.filtering}
        onClick={props.onFilter}
      />
      <ToolButton
        icon={columnsIcon}
        label={trans.__('Columns')}
        title={trans.__('Choose the metric that is shown')}
        menu
        disabled={runs.metricKeys.length === 0}
        onClick={button => openMenu(button, metricMenu(context))}
      />
      <ToolButton
        icon={ellipsesIcon}
        label={trans.__('More')}
        title={trans.__('More')}
        menu
        onClick={button => openMenu(button, moreMenu(context, props.drafts))}
      />
    </div>
  );
}

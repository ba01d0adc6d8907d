import { closeIcon, ellipsesIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import { CommandIDs } from '../commands/ids';
import { useAspects } from '../draw/signals';
import { usePanel } from './context';
import { openMenu } from './menu';
import { selectionMenu } from './runActions';
import { ToolButton } from './ToolButton';

/** What to do with the selected runs; seen from one selected on. */
export function SelectionBar(): React.ReactElement | null {
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

import { runsIcon } from '../icons';
import { CommandIDs } from './ids';
import type { ICommandParts } from './parts';

/** Id of the panel's widget in the shell. */
export const PANEL_ID = 'runfolio-runs';

/** Show the panel «Runs» and focus its list. */
export function addOpenPanel(parts: ICommandParts): void {
  const { commands, shell, trans } = parts;
  commands.addCommand(CommandIDs.openPanel, {
    label: trans.__('Show Runs'),
    caption: trans.__('Show the runs of the notebook in front'),
    icon: runsIcon,
    describedBy: { args: { type: 'object', properties: {} } },
    execute: () => {
      shell.activateById(PANEL_ID);
    }
  });
}

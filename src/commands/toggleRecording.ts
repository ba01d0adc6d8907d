import { Notification } from '@jupyterlab/apputils';

import { CommandIDs } from './ids';
import type { ICommandParts } from './parts';
import { pathArgument, pathOf } from './parts';

/** Turn the recording of a notebook on or off. */
export function addToggleRecording(parts: ICommandParts): void {
  const { commands, runs, trans } = parts;
  commands.addCommand(CommandIDs.toggleRecording, {
    label: trans.__('Record Runs of This Notebook'),
    caption: trans.__('Keep every run of this notebook on this machine'),
    isEnabled: args =>
      pathOf(args, parts) !== null && runs.status.state !== 'missing',
    isToggled: args =>
      runs.isRecording(pathOf(args, parts) ?? undefined) ?? false,
    describedBy: pathArgument(trans),
    execute: async args => {
      const path = pathOf(args, parts);
      if (path === null) {
        return;
      }
      try {
        await runs.setRecording(!(runs.isRecording(path) ?? true), path);
      } catch (error) {
        Notification.error(
          trans.__('Recording could not be switched: %1', String(error))
        );
      }
    }
  });
}

import { newRunIcon } from '../icons';
import { CommandIDs } from './ids';
import type { ICommandParts } from './parts';
import { pathOf } from './parts';

/** The next cell of a notebook opens a new run. */
export function addNewRun(parts: ICommandParts): void {
  const { commands, recorder, runs, trans } = parts;
  commands.addCommand(CommandIDs.newRun, {
    label: trans.__('New Run'),
    caption: trans.__(
      'The next cell opens a new run (Shift N in command mode)'
    ),
    icon: newRunIcon,
    isEnabled: args => {
      const path = pathOf(args, parts);
      return (
        path !== null && recorder !== null && runs.isRecording(path) !== false
      );
    },
    describedBy: {
      args: {
        type: 'object',
        properties: {
          path: {
            type: 'string',
            description: trans.__('Path of the notebook; the one in front.')
          }
        }
      }
    },
    execute: args => {
      const path = pathOf(args, parts);
      if (path !== null) {
        recorder?.askNewRun(path);
      }
    }
  });
}

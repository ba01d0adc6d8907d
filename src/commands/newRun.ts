import { newRunIcon } from '../icons';
import { CommandIDs } from './ids';
import type { ICommandParts } from './parts';
import { missingWords, pathArgument, pathOf } from './parts';

/** The next cell of a notebook opens a new run. */
export function addNewRun(parts: ICommandParts): void {
  const { commands, recorder, runs, trans } = parts;
  const isMissing = () => runs.status.state === 'missing';
  commands.addCommand(CommandIDs.newRun, {
    label: trans.__('New Run'),
    caption: () =>
      isMissing()
        ? missingWords(trans)
        : trans.__('The next cell opens a new run (Shift N in command mode)'),
    icon: newRunIcon,
    isEnabled: args => {
      const path = pathOf(args, parts);
      return (
        path !== null &&
        recorder !== null &&
        !isMissing() &&
        runs.isRecording(path) !== false
      );
    },
    describedBy: pathArgument(trans),
    execute: args => {
      const path = pathOf(args, parts);
      if (path !== null) {
        recorder?.askNewRun(path);
      }
    }
  });
}

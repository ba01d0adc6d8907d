/**
 * The command that opens the notebook as it was. Comes by import() after JupyterLab has started:
 * nobody asks for it earlier, and every byte at the start is counted.
 */

import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { TranslationBundle } from '@jupyterlab/translation';

import { CommandIDs } from '../commands/ids';
import type { IRunsModel } from '../tokens';
import type { SnapshotOpener } from './open';

/** Add the command; the part that shows notebooks comes with its first use. */
export function addOpenSnapshot(
  app: JupyterFrontEnd,
  runs: IRunsModel,
  trans: TranslationBundle
): void {
  const { commands } = app;
  let opener: Promise<SnapshotOpener> | null = null;
  const load = async (): Promise<SnapshotOpener> => {
    const { SnapshotOpener } = await import('./open');
    return new SnapshotOpener(app, trans);
  };
  commands.addCommand(CommandIDs.openSnapshot, {
    label: args =>
      args.moment === 'closed'
        ? trans.__('Open Notebook as the Run Closed')
        : trans.__('Open Notebook as the Run Opened'),
    isEnabled: args =>
      typeof args.run_id === 'string' || runs.selection.length === 1,
    describedBy: {
      args: {
        type: 'object',
        properties: {
          run_id: {
            type: 'string',
            description: trans.__('Id of the run; the selected one.')
          },
          moment: {
            type: 'string',
            enum: ['opened', 'closed'],
            description: trans.__('When; opened unless told.')
          }
        }
      }
    },
    execute: async args => {
      opener ??= load().catch((error: unknown) => {
        opener = null; // the next time it may come
        throw error;
      });
      const runId = String(args.run_id ?? runs.selection[0]);
      const moment = args.moment === 'closed' ? 'closed' : 'opened';
      await (await opener).open(runId, moment);
    }
  });
  runs.changed.connect((_, aspects) => {
    if (aspects.includes('selection')) {
      commands.notifyCommandChanged(CommandIDs.openSnapshot);
    }
  });
}

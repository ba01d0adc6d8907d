import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { CommandIDs } from '../commands/ids';
import { IRunsModel } from '../tokens';
import type { SnapshotOpener } from './open';

/** Opens the notebook as it stood when a run opened or closed. */
export const snapshotPlugin: JupyterFrontEndPlugin<void> = {
  id: 'runfolio:snapshot',
  description: 'Opens the notebook as it stood when a run opened or closed.',
  autoStart: true,
  requires: [IRunsModel],
  optional: [ITranslator],
  activate: (
    app: JupyterFrontEnd,
    runs: IRunsModel,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('runfolio');
    const { commands } = app;
    let opener: Promise<SnapshotOpener> | null = null;
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
        opener ??= import('./open').then(
          ({ SnapshotOpener }) => new SnapshotOpener(app, trans)
        );
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
};

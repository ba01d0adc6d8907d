import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { IRunsModel } from '../tokens';

/** Opens the notebook as it stood when a run opened or closed. */
export const snapshotPlugin: JupyterFrontEndPlugin<void> = {
  id: 'runfolio:snapshot',
  description: 'Opens notebooks as they were.',
  autoStart: true,
  requires: [IRunsModel],
  optional: [ITranslator],
  activate: (
    app: JupyterFrontEnd,
    runs: IRunsModel,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('runfolio');
    void app.restored.then(async () => {
      const { addOpenSnapshot } = await import('./command');
      addOpenSnapshot(app, runs, trans);
    });
  }
};

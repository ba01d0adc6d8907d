import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IToolbarWidgetRegistry } from '@jupyterlab/apputils';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { ILiveModel, IRecorder, IRunsModel } from '../tokens';
import { LazyRecorder } from './lazy';
import { createNewRunButton, createRecordToggle } from './toolbar';

/** Watches notebooks and tells the server what their users asked for. */
export const recorderPlugin: JupyterFrontEndPlugin<IRecorder> = {
  id: 'runfolio:recorder',
  description: 'Tells the server what was meant by each execution.',
  autoStart: true,
  requires: [INotebookTracker],
  optional: [ITranslator],
  provides: IRecorder,
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    translator: ITranslator | null
  ): IRecorder => {
    const trans = (translator ?? nullTranslator).load('runfolio');
    const recorder = new LazyRecorder(async () => {
      const { createRecorder } = await import('./create');
      return createRecorder(app.serviceManager, trans);
    }, trans.__('The part that notes which cells you run could not be loaded.'));
    const observe = (_: unknown, panel: NotebookPanel): void =>
      recorder.observe(panel);
    tracker.widgetAdded.connect(observe, recorder);
    tracker.forEach(panel => recorder.observe(panel));
    void app.restored.then(() => recorder.fetch());
    return recorder;
  }
};

/** The record toggle and New run in the toolbar of each notebook. */
export const toolbarPlugin: JupyterFrontEndPlugin<void> = {
  id: 'runfolio:toolbar',
  description: 'Record toggle and New run in the notebook toolbar.',
  autoStart: true,
  requires: [IToolbarWidgetRegistry, IRunsModel, ILiveModel],
  optional: [IRecorder, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    registry: IToolbarWidgetRegistry,
    runs: IRunsModel,
    live: ILiveModel,
    recorder: IRecorder | null,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('runfolio');
    const { commands } = app;
    const parts = { commands, runs, live, recorder, trans };
    registry.addFactory<NotebookPanel>('Notebook', 'runfolio:record', panel =>
      createRecordToggle(panel, parts)
    );
    registry.addFactory<NotebookPanel>('Notebook', 'runfolio:new-run', panel =>
      createNewRunButton(panel, parts)
    );
  }
};

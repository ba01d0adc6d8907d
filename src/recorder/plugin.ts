import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IToolbarWidgetRegistry, Notification } from '@jupyterlab/apputils';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { INotebookTracker, NotebookActions } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { RunClient } from '../api/client';
import { ApiError } from '../api/errors';
import { ILiveModel, IRecorder, IRunsModel } from '../tokens';
import type { Fault } from './outbox';
import { Recorder } from './recorder';
import { createNewRunButton, createRecordToggle } from './toolbar';

/** Statuses that say nothing about the request: a proxy, a login, a server that starts. */
const PASSING = [0, 401, 403, 408, 429, 502, 503, 504];

/** How the outbox meets a failed request. */
export function faultOf(error: unknown): Fault {
  if (!(error instanceof ApiError)) {
    return 'refused';
  }
  if (error.code === 'server-missing') {
    return 'missing';
  }
  return PASSING.includes(error.status) ? 'unreachable' : 'refused';
}

/** The words of a recorder that has stopped; said once, unless the panel says it anyway. */
function sayStopped(fault: Fault, trans: TranslationBundle): string {
  if (fault === 'missing') {
    return trans.__('The Runfolio server part does not answer.');
  }
  const words = trans.__(
    'Runfolio no longer notes which cells you ask for, after repeated errors. Your notebook works as usual, and the server still records what runs. Reload the page to try again.'
  );
  Notification.warning(words, { autoClose: false });
  return words;
}

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
    const { serverSettings, user } = app.serviceManager;
    const client = new RunClient({ serverSettings });
    const trans = (translator ?? nullTranslator).load('runfolio');
    const recorder = new Recorder({
      send: (intents, keepalive) =>
        client.createIntents({ intents }, keepalive),
      fault: faultOf,
      user: () => user.identity?.username ?? null,
      stopped: fault => sayStopped(fault, trans)
    });
    const observe = (_: unknown, panel: NotebookPanel): void =>
      recorder.observe(panel);
    tracker.widgetAdded.connect(observe, recorder);
    tracker.forEach(panel => recorder.observe(panel));
    NotebookActions.executionScheduled.connect(recorder.onScheduled, recorder);
    window.addEventListener('pagehide', () => recorder.flushOnHide());
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

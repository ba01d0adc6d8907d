import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { RunClient } from '../api/client';
import {
  IComparisonModelFactory,
  ILiveModel,
  IRunsModel,
  ITimelineModelFactory
} from '../tokens';
import { ComparisonModelFactory } from './comparisons';
import { RunEvents } from './events';
import { LiveModel } from './live';
import { RunsModel } from './runs';

/** Client and events of an application. */
function connect(app: JupyterFrontEnd): {
  client: RunClient;
  events: RunEvents;
} {
  const { serverSettings, events } = app.serviceManager;
  return {
    client: new RunClient({ serverSettings }),
    events: new RunEvents(events.stream)
  };
}

/** The model's path is that of the notebook in front, also after it was renamed. */
function followNotebook(tracker: INotebookTracker, model: IRunsModel): void {
  const follow = (): void =>
    model.setPath(tracker.currentWidget?.context.localPath ?? null);
  tracker.currentChanged.connect(follow);
  tracker.widgetAdded.connect((_, panel) => {
    panel.context.pathChanged.connect(follow);
  });
  follow();
}

/** The runs of a scope, following the notebook in front. */
export const runsModelPlugin: JupyterFrontEndPlugin<IRunsModel> = {
  id: 'runfolio:runs-model',
  description: 'Keeps the runs of a scope up to date.',
  autoStart: true,
  provides: IRunsModel,
  optional: [INotebookTracker, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker | null,
    translator: ITranslator | null
  ): IRunsModel => {
    const words = (translator ?? nullTranslator).load('runfolio');
    const model = new RunsModel({ ...connect(app), words });
    if (tracker) {
      followNotebook(tracker, model);
    }
    return model;
  }
};

/** The open run of the notebook in front. */
export const liveModelPlugin: JupyterFrontEndPlugin<ILiveModel> = {
  id: 'runfolio:live-model',
  description: 'Follows the open run of the notebook in front.',
  autoStart: true,
  provides: ILiveModel,
  requires: [IRunsModel],
  activate: (app: JupyterFrontEnd, runs: IRunsModel): ILiveModel =>
    new LiveModel({ ...connect(app), runs })
};

/** Makes the timeline of the notebook in front; its code comes when it is first opened. */
export const timelineModelPlugin: JupyterFrontEndPlugin<ITimelineModelFactory> =
  {
    id: 'runfolio:timeline-model',
    description: 'Makes the timeline of the notebook in front.',
    autoStart: true,
    provides: ITimelineModelFactory,
    requires: [IRunsModel],
    activate: (
      app: JupyterFrontEnd,
      runs: IRunsModel
    ): ITimelineModelFactory => ({
      create: async () => {
        const { TimelineModel } = await import('./timeline');
        return new TimelineModel({ ...connect(app), runs });
      }
    })
  };

/** Makes the models of comparisons. */
export const comparisonModelPlugin: JupyterFrontEndPlugin<IComparisonModelFactory> =
  {
    id: 'runfolio:comparison-model',
    description: 'Makes the models of comparisons.',
    autoStart: true,
    provides: IComparisonModelFactory,
    optional: [IRunsModel, ITranslator],
    activate: (
      app: JupyterFrontEnd,
      runs: IRunsModel | null,
      translator: ITranslator | null
    ): IComparisonModelFactory => {
      const words = (translator ?? nullTranslator).load('runfolio');
      return new ComparisonModelFactory({ ...connect(app), runs, words });
    }
  };

/** The plugins that provide models. */
export const modelPlugins: JupyterFrontEndPlugin<unknown>[] = [
  runsModelPlugin,
  liveModelPlugin,
  timelineModelPlugin,
  comparisonModelPlugin
];

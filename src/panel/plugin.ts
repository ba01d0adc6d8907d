import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ILayoutRestorer } from '@jupyterlab/application';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import {
  ILiveModel,
  IRecorder,
  IRunsModel,
  ITimelineModelFactory
} from '../tokens';
import { createDoors } from './doors';
import { RunsPanel } from './widget';

/** Place among the side panels of the left area. */
const RANK = 200;

/** The side panel that lists runs. */
export const panelPlugin: JupyterFrontEndPlugin<void> = {
  id: 'runfolio:panel',
  description: 'The side panel that lists runs.',
  autoStart: true,
  requires: [IRunsModel, ILiveModel, ITimelineModelFactory],
  optional: [
    INotebookTracker,
    IRecorder,
    ISettingRegistry,
    ILayoutRestorer,
    ITranslator
  ],
  activate: (
    app: JupyterFrontEnd,
    runs: IRunsModel,
    live: ILiveModel,
    timelines: ITimelineModelFactory,
    tracker: INotebookTracker | null,
    recorder: IRecorder | null,
    settings: ISettingRegistry | null,
    restorer: ILayoutRestorer | null,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('runfolio');
    const { commands } = app;
    const doors = createDoors(app, tracker);
    const panel = new RunsPanel({
      runs,
      live,
      recorder,
      timelines,
      commands,
      trans,
      doors
    });
    restorer?.add(panel, panel.id);
    app.shell.add(panel, 'left', { rank: RANK });
    void settings?.load(panelPlugin.id).then(loaded => {
      const apply = (): void => {
        const { composite } = loaded;
        panel.showDrafts = composite.showDrafts === true;
        const metric = composite.metric;
        if (typeof metric === 'string' && metric) {
          runs.setMetric(metric);
        }
      };
      apply();
      loaded.changed.connect(apply);
    });
  }
};

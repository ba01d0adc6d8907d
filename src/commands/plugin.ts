import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { IComparisonOpener, IRecorder, IRunsModel } from '../tokens';
import { addCompare } from './compare';
import { CommandIDs } from './ids';
import { addNewRun } from './newRun';
import { addOpenPanel } from './openPanel';
import { addToggleRecording } from './toggleRecording';

/** Palette category: the product's name, the same in every language. */
const PRODUCT = 'Runfolio';

/** The product's commands, in palette, menu and shortcuts. */
export const commandsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'runfolio:commands',
  description: 'Commands, menu entries and shortcuts of Runfolio.',
  autoStart: true,
  requires: [IRunsModel],
  optional: [
    INotebookTracker,
    IRecorder,
    IComparisonOpener,
    ICommandPalette,
    ITranslator
  ],
  activate: (
    app: JupyterFrontEnd,
    runs: IRunsModel,
    tracker: INotebookTracker | null,
    recorder: IRecorder | null,
    opener: IComparisonOpener | null,
    palette: ICommandPalette | null,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('runfolio');
    const { commands, shell } = app;
    const parts = { commands, shell, runs, tracker, recorder, opener, trans };
    addToggleRecording(parts);
    addNewRun(parts);
    addCompare(parts);
    addOpenPanel(parts);
    for (const command of Object.values(CommandIDs)) {
      palette?.addItem({ command, category: PRODUCT });
    }
    runs.changed.connect((_, aspects) => {
      if (aspects.includes('recording') || aspects.includes('status')) {
        commands.notifyCommandChanged(CommandIDs.toggleRecording);
        commands.notifyCommandChanged(CommandIDs.newRun);
      }
      if (aspects.includes('selection')) {
        commands.notifyCommandChanged(CommandIDs.compare);
      }
    });
  }
};

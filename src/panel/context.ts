import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import { createContext, useContext } from 'react';

import type {
  ILiveModel,
  IRecorder,
  IRunsModel,
  ITimelineModelFactory
} from '../tokens';

/** What the panel asks of the application beyond its models. */
export interface IPanelDoors {
  /** Run all cells of the notebook in front. */
  runAll: () => void;
  /** Bring a cell of a notebook into view. */
  goToCell: (path: string, cellId: string) => void;
  /** Ask for one line of text; null when the user gave up. */
  askText: (title: string, text: string) => Promise<string | null>;
}

/** What every part of the panel draws from and acts on. */
export interface IPanelContext {
  runs: IRunsModel;
  live: ILiveModel;
  recorder: IRecorder | null;
  timelines: ITimelineModelFactory;
  commands: CommandRegistry;
  trans: TranslationBundle;
  doors: IPanelDoors;
}

export const PanelContext = createContext<IPanelContext | null>(null);

/** The panel that a component stands in. Throws outside of one. */
export function usePanel(): IPanelContext {
  const context = useContext(PanelContext);
  if (context === null) {
    throw new Error('Not inside of the panel');
  }
  return context;
}

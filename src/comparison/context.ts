import type { IThemeManager } from '@jupyterlab/apputils';
import type { IEditorLanguageRegistry } from '@jupyterlab/codemirror';
import type { TranslationBundle } from '@jupyterlab/translation';
import { createContext, useContext } from 'react';

import type { IComparisonModel, IRunsModel } from '../tokens';

/** What every part of a comparison draws from and acts on. */
export interface IComparisonContext {
  model: IComparisonModel;
  trans: TranslationBundle;
  /** Fires when colours must be read again; null where there are no themes. */
  themes: IThemeManager | null;
  /** Knows how code is coloured; null: plain text. */
  languages: IEditorLanguageRegistry | null;
  /** The runs that can be added; null where there is no panel. */
  runs: IRunsModel | null;
}

export const ComparisonContext = createContext<IComparisonContext | null>(null);

/** The comparison that a component stands in. Throws outside of one. */
export function useComparison(): IComparisonContext {
  const context = useContext(ComparisonContext);
  if (context === null) {
    throw new Error('Not inside of a comparison');
  }
  return context;
}

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ILayoutRestorer } from '@jupyterlab/application';
import { IThemeManager, WidgetTracker } from '@jupyterlab/apputils';
import { IEditorLanguageRegistry } from '@jupyterlab/codemirror';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { UUID } from '@lumino/coreutils';

import type { IComparisonState } from '../tokens';
import {
  IComparisonModelFactory,
  IComparisonOpener,
  IRunsModel
} from '../tokens';
import { ComparisonWidget } from './widget';

/** The command that opens a comparison; after a reload it gets the saved state. */
const COMPARE = 'runfolio:compare';
const NAMESPACE = 'runfolio-comparison';

/** Opens comparisons in the main area and brings them back after a reload. */
export const comparisonPlugin: JupyterFrontEndPlugin<IComparisonOpener> = {
  id: 'runfolio:comparison',
  description: 'Compares runs: table, charts, differences.',
  autoStart: true,
  requires: [IComparisonModelFactory],
  optional: [
    IRunsModel,
    ILayoutRestorer,
    IThemeManager,
    IEditorLanguageRegistry,
    ITranslator
  ],
  provides: IComparisonOpener,
  activate: (
    app: JupyterFrontEnd,
    factory: IComparisonModelFactory,
    runs: IRunsModel | null,
    restorer: ILayoutRestorer | null,
    themes: IThemeManager | null,
    languages: IEditorLanguageRegistry | null,
    translator: ITranslator | null
  ): IComparisonOpener => {
    const trans = (translator ?? nullTranslator).load('runfolio');
    const tracker = new WidgetTracker<ComparisonWidget>({
      namespace: NAMESPACE
    });
    void restorer?.restore(tracker, {
      command: COMPARE,
      args: widget => widget.state as ReadonlyPartialJSONObject,
      name: nameOf
    });
    return {
      open: async state => {
        const open = tracker.find(widget => sameRuns(widget, state));
        if (open) {
          open.change(state);
          app.shell.activateById(open.id);
          return;
        }
        const widget = new ComparisonWidget({
          state,
          factory,
          trans,
          themes,
          languages,
          runs
        });
        widget.id = `${NAMESPACE}-${UUID.uuid4()}`;
        widget.stateChanged.connect(() => void tracker.save(widget));
        await tracker.add(widget);
        app.shell.add(widget, 'main');
        app.shell.activateById(widget.id);
      }
    };
  }
};

/** What a comparison is kept under: the same runs are the same comparison. */
function nameOf(widget: ComparisonWidget): string {
  return widget.runs.join('+');
}

function sameRuns(
  widget: ComparisonWidget,
  state: Partial<IComparisonState>
): boolean {
  const wanted = [...(state.runs ?? [])].sort();
  const present = [...widget.runs].sort();
  return wanted.join() === present.join();
}

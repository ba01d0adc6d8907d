import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ILayoutRestorer } from '@jupyterlab/application';
import { IThemeManager, WidgetTracker } from '@jupyterlab/apputils';
import { IEditorLanguageRegistry } from '@jupyterlab/codemirror';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { UUID } from '@lumino/coreutils';

import type { IComparisonState } from '../tokens';
import {
  IComparisonModelFactory,
  IComparisonOpener,
  IRunsModel
} from '../tokens';
import type { ComparisonWidget } from './widget';

const PLUGIN = 'runfolio:comparison';
/** The command that opens a comparison; after a reload it gets the saved state. */
const COMPARE = 'runfolio:compare';
const NAMESPACE = 'runfolio-comparison';

/** Opens comparisons in the main area and brings them back after a reload. */
export const comparisonPlugin: JupyterFrontEndPlugin<IComparisonOpener> = {
  id: PLUGIN,
  description: 'Compares runs: table, charts, differences.',
  autoStart: true,
  requires: [IComparisonModelFactory],
  optional: [
    IRunsModel,
    ILayoutRestorer,
    IThemeManager,
    IEditorLanguageRegistry,
    ISettingRegistry,
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
    settings: ISettingRegistry | null,
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
        // The widget comes with the first comparison: JupyterLab starts without it.
        const module = await import('./widget');
        const widget = new module.ComparisonWidget({
          state: { ...(await preferences(settings)), ...state },
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

/** What the user's settings say of a new comparison; nothing where they cannot be read. */
async function preferences(
  registry: ISettingRegistry | null
): Promise<Partial<IComparisonState>> {
  try {
    const settings = await registry?.load(PLUGIN);
    const value = settings?.get('onlyDiffering').composite;
    return typeof value === 'boolean' ? { onlyDiffering: value } : {};
  } catch (error) {
    console.warn('Runfolio: settings of comparisons could not be read', error);
    return {};
  }
}

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

import type { IThemeManager } from '@jupyterlab/apputils';
import type { IEditorLanguageRegistry } from '@jupyterlab/codemirror';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import * as React from 'react';

import { compareIcon } from '../icons';
import type {
  ComparisonAspect,
  IComparisonModel,
  IComparisonModelFactory,
  IComparisonState,
  IRunsModel
} from '../tokens';
import type { IComparisonContext } from './context';

/** What a comparison widget needs of the application. */
export interface IComparisonWidgetOptions {
  /** What it opens with: the runs, or all that was saved. */
  state: Partial<IComparisonState>;
  factory: IComparisonModelFactory;
  trans: TranslationBundle;
  themes: IThemeManager | null;
  languages: IEditorLanguageRegistry | null;
  runs: IRunsModel | null;
  /** Brings the view; the view is fetched when it is first shown. */
  load?: () => Promise<IViewModule>;
}

/** What the lazy part exports. */
export interface IViewModule {
  ComparisonView: React.ComponentType<{
    context: IComparisonContext;
    /** False while the tab is hidden. */
    visible: boolean;
  }>;
}

const loadView = (): Promise<IViewModule> => import('./view');

/**
 * A comparison in the main area. A small shell: model and view are made when it is first shown,
 * so a comparison that was restored behind another tab costs nothing.
 */
export class ComparisonWidget extends ReactWidget {
  constructor(options: IComparisonWidgetOptions) {
    super();
    this._options = options;
    this._state = options.state;
    this.addClass('rf-Comparison');
    this.node.tabIndex = -1;
    this.title.icon = compareIcon;
    this.title.closable = true;
    this._nameTab();
  }

  /** Plain JSON that opens this comparison again. */
  get state(): Partial<IComparisonState> {
    return this._context?.model.state ?? this._state;
  }

  /** The compared runs, in order. */
  get runs(): readonly string[] {
    return this.state.runs ?? [];
  }

  /** Fires when the state is another one and wants to be saved. */
  get stateChanged(): ISignal<this, void> {
    return this._stateChanged;
  }

  /** Change the state, also before the model was made. */
  change(change: Partial<IComparisonState>): void {
    if (this._context) {
      this._context.model.update(change);
    } else {
      this._state = { ...this._state, ...change };
    }
  }

  dispose(): void {
    if (this.isDisposed) {
      return;
    }
    super.dispose();
    this._context?.model.dispose();
    Signal.clearData(this);
  }

  protected onAfterShow(msg: Message): void {
    super.onAfterShow(msg);
    this._show();
  }

  protected onAfterAttach(msg: Message): void {
    super.onAfterAttach(msg);
    if (this.isVisible) {
      this._show();
    }
  }

  protected onAfterHide(msg: Message): void {
    super.onAfterHide(msg);
    this._context?.model.setVisible(false);
    this.update();
  }

  protected onActivateRequest(msg: Message): void {
    super.onActivateRequest(msg);
    this.node.focus();
  }

  protected render(): React.ReactElement {
    const { trans } = this._options;
    if (this._failed) {
      return (
        <div className="rf-Notice" role="alert">
          <span>{trans.__('The comparison could not be loaded.')}</span>
          <button className="rf-Button" onClick={() => this._show()}>
            {trans.__('Retry')}
          </button>
        </div>
      );
    }
    const View = this._view?.ComparisonView;
    if (!View || !this._context) {
      return <div aria-busy="true" />;
    }
    return <View context={this._context} visible={this.isVisible} />;
  }

  private _show(): void {
    this._context?.model.setVisible(true);
    this.update();
    if (!this._context && !this._loading) {
      this._loading = true;
      void this._load();
    }
  }

  private async _load(): Promise<void> {
    try {
      this._view = await (this._options.load ?? loadView)();
      await this._makeModel();
      this._failed = false;
    } catch (error) {
      console.warn('Runfolio: the comparison could not be loaded', error);
      this._failed = true;
    }
    this._loading = false;
    if (!this.isDisposed) {
      this.update();
    }
  }

  private async _makeModel(): Promise<void> {
    const { factory, trans, themes, languages, runs } = this._options;
    const asked = this._state;
    const model = await factory.create(asked);
    if (this.isDisposed) {
      model.dispose();
      return;
    }
    model.changed.connect(this._onChanged, this);
    this._context = { model, trans, themes, languages, runs };
    if (this._state !== asked) {
      model.update(this._state);
    }
    model.setVisible(this.isVisible);
  }

  private _onChanged(
    _: IComparisonModel,
    aspects: readonly ComparisonAspect[]
  ): void {
    if (aspects.includes('state')) {
      this._nameTab();
      this._stateChanged.emit();
    }
  }

  private _nameTab(): void {
    const { trans } = this._options;
    const count = this.runs.length;
    this.title.label = count
      ? trans._n('Compare %1 run', 'Compare %1 runs', count)
      : trans.__('Compare runs');
    this.title.caption = this.title.label;
  }

  private _options: IComparisonWidgetOptions;
  private _state: Partial<IComparisonState>;
  private _context: IComparisonContext | null = null;
  private _view: IViewModule | null = null;
  private _loading = false;
  private _failed = false;
  private _stateChanged = new Signal<this, void>(this);
}

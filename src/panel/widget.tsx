import { ReactWidget } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import * as React from 'react';

import { PANEL_ID } from '../commands/openPanel';
import { runsIcon } from '../icons';
import type { IPanelContext } from './context';
import type { IPanelViewProps } from './view';

/** What the lazy part exports. */
export interface IViewModule {
  PanelView: React.ComponentType<IPanelViewProps>;
}

const loadView = (): Promise<IViewModule> => import('./view');

/** Name by which the models know this view. */
const VIEW = 'panel';

/**
 * The panel «Runs» in the side area. A small shell: what it draws is brought when it is first
 * shown, so that JupyterLab starts no later for it.
 */
export class RunsPanel extends ReactWidget {
  constructor(
    private readonly _context: IPanelContext,
    private readonly _load: () => Promise<IViewModule> = loadView
  ) {
    super();
    const { trans } = _context;
    this.id = PANEL_ID;
    this.addClass('rf-Panel');
    this.node.tabIndex = -1;
    this.title.icon = runsIcon;
    this.title.caption = trans.__('Runs');
  }

  /** The setting `showDrafts`. */
  set showDrafts(show: boolean) {
    this._showDrafts = show;
    this._context.runs.setShowDrafts(show);
    this.update();
  }

  protected onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    if (this.isVisible) {
      this._shown();
    }
  }

  protected onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this._shown();
  }

  protected onBeforeHide(message: Message): void {
    super.onBeforeHide(message);
    this._setVisible(false);
  }

  protected onBeforeDetach(message: Message): void {
    this._setVisible(false);
    super.onBeforeDetach(message);
  }

  /** Focus the list where there is one, else the panel. */
  protected onActivateRequest(message: Message): void {
    super.onActivateRequest(message);
    const row = this.node.querySelector<HTMLElement>(
      '[role="treegrid"] [tabindex="0"]'
    );
    (row ?? this.node).focus();
  }

  protected render(): React.ReactElement {
    const { trans } = this._context;
    if (this._failed) {
      return (
        <div className="rf-Banner" role="alert">
          <div className="rf-Banner-words">
            <b>{trans.__('The panel could not be loaded.')}</b>
            <button
              type="button"
              className="rf-Link"
              onClick={() => void this._fetch()}
            >
              {trans.__('Retry')}
            </button>
          </div>
        </div>
      );
    }
    const View = this._view?.PanelView;
    return View ? (
      <View
        context={this._context}
        showDrafts={this._showDrafts}
        visible={this._shownNow}
      />
    ) : (
      <div aria-busy="true" />
    );
  }

  private _shown(): void {
    this._setVisible(true);
    if (!this._view) {
      void this._fetch();
    }
  }

  private _setVisible(visible: boolean): void {
    this._context.runs.setVisible(VIEW, visible);
    this._context.live.setVisible(VIEW, visible);
    this._shownNow = visible;
    this.update();
  }

  private async _fetch(): Promise<void> {
    try {
      this._view = await this._load();
      this._failed = false;
    } catch (error) {
      console.warn('Runfolio: the panel could not be loaded', error);
      this._failed = true;
    }
    if (!this.isDisposed) {
      this.update();
    }
  }

  private _view: IViewModule | null = null;
  private _failed = false;
  private _showDrafts = false;
  private _shownNow = false;
}

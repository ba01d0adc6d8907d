/**
 * A button of the notebook toolbar whose icon, text, tooltip and accessible name are four things.
 * JupyterLab's own toolbar button takes its name from the text, so it cannot say both.
 */

import type { LabIcon } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';

/** Narrower than this the toolbar shows icons only. */
export const NARROW_TOOLBAR = 600;

/** How a toolbar button is drawn. */
export interface IButtonLook {
  icon: LabIcon;
  label: string;
  tooltip: string;
  /** Accessible name. */
  name: string;
  pressed: boolean;
  enabled: boolean;
  /** Added as `data-tone`, for the style sheet. */
  tone: string;
}

/** What a toolbar button is made of. */
export interface IToggleOptions {
  /** Node whose width decides about the text. */
  toolbar: HTMLElement;
  /** How it is drawn, asked at every update. */
  look: () => IButtonLook;
  /** Must not throw. */
  onClick: () => void;
  /** Told when the button comes to be seen or is hidden. */
  onVisible?: (visible: boolean) => void;
}

/** A toggle button of a notebook toolbar. */
export class ToolbarToggle extends Widget {
  constructor(private readonly _options: IToggleOptions) {
    super();
    this.addClass('rf-ToolbarToggle');
    this._button.className = 'rf-ToolbarToggle-button';
    this._button.type = 'button';
    this._button.append(this._icon, this._text);
    this._icon.className = 'rf-ToolbarToggle-icon';
    this._text.className = 'rf-ToolbarToggle-text';
    this._button.addEventListener('click', _options.onClick);
    this.node.append(this._button);
  }

  protected onUpdateRequest(): void {
    const look = this._options.look();
    look.icon.element({ container: this._icon, elementSize: 'normal' });
    this._text.textContent = look.label;
    this._text.hidden = look.label === '';
    this._button.title = look.tooltip;
    this._button.disabled = !look.enabled;
    this._button.setAttribute('aria-label', look.name);
    this._button.setAttribute('aria-pressed', String(look.pressed));
    this._button.dataset.tone = look.tone;
  }

  protected onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    this.update();
    this._resized = new ResizeObserver(([entry]) => {
      const width = entry.contentRect.width;
      // A width of 0 is a hidden toolbar, not a narrow one.
      if (width > 0) {
        this.toggleClass('rf-mod-narrow', width < NARROW_TOOLBAR);
      }
    });
    this._resized.observe(this._options.toolbar);
    this._tellVisible();
  }

  protected onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this._tellVisible();
  }

  protected onBeforeHide(message: Message): void {
    super.onBeforeHide(message);
    this._options.onVisible?.(false);
  }

  protected onBeforeDetach(message: Message): void {
    this._resized?.disconnect();
    this._resized = null;
    this._options.onVisible?.(false);
    super.onBeforeDetach(message);
  }

  private _tellVisible(): void {
    this._options.onVisible?.(this.isVisible);
  }

  private readonly _button = document.createElement('button');
  private readonly _icon = document.createElement('span');
  private readonly _text = document.createElement('span');
  private _resized: ResizeObserver | null = null;
}

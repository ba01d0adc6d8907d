import type { IDisposable } from '@lumino/disposable';
import { Signal, type ISignal } from '@lumino/signaling';
import type { RunsChanged } from '../api/types';
import type { ILoadStatus } from '../tokens';
import type { RunEvents } from './events';
import { Loader, type ILoaderOptions } from './loader';

/** What a model over the server is kept up to date by. */
export interface ILoadedOptions extends Pick<
  ILoaderOptions,
  'name' | 'interval'
> {
  events: RunEvents;
}

/**
 * What every model over the server is: loaded while it is shown, nudged by the server's
 * events, with one signal that says what changed.
 */
export abstract class LoadedModel<Change> implements IDisposable {
  constructor({ events, ...options }: ILoadedOptions) {
    this._events = events;
    this.loader = new Loader({
      ...options,
      load: () => this.load(),
      changed: () => this.statusChanged()
    });
    events.changed.connect(this._onEvent, this);
  }

  /** Fires after a change. */
  get changed(): ISignal<this, Change> {
    return this._changed;
  }

  get status(): ILoadStatus {
    return this.loader.status;
  }

  get isDisposed(): boolean {
    return this.loader.isDisposed;
  }

  dispose(): void {
    if (!this.isDisposed) {
      this.loader.dispose();
      this._events.changed.disconnect(this._onEvent, this);
      Signal.clearData(this);
    }
  }

  /** One load; rejects with an `ApiError`. */
  protected abstract load(): Promise<void>;
  /** The server says that something changed. */
  protected abstract onEvent(event: RunsChanged): void;
  /** How far what is shown can be trusted is another than before. */
  protected abstract statusChanged(): void;

  protected emit(change: Change): void {
    this._changed.emit(change);
  }

  protected readonly loader: Loader;

  private _onEvent(_: unknown, event: RunsChanged): void {
    this.onEvent(event);
  }

  private readonly _events: RunEvents;
  private readonly _changed = new Signal<this, Change>(this);
}

/** A model that several views show. */
export abstract class SharedModel<Change> extends LoadedModel<Change> {
  /** Set by views on show and hide: nothing is asked of the server while no view is shown. */
  setVisible(view: string, visible: boolean): void {
    if (visible) {
      this._views.add(view);
    } else {
      this._views.delete(view);
    }
    this.loader.setVisible(this._views.size > 0);
  }

  private readonly _views = new Set<string>();
}

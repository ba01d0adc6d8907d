import type { Event } from '@jupyterlab/services';
import type { IDisposable } from '@lumino/disposable';
import { Signal, type ISignal } from '@lumino/signaling';
import type { RunsChanged } from '../api/types';

const SCHEMA = 'urn:runfolio:runs:v1';

/** What a model needs of the server's event stream. */
export type EventStream = ISignal<unknown, Event.Emission>;

/** The server's «runs changed» among all its events: a hint, REST is the truth. */
export class RunEvents implements IDisposable {
  constructor(stream: EventStream) {
    this._stream = stream;
    stream.connect(this._onEvent, this);
  }

  /** Fires for each event of ours. */
  get changed(): ISignal<this, RunsChanged> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this._stream.disconnect(this._onEvent, this);
      Signal.clearData(this);
    }
  }

  private _onEvent(_: unknown, event: Event.Emission): void {
    if (event.schema_id === SCHEMA) {
      this._changed.emit({ ...NOTHING, ...event } as RunsChanged);
    }
  }

  private readonly _stream: EventStream;
  private readonly _changed = new Signal<this, RunsChanged>(this);
  private _isDisposed = false;
}

const NOTHING: RunsChanged = {
  seq: 0,
  runs: [],
  removed: [],
  what: [],
  all: false
};

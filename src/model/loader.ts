import type { IDisposable } from '@lumino/disposable';
import { Poll } from '@lumino/polling';
import { ServerMissingError } from '../api/errors';
import type { ILoadStatus } from '../tokens';
import { faultOf } from './faults';

/** How old an answer may be before what is shown is called stale. */
export const STALE_AFTER = 10_000;

/** What a loader loads and whom it tells. */
export interface ILoaderOptions {
  /** `runfolio:runs`. */
  name: string;
  /** Loads once; rejects with an `ApiError`. */
  load: () => Promise<void>;
  /** Called when the state of the status changed; not for every answer. */
  changed: () => void;
  /** ms between polls while shown, 5000 unless told. */
  interval?: number;
}

/** Between two tries, in milliseconds, while the server does not answer. */
const LONGEST = 15_000;

/**
 * Keeps something loaded: at most one load at a time, one more for all that was asked meanwhile,
 * a slow poll as the net below the events, with backoff, and none of it while nothing is shown.
 */
export class Loader implements IDisposable {
  constructor(options: ILoaderOptions) {
    this._load = options.load;
    this._changed = options.changed;
    this._poll = new Poll({
      name: options.name,
      auto: false,
      factory: () => this._once(),
      standby: () => !this._visible || 'when-hidden'
    });
    // Set after it was made: a poll is made with a longest interval of 30 seconds at least.
    const interval = options.interval ?? 5000;
    this._poll.frequency = {
      interval,
      backoff: true,
      max: Math.max(interval, LONGEST)
    };
  }

  get status(): ILoadStatus {
    return this._status;
  }

  get isDisposed(): boolean {
    return this._poll.isDisposed;
  }

  /** True while what is loaded is shown somewhere. */
  get isVisible(): boolean {
    return this._visible;
  }

  /** Shown: loads and polls. Hidden: neither; what happens meanwhile is loaded when shown. */
  setVisible(visible: boolean): void {
    if (visible === this._visible || this.isDisposed) {
      return;
    }
    this._visible = visible;
    if (visible) {
      this.nudge();
    } else {
      this._disarm();
      void this._poll.stop();
    }
  }

  /** Something changed: load when shown. */
  nudge(): void {
    if (!this._visible || this.isDisposed) {
      return;
    }
    if (this._loading) {
      // The poll would take this for the load that is under way.
      this._again = true;
    } else {
      void this._poll.refresh();
    }
  }

  /** Load now, shown or not. Resolves when what was asked for is there; never rejects. */
  async refresh(): Promise<void> {
    await this._once().catch(() => undefined);
  }

  dispose(): void {
    this._disarm();
    this._poll.dispose();
  }

  /** One load for all who ask while another one is under way. */
  private _once(): Promise<void> {
    if (this._loading) {
      this._again = true;
      return this._loading;
    }
    this._loading = this._run().finally(() => {
      this._loading = null;
    });
    return this._loading;
  }

  private async _run(): Promise<void> {
    do {
      this._again = false;
      await this._attempt();
    } while (this._again && !this.isDisposed);
  }

  private async _attempt(): Promise<void> {
    this._arm();
    try {
      await this._load();
    } catch (error) {
      this._again = false;
      this._fail(error);
      throw error;
    }
    this._disarm();
    this._set({ state: 'ready', updatedAt: new Date(), fault: null });
  }

  private _fail(error: unknown): void {
    const fault = faultOf(error);
    const { updatedAt } = this._status;
    if (error instanceof ServerMissingError) {
      this._disarm();
      this._set({ state: 'missing', updatedAt, fault });
    } else if (fault.code !== 'offline') {
      this._disarm();
      this._set({ state: 'error', updatedAt, fault });
    } else {
      // A short gap is not worth a word: the timer decides.
      this._status = { ...this._status, fault };
      if (this._age() >= STALE_AFTER) {
        this._expire();
      }
    }
  }

  /** From the last good answer on, or from the first request. */
  private _arm(): void {
    this._askedAt ??= Date.now();
    if (this._timer === null) {
      const left = Math.max(0, STALE_AFTER - this._age());
      this._timer = window.setTimeout(() => this._expire(), left);
    }
  }

  private _disarm(): void {
    this._askedAt = null;
    if (this._timer !== null) {
      window.clearTimeout(this._timer);
      this._timer = null;
    }
  }

  private _age(): number {
    return Date.now() - (this._askedAt ?? Date.now());
  }

  private _expire(): void {
    const state = this._status.updatedAt ? 'stale' : 'error';
    this._set({
      ...this._status,
      state,
      fault: this._status.fault ?? {
        code: 'offline',
        message: 'The Jupyter server does not answer.',
        hint: null
      }
    });
  }

  private _set(status: ILoadStatus): void {
    const before = this._status;
    this._status = status;
    if (!this.isDisposed && before.state !== status.state) {
      this._changed();
    }
  }

  private readonly _load: () => Promise<void>;
  private readonly _changed: () => void;
  private readonly _poll: Poll;
  private _status: ILoadStatus = {
    state: 'loading',
    updatedAt: null,
    fault: null
  };
  private _visible = false;
  private _loading: Promise<void> | null = null;
  private _again = false;
  private _askedAt: number | null = null;
  private _timer: number | null = null;
}

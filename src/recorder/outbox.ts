/**
 * What the recorder has to tell and has not been taken by the server yet.
 *
 * One request is under way at a time, so intents arrive in the order of the ticks; sending one
 * twice is harmless, the server knows them by intent_id. What waits is kept beyond the page.
 */

import type { Intent, IntentsAnswer } from '../api/types';
import type { IKeep } from './keep';
import { CHUNK, sourcesSize } from './sources';

/** How a failed request is met: tried again for as long as it takes, counted, or the end. */
export type Fault = 'unreachable' | 'refused' | 'missing';

/** What the outbox needs of the world. */
export interface IOutboxDoors {
  /** POST one batch; keepalive lets the request outlive the page. */
  send: (intents: Intent[], keepalive: boolean) => Promise<IntentsAnswer>;
  /** Names the fault of a rejected send. */
  fault: (error: unknown) => Fault;
  /** The server wants the cells of these documents. */
  onUnknown: (digests: string[]) => void;
  /** Nothing is sent any more; told once. */
  onStop: (fault: Fault) => void;
  /** Where intents lie until the server has them. */
  keep: IKeep;
  /** Calls back after so many milliseconds; returns what cancels it. */
  wait: (callback: () => void, milliseconds: number) => () => void;
}

/** At most so many intents wait; then the oldest go (the server still sees what ran). */
export const OUTBOX_LIMIT = 1000;
/** The recorder stops after so many refusals in a row. */
export const REFUSALS_ALLOWED = 5;
/** Browsers let keepalive requests of one page carry 64 kB in all. */
const KEEPALIVE_BYTES = 60_000;
const FIRST_DELAY = 1000;
const LONGEST_DELAY = 30_000;

/** Keeps intents until the server has them. */
export class Outbox {
  constructor(private readonly _doors: IOutboxDoors) {}

  /** How many intents wait or are under way. */
  get size(): number {
    return this._waiting.length;
  }

  /** How many were lost because too many waited. */
  get dropped(): number {
    return this._dropped;
  }

  /** True once it has stopped for good. */
  get stopped(): boolean {
    return this._stopped;
  }

  /** Send what an earlier page could not: before all that this one has told meanwhile. */
  async restore(): Promise<void> {
    const left = await this._doors.keep.left();
    if (this._stopped) {
      return;
    }
    const known = new Set(this._waiting.map(intent => intent.intent_id));
    const earlier = left.filter(intent => !known.has(intent.intent_id));
    this._waiting = [...earlier, ...this._waiting].slice(-OUTBOX_LIMIT);
    this._next();
  }

  /** Take an intent; it is sent at once when nothing else is under way. */
  add(intent: Intent): void {
    if (this._stopped) {
      return;
    }
    this._waiting.push(intent);
    this._doors.keep.put(intent);
    if (this._waiting.length > OUTBOX_LIMIT) {
      this._remove(this._waiting.slice(0, 1));
      this._dropped += 1;
    }
    this._next();
  }

  /** The page goes away: send all that is not confirmed, without waiting for anything. */
  flushOnHide(): void {
    for (const batch of keepaliveBatches(this._waiting)) {
      this._doors.send(batch, true).catch(() => undefined);
    }
  }

  /** Stop for good: nothing waits, nothing is sent. */
  stop(fault: Fault): void {
    if (this._stopped) {
      return;
    }
    this._stopped = true;
    this._remove(this._waiting);
    this._cancelRetry?.();
    this._doors.onStop(fault);
  }

  /** Silently end, as the page or the plugin does. */
  dispose(): void {
    this._stopped = true;
    this._waiting = [];
    this._cancelRetry?.();
  }

  private _next(): void {
    if (this._busy || this._cancelRetry || this._waiting.length === 0) {
      return;
    }
    this._busy = true;
    // After a refusal one by one, so that a single bad intent cannot take the others with it.
    const batch = this._refusals
      ? this._waiting.slice(0, 1)
      : batchOf(this._waiting);
    this._doors.send(batch, false).then(
      answer => this._taken(batch, answer),
      (error: unknown) => this._failed(batch, this._doors.fault(error))
    );
  }

  private _remove(batch: Intent[]): void {
    const gone = new Set(batch.map(intent => intent.intent_id));
    this._waiting = this._waiting.filter(intent => !gone.has(intent.intent_id));
    this._doors.keep.drop([...gone]);
  }

  private _taken(batch: Intent[], answer: IntentsAnswer): void {
    this._remove(batch);
    this._busy = false;
    this._refusals = 0;
    this._delay = FIRST_DELAY;
    // What still waits may be what the server misses.
    const unknown = (answer.unknown_documents ?? []).filter(
      digest =>
        !this._waiting.some(one => one.document === digest && one.sources)
    );
    if (unknown.length && !this._stopped) {
      this._doors.onUnknown(unknown);
    }
    this._next();
  }

  private _failed(batch: Intent[], fault: Fault): void {
    this._busy = false;
    if (fault === 'refused') {
      this._refusals += 1;
      if (batch.length === 1) {
        this._remove(batch);
      }
    }
    if (fault === 'missing' || this._refusals >= REFUSALS_ALLOWED) {
      this.stop(fault);
    } else if (!this._stopped) {
      this._retryLater();
    }
  }

  private _retryLater(): void {
    this._cancelRetry = this._doors.wait(() => {
      this._cancelRetry = null;
      this._next();
    }, this._delay);
    this._delay = Math.min(this._delay * 2, LONGEST_DELAY);
  }

  private _waiting: Intent[] = [];
  private _busy = false;
  private _stopped = false;
  private _dropped = 0;
  private _refusals = 0;
  private _delay = FIRST_DELAY;
  private _cancelRetry: (() => void) | null = null;
}

/** What goes into one request: all, but texts of cells of not much more than one chunk. */
function batchOf(waiting: readonly Intent[]): Intent[] {
  let size = 0;
  const end = waiting.findIndex(intent => {
    size += sourcesSize(intent);
    return size > 2 * CHUNK;
  });
  return end < 0 ? waiting.slice() : waiting.slice(0, Math.max(1, end));
}

/** Batches small enough for keepalive; texts of cells, then lists of cells are left out where
 * they alone are too big. They stay kept, and the next page tells them. */
export function keepaliveBatches(intents: readonly Intent[]): Intent[][] {
  const batches: Intent[][] = [];
  let room = 0;
  for (const whole of intents) {
    const intent = fitted(whole);
    const bytes = size(intent);
    if (batches.length === 0 || bytes > room) {
      batches.push([]);
      room = KEEPALIVE_BYTES;
    }
    batches[batches.length - 1].push(intent);
    room -= bytes;
  }
  return batches;
}

function fitted(whole: Intent): Intent {
  if (size(whole) <= KEEPALIVE_BYTES) {
    return whole;
  }
  const intent = { ...whole, sources: null };
  return size(intent) <= KEEPALIVE_BYTES ? intent : { ...intent, cells: null };
}

const size = (intent: Intent): number =>
  new TextEncoder().encode(JSON.stringify(intent)).length;

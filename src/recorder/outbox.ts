/**
 * What the recorder has to tell and has not been taken by the server yet.
 *
 * One request is under way at a time, so items arrive in their order; sending one twice is
 * harmless, the server knows them by their id. What waits is kept beyond the page.
 */

import type { IKeep } from './keep';
import { CHUNK } from './sources';

/** How a failed request is met: tried again for as long as it takes, counted, or the end. */
export type Fault = 'unreachable' | 'refused' | 'missing';

/** What kind of item an outbox carries. */
export interface IItemKind<T> {
  /** What the server knows it by. */
  id: (item: T) => string;
  /** What it brings of texts, in characters. */
  weight: (item: T) => number;
  /** What of it a page that goes away can send; null where it has to wait for the next page. */
  fitted: (item: T) => T | null;
}

/** What the outbox needs of the world. */
export interface IOutboxDoors<T, A> {
  kind: IItemKind<T>;
  /** POST one batch; keepalive lets the request outlive the page. */
  send: (items: T[], keepalive: boolean) => Promise<A>;
  /** Names the fault of a rejected send. */
  fault: (error: unknown) => Fault;
  /** The server has answered; waiting: what is not sent yet. */
  onAnswer: (batch: readonly T[], answer: A, waiting: readonly T[]) => void;
  /** These will never be sent. */
  onLost?: (items: readonly T[]) => void;
  /** Nothing is sent any more; told once. */
  onStop: (fault: Fault) => void;
  /** Where items lie until the server has them. */
  keep: IKeep<T>;
  /** Calls back after so many milliseconds; returns what cancels it. */
  wait: (callback: () => void, milliseconds: number) => () => void;
}

/** At most so many items wait; then the oldest go. */
export const OUTBOX_LIMIT = 1000;
/** The recorder stops after so many refusals in a row. */
export const REFUSALS_ALLOWED = 5;
/** One request carries texts of not much more characters: proxies refuse larger ones. */
const REQUEST_WEIGHT = 2 * CHUNK;
/** Browsers let keepalive requests of one page carry 64 kB in all. */
export const KEEPALIVE_BYTES = 60_000;
const FIRST_DELAY = 1000;
const LONGEST_DELAY = 30_000;

/** Keeps items until the server has them. */
export class Outbox<T, A> {
  constructor(private readonly _doors: IOutboxDoors<T, A>) {}

  /** How many items wait or are under way. */
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
    const { id } = this._doors.kind;
    const known = new Set(this._waiting.map(id));
    const earlier = left.filter(item => !known.has(id(item)));
    this._waiting = [...earlier, ...this._waiting].slice(-OUTBOX_LIMIT);
    this._next();
  }

  /** Take an item; it is sent at once when nothing else is under way. */
  add(item: T): void {
    if (this._stopped) {
      return;
    }
    this._waiting.push(item);
    this._doors.keep.put(this._doors.kind.id(item), item);
    if (this._waiting.length > OUTBOX_LIMIT) {
      this._lose(this._waiting.slice(0, 1));
      this._dropped += 1;
    }
    this._next();
  }

  /** The page goes away: send all that is not confirmed, without waiting for anything. */
  flushOnHide(): void {
    for (const batch of keepaliveBatches(this._waiting, this._doors.kind)) {
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
    // After a refusal one by one, so that a single bad item cannot take the others with it.
    const batch = this._refusals
      ? this._waiting.slice(0, 1)
      : batchOf(this._waiting, this._doors.kind);
    this._doors.send(batch, false).then(
      answer => this._taken(batch, answer),
      (error: unknown) => this._failed(batch, this._doors.fault(error))
    );
  }

  private _remove(batch: readonly T[]): void {
    const { id } = this._doors.kind;
    const gone = new Set(batch.map(id));
    this._waiting = this._waiting.filter(item => !gone.has(id(item)));
    this._doors.keep.drop([...gone]);
  }

  private _lose(batch: readonly T[]): void {
    this._remove(batch);
    this._doors.onLost?.(batch);
  }

  private _taken(batch: readonly T[], answer: A): void {
    this._remove(batch);
    this._busy = false;
    this._refusals = 0;
    this._delay = FIRST_DELAY;
    if (!this._stopped) {
      this._doors.onAnswer(batch, answer, this._waiting);
    }
    this._next();
  }

  private _failed(batch: readonly T[], fault: Fault): void {
    this._busy = false;
    if (fault === 'refused') {
      this._refusals += 1;
      if (batch.length === 1) {
        this._lose(batch);
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

  private _waiting: T[] = [];
  private _busy = false;
  private _stopped = false;
  private _dropped = 0;
  private _refusals = 0;
  private _delay = FIRST_DELAY;
  private _cancelRetry: (() => void) | null = null;
}

/** What goes into one request: all, but texts of not much more than its weight. */
function batchOf<T>(waiting: readonly T[], kind: IItemKind<T>): T[] {
  let weight = 0;
  const end = waiting.findIndex(item => {
    weight += kind.weight(item);
    return weight > REQUEST_WEIGHT;
  });
  return end < 0 ? waiting.slice() : waiting.slice(0, Math.max(1, end));
}

/**
 * Batches small enough for keepalive, in order, up to the first item that has to wait: it stays
 * kept, and the next page tells it.
 */
export function keepaliveBatches<T>(
  items: readonly T[],
  kind: IItemKind<T>
): T[][] {
  const batches: T[][] = [];
  let room = 0;
  for (const whole of items) {
    const item = kind.fitted(whole);
    if (item === null) {
      break;
    }
    const bytes = bytesOf(item);
    if (batches.length === 0 || bytes > room) {
      batches.push([]);
      room = KEEPALIVE_BYTES;
    }
    batches[batches.length - 1].push(item);
    room -= bytes;
  }
  return batches;
}

/** How large an item is in a request. */
export const bytesOf = (item: unknown): number =>
  new TextEncoder().encode(JSON.stringify(item)).length;

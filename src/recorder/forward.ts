/**
 * Tells the server what kernels say that it cannot listen to itself (docs/adr/0052). Comes by
 * import(), the first time that the server asks for it.
 */

import type { KernelMessage } from '@jupyterlab/services';

import type { Heard, HeardAnswer, HeardMessage } from '../api/types';
import type { IListener } from './ear';
import { HEARD, HeardQueue, heardMessage, isEnd } from './heard';
import type { IKeep } from './keep';
import type { Fault } from './outbox';
import { Outbox } from './outbox';

/** What is heard is told at most so often, in milliseconds; the end of a cell at once. */
export const EVERY = 250;
/** While another page is listened to: how often this one asks whether it still is. */
export const STANDBY = 3000;

/** What forwarding needs of the world. */
export interface IForwardDoors {
  send: (heard: Heard[], keepalive: boolean) => Promise<HeardAnswer>;
  fault: (error: unknown) => Fault;
  keep: IKeep<Heard>;
  /** A fresh identifier. */
  id: () => string;
  /** Milliseconds, monotonic, the same clock for all pages. */
  clock: () => number;
  /** Calls back after so many milliseconds; returns what cancels it. */
  wait: (callback: () => void, milliseconds: number) => () => void;
  /** Nothing is told any more. */
  stopped: (fault: Fault) => void;
}

/** All kernels of a page that are forwarded, with their outbox. */
export class Forwarding {
  constructor(private readonly _doors: IForwardDoors) {
    this._outbox = new Outbox({
      kind: HEARD,
      send: _doors.send,
      fault: _doors.fault,
      keep: _doors.keep,
      wait: _doors.wait,
      onAnswer: (batch, answer) => this._onAnswer(batch, answer),
      onLost: batch =>
        batch.forEach(one => this._of(one)?.answered(one, 'lost')),
      onStop: fault => this._onStop(fault)
    });
    void this._outbox.restore();
  }

  /** Forward what one connection to a kernel hears. */
  listen(kernelId: string, language: string): IListener {
    const { id, clock, wait } = this._doors;
    const name = id();
    const forwarder = new Forwarder(
      { listener: name, kernel_id: kernelId, language },
      {
        id,
        clock,
        wait,
        post: heard => this._outbox.add(heard),
        over: () => this._forwarders.delete(name)
      }
    );
    this._forwarders.set(name, forwarder);
    return forwarder;
  }

  /** The page goes away: tell all, and let another one on. */
  flushOnHide(): void {
    this._forwarders.forEach(forwarder => forwarder.flush(true));
    this._outbox.flushOnHide();
  }

  dispose(): void {
    this._forwarders.forEach(forwarder => forwarder.dispose());
    this._outbox.dispose();
  }

  private _onAnswer(batch: readonly Heard[], answer: HeardAnswer): void {
    for (const one of batch) {
      const verdict = answer.over.includes(one.heard_id)
        ? 'over'
        : answer.waiting.includes(one.heard_id)
          ? 'waiting'
          : 'taken';
      this._of(one)?.answered(one, verdict);
    }
  }

  private _of(heard: Heard): Forwarder | undefined {
    return this._forwarders.get(heard.listener);
  }

  private _onStop(fault: Fault): void {
    [...this._forwarders.values()].forEach(forwarder => forwarder.dispose());
    this._doors.stopped(fault);
  }

  private readonly _forwarders = new Map<string, Forwarder>();
  private readonly _outbox: Outbox<Heard, HeardAnswer>;
}

type Verdict = 'taken' | 'waiting' | 'over' | 'lost';

interface IForwarderDoors {
  id: () => string;
  clock: () => number;
  wait: (callback: () => void, milliseconds: number) => () => void;
  post: (heard: Heard) => void;
  over: () => void;
}

/** One connection to one kernel. */
class Forwarder implements IListener {
  constructor(
    private readonly _who: Pick<Heard, 'listener' | 'kernel_id' | 'language'>,
    private readonly _doors: IForwarderDoors
  ) {}

  hear(msg: KernelMessage.IMessage, at: number): void {
    const message = this._over ? null : heardMessage(msg, at);
    if (message) {
      this._queue.add(message);
      this._plan(message);
    }
  }

  miss(): void {
    this._queue.missed = true;
  }

  /** Tell what waits, unless the last that was told is not with the server yet. */
  flush(last = false): void {
    this._cancel?.();
    this._cancel = null;
    if (this._over || (!last && (this._underWay.size || !this._queue.length))) {
      return;
    }
    this._toldAt = this._doors.clock();
    const missed = this._queue.missed;
    const heard: Heard = {
      ...this._who,
      heard_id: this._doors.id(),
      seq: this._seq++,
      messages: this._queue.take(),
      ...(missed ? { missed } : {}),
      ...(last ? { last } : {})
    };
    this._underWay.add(heard.heard_id);
    this._doors.post(heard);
  }

  /** What the server did with a batch. */
  answered(heard: Heard, verdict: Verdict): void {
    this._underWay.delete(heard.heard_id);
    if (verdict === 'over') {
      this.dispose();
    } else if (verdict === 'waiting') {
      this._seq = heard.seq;
      this._queue.giveBack(heard.messages ?? [], heard.missed ?? false);
      this._later(STANDBY);
    } else if (this._queue.length && !this._cancel) {
      this._later(0);
    }
  }

  dispose(): void {
    this._over = true;
    this._cancel?.();
    this._doors.over();
  }

  /** A hidden page's timers are slow, so what is due is told by the message itself. */
  private _plan(message: HeardMessage): void {
    if (this._underWay.size || this._isStandby) {
      return;
    }
    const due = this._doors.clock() - this._toldAt >= EVERY;
    if (due || isEnd(message)) {
      this.flush();
    } else if (!this._cancel) {
      this._later(EVERY);
    }
  }

  private _later(milliseconds: number): void {
    this._cancel?.();
    this._isStandby = milliseconds === STANDBY;
    this._cancel = this._doors.wait(() => {
      this._cancel = null;
      this._isStandby = false;
      this.flush();
    }, milliseconds);
  }

  private readonly _queue = new HeardQueue();
  private readonly _underWay = new Set<string>();
  private _seq = 0;
  private _toldAt = -Infinity;
  private _isStandby = false;
  private _over = false;
  private _cancel: (() => void) | null = null;
}

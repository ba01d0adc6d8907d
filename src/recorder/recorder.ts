/**
 * The browser part of capture: one observer a notebook, one outbox for all.
 */

import type { Cell } from '@jupyterlab/cells';
import type { Notebook, NotebookPanel } from '@jupyterlab/notebook';
import type { Kernel } from '@jupyterlab/services';
import { UUID } from '@lumino/coreutils';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { Intent, IntentsAnswer } from '../api/types';
import type { IRecorder } from '../tokens';
import type { IListener } from './ear';
import { INTENTS, missing } from './intentKind';
import type { IKeep } from './keep';
import { NotebookObserver } from './observe';
import type { Fault } from './outbox';
import { Outbox } from './outbox';

/** What the recorder needs of the application. */
export interface IRecorderDoors {
  send: (intents: Intent[], keepalive: boolean) => Promise<IntentsAnswer>;
  fault: (error: unknown) => Fault;
  user: () => string | null;
  /** Where intents lie until the server has them. */
  keep: IKeep<Intent>;
  /** Say once to the user that the recorder has stopped; gives the words of `fault`. */
  stopped: (fault: Fault) => string;
  /** Fetches what forwards kernels that the server cannot listen to. */
  forwarding: (doors: IForwardingDoors) => Promise<IForwarding>;
  /** Milliseconds, monotonic, the same clock for all pages. */
  clock: () => number;
}

/** What forwards kernels (forward.ts), as far as the recorder cares. */
export interface IForwarding {
  listen: (kernelId: string, language: string) => IListener;
  flushOnHide: () => void;
  dispose: () => void;
}

/** What it needs of the recorder. */
export interface IForwardingDoors {
  /** A fresh identifier. */
  id: () => string;
  clock: () => number;
  wait: (callback: () => void, milliseconds: number) => () => void;
  /** Nothing is forwarded any more, and why, in words. */
  stopped: (words: string) => void;
}

/** A timer, and what cancels it. */
function wait(callback: () => void, milliseconds: number): () => void {
  const timer = setTimeout(callback, milliseconds);
  return () => clearTimeout(timer);
}

/** The recorder stops after so many errors of its own. */
export const ERRORS_ALLOWED = 5;

/** Turns what happens in notebooks into intents and gets them to the server. */
export class Recorder implements IRecorder {
  constructor(private readonly _doors: IRecorderDoors) {
    this._outbox = new Outbox({
      kind: INTENTS,
      send: _doors.send,
      fault: _doors.fault,
      onAnswer: (batch, answer, waiting) =>
        this._onAnswer(batch, answer, waiting),
      onStop: fault => this._onStop(fault),
      keep: _doors.keep,
      wait
    });
    void this._outbox.restore();
  }

  get changed(): ISignal<IRecorder, void> {
    return this._changed;
  }

  get fault(): string | null {
    return this._fault;
  }

  get waiting(): number {
    return this._outbox.size;
  }

  get dropped(): number {
    return this._outbox.dropped;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._outbox.dispose();
    this._forwarding?.dispose();
    this._observers.forEach(observer => observer.dispose());
    this._observers.clear();
    Signal.clearData(this);
  }

  /** Observe a notebook panel until it is closed. */
  observe(panel: NotebookPanel): void {
    if (
      this._isDisposed ||
      this._outbox.stopped ||
      this._observers.has(panel.content)
    ) {
      return;
    }
    const observer = new NotebookObserver(panel, {
      post: intent => this._outbox.add(intent),
      id: () => UUID.uuid4(),
      user: this._doors.user,
      failed: error => this._failed(error),
      listen: kernel => this._listen(kernel),
      clock: this._doors.clock
    });
    this._observers.set(panel.content, observer);
    panel.disposed.connect(this._onClosed, this);
  }

  /** Slot of NotebookActions.executionScheduled. */
  onScheduled(_: unknown, args: { notebook: Notebook; cell: Cell }): void {
    try {
      const observer = this._observers.get(args.notebook);
      if (observer?.scheduled(args.cell)) {
        this._newRunTaken(observer.panel.context.localPath);
      }
    } catch (error) {
      this._failed(error);
    }
  }

  /** Send all that waits: the page goes away. */
  flushOnHide(): void {
    this._outbox.flushOnHide();
    this._forwarding?.flushOnHide();
  }

  askNewRun(path: string): void {
    const observers = [...this._observers.values()];
    const asked = observers.some(
      observer => observer.panel.context.localPath === path && observer.newRun()
    );
    if (asked) {
      this._asked.add(path);
      this._changed.emit();
    }
  }

  newRunAsked(path: string): boolean {
    return this._asked.has(path);
  }

  private _newRunTaken(path: string): void {
    if (this._asked.delete(path)) {
      this._changed.emit();
    }
  }

  private _onClosed(panel: NotebookPanel): void {
    this._observers.forEach((observer, notebook) => {
      if (observer.panel === panel) {
        observer.dispose();
        this._observers.delete(notebook);
      }
    });
  }

  private _onAnswer(
    batch: readonly Intent[],
    answer: IntentsAnswer,
    waiting: readonly Intent[]
  ): void {
    const unknown = missing(answer.unknown_documents ?? [], waiting);
    const kernels = batch.map(intent => intent.kernel_id);
    this._observers.forEach(observer => {
      observer.forget(unknown);
      // A server of before this question listens to all that it can.
      observer.taps(kernels, answer.untapped ?? []);
    });
  }

  private async _listen(kernel: Kernel.IKernelConnection): Promise<IListener> {
    this._fetching ??= this._doors.forwarding({
      id: () => UUID.uuid4(),
      clock: this._doors.clock,
      wait,
      stopped: words => {
        this._fault = words;
        this._changed.emit();
      }
    });
    const [forwarding, spec] = await Promise.all([this._fetching, kernel.spec]);
    this._forwarding = forwarding;
    return forwarding.listen(kernel.id, spec?.language ?? '');
  }

  private _failed(error: unknown): void {
    this._errors += 1;
    console.debug('Runfolio recorder', error);
    if (this._errors >= ERRORS_ALLOWED) {
      this._outbox.stop('refused');
    }
  }

  private _onStop(fault: Fault): void {
    this._observers.forEach(observer => observer.dispose());
    this._observers.clear();
    this._asked.clear();
    this._fault = this._doors.stopped(fault);
    this._changed.emit();
  }

  private _isDisposed = false;
  private _errors = 0;
  private _fault: string | null = null;
  private _fetching: Promise<IForwarding> | null = null;
  private _forwarding: IForwarding | null = null;
  private readonly _asked = new Set<string>();
  private readonly _observers = new Map<Notebook, NotebookObserver>();
  private readonly _outbox: Outbox<Intent, IntentsAnswer>;
  private readonly _changed = new Signal<this, void>(this);
}

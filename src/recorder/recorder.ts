/**
 * The browser part of capture: one observer a notebook, one outbox for all.
 */

import type { Cell } from '@jupyterlab/cells';
import type { Notebook, NotebookPanel } from '@jupyterlab/notebook';
import { UUID } from '@lumino/coreutils';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { Intent, IntentsAnswer } from '../api/types';
import type { IRecorder } from '../tokens';
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
  keep: IKeep;
  /** Say once to the user that the recorder has stopped; gives the words of `fault`. */
  stopped: (fault: Fault) => string;
}

/** The recorder stops after so many errors of its own. */
export const ERRORS_ALLOWED = 5;

/** Turns what happens in notebooks into intents and gets them to the server. */
export class Recorder implements IRecorder {
  constructor(private readonly _doors: IRecorderDoors) {
    this._outbox = new Outbox({
      send: _doors.send,
      fault: _doors.fault,
      onUnknown: digests => this._forget(digests),
      onStop: fault => this._onStop(fault),
      keep: _doors.keep,
      wait: (callback, milliseconds) => {
        const timer = setTimeout(callback, milliseconds);
        return () => clearTimeout(timer);
      }
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
      failed: error => this._failed(error)
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

  private _forget(digests: readonly string[]): void {
    this._observers.forEach(observer => observer.forget(digests));
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
  private readonly _asked = new Set<string>();
  private readonly _observers = new Map<Notebook, NotebookObserver>();
  private readonly _outbox: Outbox;
  private readonly _changed = new Signal<this, void>(this);
}

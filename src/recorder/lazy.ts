/**
 * The recorder's shell: takes notebooks from the start and brings the recorder itself after
 * JupyterLab has started, or with the first notebook, whichever is sooner.
 */

import type { NotebookPanel } from '@jupyterlab/notebook';
import { NotebookActions } from '@jupyterlab/notebook';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { IRecorder } from '../tokens';
import type { Recorder } from './recorder';

/** A recorder that may not have been fetched yet. */
export class LazyRecorder implements IRecorder {
  /**
   * @param _load - brings the recorder.
   * @param _unavailable - the words for a recorder that could not be fetched.
   */
  constructor(
    private readonly _load: () => Promise<Recorder>,
    private readonly _unavailable: string
  ) {}

  get changed(): ISignal<IRecorder, void> {
    return this._changed;
  }

  get fault(): string | null {
    return this._failed ? this._unavailable : (this._recorder?.fault ?? null);
  }

  get waiting(): number {
    return this._recorder?.waiting ?? 0;
  }

  get dropped(): number {
    return this._recorder?.dropped ?? 0;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    this._panels = [];
    this._recorder?.dispose();
    Signal.clearData(this);
  }

  /** Observe a notebook panel until it is closed. */
  observe(panel: NotebookPanel): void {
    if (this._recorder) {
      this._recorder.observe(panel);
    } else {
      this._panels.push(panel);
      this.fetch();
    }
  }

  askNewRun(path: string): void {
    this._recorder?.askNewRun(path);
  }

  newRunAsked(path: string): boolean {
    return this._recorder?.newRunAsked(path) ?? false;
  }

  /** Bring the recorder, once. */
  fetch(): void {
    if (!this._fetching) {
      this._fetching = true;
      this._load().then(
        recorder => this._begin(recorder),
        (error: unknown) => {
          console.warn('Runfolio: the recorder could not be loaded', error);
          this._failed = true;
          this._changed.emit();
        }
      );
    }
  }

  private _begin(recorder: Recorder): void {
    if (this._isDisposed) {
      recorder.dispose();
      return;
    }
    this._recorder = recorder;
    recorder.changed.connect(() => this._changed.emit(), this);
    NotebookActions.executionScheduled.connect(recorder.onScheduled, recorder);
    window.addEventListener('pagehide', () => recorder.flushOnHide());
    for (const panel of this._panels.splice(0)) {
      if (!panel.isDisposed) {
        recorder.observe(panel);
      }
    }
  }

  private _recorder: Recorder | null = null;
  private _panels: NotebookPanel[] = [];
  private _fetching = false;
  private _failed = false;
  private _isDisposed = false;
  private readonly _changed = new Signal<this, void>(this);
}

/**
 * One notebook panel as the recorder sees it: what was scheduled and sent in one tick becomes one
 * intent. Handlers only push; everything else happens after the tick.
 */

import type { Cell, ICellModel } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { Kernel, KernelMessage, Session } from '@jupyterlab/services';
import type { IChangedArgs } from '@jupyterlab/coreutils';
import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';

import type { Intent } from '../api/types';
import { sourceDigest } from './digest';
import type { IEarDoors } from './ear';
import { KernelEar } from './ear';
import type { ICellFacts, IDocument, ISent, IWhere } from './intent';
import {
  documentOf,
  documentPart,
  executionIntent,
  intentOf,
  willRun
} from './intent';
import { saysOff, ToldSources } from './sources';

/** A document is told anew so often within `AGAIN` milliseconds, whatever the server asks for. */
export const MOST_AGAIN = 3;
const AGAIN = 60_000;

/** What an observer needs of its surroundings. */
export interface IObserverDoors extends IEarDoors {
  /** Take an intent; never throws, never waits. */
  post: (intent: Intent) => void;
  /** A fresh identifier. */
  id: () => string;
  /** Name of the user, where the server tells one. */
  user: () => string | null;
}

/** Observes one notebook panel. */
export class NotebookObserver implements IDisposable {
  constructor(
    readonly panel: NotebookPanel,
    private readonly _doors: IObserverDoors
  ) {
    this._ear = new KernelEar(_doors);
    const context = panel.sessionContext;
    context.sessionChanged.connect(this._onSession, this);
    context.kernelChanged.connect(this._onKernel, this);
    context.statusChanged.connect(this._onStatus, this);
    this._follow(context.session);
    panel.context.ready
      .then(() => this._soon(() => this.announce()))
      .catch(() => undefined);
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    this._ear.dispose();
    Signal.clearData(this);
  }

  /** The server has been told of these kernels and cannot listen to those. */
  taps(kernels: readonly string[], untapped: readonly string[]): void {
    const id = this.panel.sessionContext.session?.kernel?.id;
    if (id !== undefined && kernels.includes(id)) {
      this._ear.told(id, untapped.includes(id));
    }
  }

  /**
   * A cell of this notebook is about to be sent (or executed by the server).
   * @returns whether something will run for it.
   */
  scheduled(cell: Cell): boolean {
    const { id, type } = cell.model;
    const sent = { cellId: id, code: cell.model.sharedModel.getSource() };
    const runs = type === 'code' && willRun(sent);
    if (runs) {
      this._take(sent);
    }
    return runs;
  }

  /** Tell the server that a recorder is here and how the document stands. */
  announce(): void {
    const where = this._where();
    if (where) {
      const document = documentOf(this._cells());
      const intent = {
        ...intentOf(this._doors.id(), 'document', where),
        ...documentPart(document, this._known)
      };
      this._post(intent, document, where);
    }
  }

  /** The next executed cell shall open a run. False where there is no kernel to ask. */
  newRun(): boolean {
    const where = this._where();
    if (where) {
      this._doors.post(intentOf(this._doors.id(), 'new-run', where));
    }
    return where !== null;
  }

  /** The server has forgotten documents: tell all again if it is one of this notebook. */
  forget(digests: readonly string[]): void {
    if (this._known && digests.includes(this._known) && this._mayTellAgain()) {
      this._known = null;
      this._told.clear();
      this.announce();
    }
  }

  /** False where the server asks again and again: something in between lets it not through. */
  private _mayTellAgain(): boolean {
    const now = Date.now();
    this._again = this._again.filter(at => Math.abs(now - at) < AGAIN);
    return this._again.length < MOST_AGAIN && this._again.push(now) > 0;
  }

  private _where(): IWhere | null {
    const { context, sessionContext } = this.panel;
    const kernel = this._isDisposed ? null : sessionContext.session?.kernel;
    return kernel
      ? {
          kernelId: kernel.id,
          path: context.localPath,
          user: this._doors.user()
        }
      : null;
  }

  private _onSession(
    _: unknown,
    change: IChangedArgs<
      Session.ISessionConnection | null,
      Session.ISessionConnection | null,
      'session'
    >
  ): void {
    change.oldValue?.anyMessage.disconnect(this._onMessage, this);
    this._follow(change.newValue);
  }

  private _follow(session: Session.ISessionConnection | null): void {
    session?.anyMessage.connect(this._onMessage, this);
  }

  private _onKernel(): void {
    this._soon(() => this.announce());
  }

  /** A restart ends with the first status that is none of restarting. */
  private _onStatus(_: unknown, status: Kernel.Status): void {
    const restarting = status === 'restarting' || status === 'autorestarting';
    if (restarting) {
      this._ear.flush();
    } else if (this._restarting) {
      this._soon(() => this.announce());
    }
    this._restarting = restarting;
  }

  private _onMessage(_: unknown, args: Kernel.IAnyMessageArgs): void {
    const { direction, msg } = args;
    if (direction === 'recv' && msg.channel === 'iopub') {
      const kernel = this.panel.sessionContext.session?.kernel;
      if (kernel) {
        this._ear.hear(kernel, msg);
      }
    }
    if (direction !== 'send' || msg.header.msg_type !== 'execute_request') {
      return;
    }
    const { cellId, tags, runfolio } = msg.metadata;
    if (typeof cellId !== 'string') {
      return;
    }
    this._take({
      cellId,
      msgId: msg.header.msg_id,
      code: (msg.content as KernelMessage.IExecuteRequestMsg['content']).code,
      tags: Array.isArray(tags)
        ? tags.filter(tag => typeof tag === 'string')
        : [],
      runfolio: isRecord(runfolio) ? runfolio : undefined
    });
  }

  /** Scheduling and sending of one cell are one entry; the tick ends with the first macrotask. */
  private _take(sent: ISent): void {
    if (this._tick.length === 0) {
      this._soon(() => this._endTick());
    }
    const entry = this._unsent.get(sent.cellId);
    if (entry) {
      Object.assign(entry, sent);
      this._unsent.delete(sent.cellId);
      return;
    }
    this._tick.push(sent);
    if (!sent.msgId) {
      this._unsent.set(sent.cellId, sent);
    }
  }

  private _endTick(): void {
    const sent = this._tick;
    this._tick = [];
    this._unsent.clear();
    const where = this._where();
    if (where) {
      const cells = this._cells();
      const document = documentOf(cells);
      const part = documentPart(document, this._known);
      const intent = executionIntent(
        this._doors.id(),
        where,
        sent,
        cells,
        part
      );
      this._post(intent, document, where);
    }
  }

  /** Post an intent, and the texts that the server has not been told: long ones after it, so that
   * what was asked does not hang on them. */
  private _post(intent: Intent, document: IDocument, where: IWhere): void {
    this._known = document.digest;
    const [inline, ...parts] = this._told.parts(document);
    this._doors.post(
      Object.keys(inline).length ? { ...intent, sources: inline } : intent
    );
    for (const sources of parts) {
      this._doors.post({
        ...intentOf(this._doors.id(), 'document', where),
        document: document.digest,
        sources
      });
    }
  }

  private _cells(): ICellFacts[] {
    return Array.from(this.panel.content.model?.cells ?? [], cell =>
      this._factsOf(cell)
    );
  }

  private _factsOf(cell: ICellModel): ICellFacts {
    const source = cell.sharedModel.getSource();
    const type =
      cell.type === 'code' || cell.type === 'markdown' ? cell.type : 'raw';
    const off = saysOff(cell.getMetadata('tags'), cell.getMetadata('runfolio'));
    return {
      id: cell.id,
      type,
      source,
      digest: this._digest(cell, source),
      off
    };
  }

  private _digest(cell: ICellModel, source: string): string {
    const kept = this._digests.get(cell);
    if (kept?.source === source) {
      return kept.digest;
    }
    const digest = sourceDigest(source);
    this._digests.set(cell, { source, digest });
    return digest;
  }

  private _soon(what: () => void): void {
    setTimeout(() => {
      try {
        what();
      } catch (error) {
        this._doors.failed(error);
      }
    }, 0);
  }

  private _isDisposed = false;
  private _restarting = false;
  private readonly _ear: KernelEar;
  private _tick: ISent[] = [];
  /** Entries of the tick that were scheduled and not sent yet, by cell. */
  private readonly _unsent = new Map<string, ISent>();
  private _known: string | null = null;
  private readonly _told = new ToldSources();
  /** When the document was told again at the server's wish. */
  private _again: number[] = [];
  private readonly _digests = new WeakMap<
    ICellModel,
    { source: string; digest: string }
  >();
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

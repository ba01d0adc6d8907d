/**
 * Where intents lie until the server has confirmed them, so that a reload or a crash of the page
 * loses none: IndexedDB of this origin. All pages share it; a page that starts sends what another
 * one left, and what two pages send is one intent to the server (it knows them by intent_id).
 */

import { createStore, delMany, entries, set, type UseStore } from 'idb-keyval';

import type { Intent } from '../api/types';

/** Keeps intents beyond the life of a page. Nothing here ever rejects. */
export interface IKeep {
  /** What earlier pages left, oldest first. */
  left: () => Promise<Intent[]>;
  /** Keep one until it is dropped. */
  put: (intent: Intent) => void;
  /** These are with the server, or given up. */
  drop: (ids: readonly string[]) => void;
}

/** Kernels of older intents are gone as a rule: a claim on them could only mislead. */
export const KEPT_MILLISECONDS = 24 * 60 * 60 * 1000;

interface IKept {
  at: number;
  intent: Intent;
}

/** For a browser without IndexedDB (private windows): what waits lives in memory only. */
export const NO_KEEP: IKeep = {
  left: () => Promise.resolve([]),
  put: () => undefined,
  drop: () => undefined
};

/** Intents in IndexedDB; one database for each server that this origin serves. */
export class IndexedKeep implements IKeep {
  /**
   * @param base - the server's base URL.
   * @param failed - told once when the database cannot be used.
   */
  constructor(
    base: string,
    private readonly _failed: (error: unknown) => void
  ) {
    this._store = createStore(`runfolio:${base}`, 'intents');
  }

  async left(): Promise<Intent[]> {
    const found = await this._try(
      () => entries<string, IKept>(this._store),
      []
    );
    const kept = found.filter(([, { at }]) => isFresh(at));
    if (kept.length < found.length) {
      this.drop(found.filter(entry => !kept.includes(entry)).map(([id]) => id));
    }
    return kept
      .map(([, item]) => item)
      .sort((a, b) => a.at - b.at)
      .map(item => item.intent);
  }

  put(intent: Intent): void {
    const kept: IKept = { at: Date.now(), intent };
    void this._try(() => set(intent.intent_id, kept, this._store), undefined);
  }

  drop(ids: readonly string[]): void {
    void this._try(() => delMany([...ids], this._store), undefined);
  }

  private async _try<T>(work: () => Promise<T>, otherwise: T): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!this._said) {
        this._said = true;
        this._failed(error);
      }
      return otherwise;
    }
  }

  private readonly _store: UseStore;
  private _said = false;
}

const isFresh = (at: number): boolean =>
  Math.abs(Date.now() - at) < KEPT_MILLISECONDS;

/** The keep of this page, or none. */
export function openKeep(
  base: string,
  failed: (error: unknown) => void
): IKeep {
  try {
    return typeof indexedDB === 'undefined'
      ? NO_KEEP
      : new IndexedKeep(base, failed);
  } catch (error) {
    failed(error);
    return NO_KEEP;
  }
}

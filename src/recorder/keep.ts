/**
 * Where items of an outbox lie until the server has confirmed them, so that a reload or a crash of
 * the page loses none: IndexedDB of this origin. All pages share it; a page that starts sends what
 * another one left, and what two pages send is one item to the server (it knows them by their id).
 */

import { createStore, delMany, entries, set, type UseStore } from 'idb-keyval';

/** Keeps items beyond the life of a page. Nothing here ever rejects. */
export interface IKeep<T> {
  /** What earlier pages left, oldest first. */
  left: () => Promise<T[]>;
  /** Keep one until it is dropped. */
  put: (id: string, item: T) => void;
  /** These are with the server, or given up. */
  drop: (ids: readonly string[]) => void;
}

/** Kernels of older items are gone as a rule: a claim on them could only mislead. */
export const KEPT_MILLISECONDS = 24 * 60 * 60 * 1000;

interface IKept<T> {
  at: number;
  item?: T;
}

/** For a browser without IndexedDB (private windows): what waits lives in memory only. */
export const NO_KEEP = {
  left: (): Promise<never[]> => Promise.resolve([]),
  put: (): void => undefined,
  drop: (): void => undefined
};

/** Items in IndexedDB; one database for each outbox and server that this origin serves. */
export class IndexedKeep<T> implements IKeep<T> {
  /**
   * @param database - its name.
   * @param failed - told once when the database cannot be used.
   */
  constructor(
    database: string,
    private readonly _failed: (error: unknown) => void
  ) {
    this._store = createStore(database, 'items');
  }

  async left(): Promise<T[]> {
    const found = await this._try(
      () => entries<string, IKept<T>>(this._store),
      []
    );
    const kept = found.filter(([, { at }]) => isFresh(at));
    if (kept.length < found.length) {
      this.drop(found.filter(entry => !kept.includes(entry)).map(([id]) => id));
    }
    return kept
      .map(([, one]) => one)
      .sort((a, b) => a.at - b.at)
      .flatMap(one => one.item ?? []);
  }

  put(id: string, item: T): void {
    const kept: IKept<T> = { at: Date.now(), item };
    void this._try(() => set(id, kept, this._store), undefined);
  }

  drop(ids: readonly string[]): void {
    void this._try(() => delMany([...ids], this._store), undefined);
  }

  private async _try<R>(work: () => Promise<R>, otherwise: R): Promise<R> {
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
export function openKeep<T>(
  database: string,
  failed: (error: unknown) => void
): IKeep<T> {
  try {
    return typeof indexedDB === 'undefined'
      ? NO_KEEP
      : new IndexedKeep(database, failed);
  } catch (error) {
    failed(error);
    return NO_KEEP;
  }
}

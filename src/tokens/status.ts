/** How far what a model shows can be trusted. */

/** What is the matter, in words that a user can act on. */
export interface IFault {
  /** Code of the server's error, or `offline`, `server-missing`. */
  code: string;
  message: string;
  hint: string | null;
}

/**
 * loading: nothing yet. ready: up to date. stale: no answer for 10 s, what is shown is old.
 * missing: the server part is not there. error: the server part refused; `fault` says why.
 */
export type LoadState = 'loading' | 'ready' | 'stale' | 'missing' | 'error';

/** How far what a model shows can be trusted. */
export interface ILoadStatus {
  state: LoadState;
  /** When the last good answer came; null before the first. */
  updatedAt: Date | null;
  fault: IFault | null;
}

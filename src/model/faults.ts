import { ApiError } from '../api/errors';
import type { IFault } from '../tokens';

/** What went wrong, as a status tells it. */
export function faultOf(error: unknown): IFault {
  if (error instanceof ApiError) {
    const { code, message, hint } = error;
    return { code, message, hint };
  }
  return { code: 'internal', message: String(error), hint: null };
}

/** Intents as the outbox carries them. Pure. */

import type { Intent } from '../api/types';
import { bytesOf, type IItemKind, KEEPALIVE_BYTES } from './outbox';
import { sourcesSize } from './sources';

/** Of a page that goes away texts of cells, then lists of cells are left out where they alone are
 * too big. They stay kept, and the next page tells them. */
export const INTENTS: IItemKind<Intent> = {
  id: intent => intent.intent_id,
  weight: sourcesSize,
  fitted: whole => {
    if (bytesOf(whole) <= KEEPALIVE_BYTES) {
      return whole;
    }
    const intent = { ...whole, sources: null };
    return bytesOf(intent) <= KEEPALIVE_BYTES
      ? intent
      : { ...intent, cells: null };
  }
};

/** Documents that the server misses, but for those that still wait to be told. */
export function missing(
  unknown: readonly string[],
  waiting: readonly Intent[]
): string[] {
  return unknown.filter(
    digest => !waiting.some(one => one.document === digest && one.sources)
  );
}

/**
 * The texts of a document's cells, told to the server once each (docs/adr/0014). Pure.
 */

import type { Intent } from '../api/types';
import type { IDocument } from './intent';

/** Texts of together so many characters ride on the intent itself; more come after it. */
export const INLINE = 32_000;
/** One intent carries texts of so many characters: proxies refuse larger requests. */
export const CHUNK = 400_000;

const OFF = ['off', 'false', 'no'];

/** Does a cell's own metadata say that it is not recorded? (What its code says, the server reads.) */
export function saysOff(tags: unknown, own: unknown): boolean {
  if (Array.isArray(tags) && tags.includes('track:off')) {
    return true;
  }
  const { track, off } = (own ?? {}) as { track?: unknown; off?: unknown };
  const nested = (track as { off?: unknown } | null | undefined)?.off;
  return (
    OFF.includes(String(track).trim().toLowerCase()) ||
    isYes(off) ||
    isYes(nested)
  );
}

const isYes = (value: unknown): boolean =>
  ['true', 'on', 'yes'].includes(String(value).trim().toLowerCase());

/** Lone surrogates, which JSON can say and no UTF-8 can, become what their digest was made of. */
function wellFormed(text: string): string {
  return /\p{Surrogate}/u.test(text)
    ? new TextDecoder().decode(new TextEncoder().encode(text))
    : text;
}

/** Remembers which texts a page has told. */
export class ToldSources {
  /**
   * What is new in a document, in parts; marked as told. The first part is for the intent that
   * names the document, and empty where the texts are too long for it.
   */
  parts(document: IDocument): Record<string, string>[] {
    const fresh = [...document.sources].filter(
      ([digest]) => !this._told.has(digest)
    );
    fresh.forEach(([digest]) => this._told.add(digest));
    const size = fresh.reduce((sum, [, text]) => sum + text.length, 0);
    const parts: Record<string, string>[] = [{}];
    let room = size > INLINE ? 0 : INLINE;
    for (const [digest, text] of fresh) {
      if (text.length > room) {
        parts.push({});
        room = CHUNK;
      }
      parts[parts.length - 1][digest] = wellFormed(text);
      room -= text.length;
    }
    return parts;
  }

  /** The server has forgotten: all will be told again. */
  clear(): void {
    this._told.clear();
  }

  private readonly _told = new Set<string>();
}

/** How many characters of texts an intent carries. */
export function sourcesSize(intent: Intent): number {
  return Object.values(intent.sources ?? {}).reduce(
    (sum, text) => sum + text.length,
    0
  );
}

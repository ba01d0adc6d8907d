import type { RefObject } from 'react';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';

import type { ListEntry } from '../compare/shapes';

/**
 * Keeps what is in sight where it is when rows come above it, and counts the new ones.
 *
 * @returns how many new runs stand above what is in sight; 0 at the top of the list.
 */
export function useAnchor(
  scroller: RefObject<HTMLElement>,
  entries: readonly ListEntry[],
  heightOf: (entry: ListEntry) => number
): number {
  const [fresh, setFresh] = useState(0);
  const before = useRef<string | null>(null);

  useLayoutEffect(() => {
    const node = scroller.current;
    const above = entries.findIndex(entry => entry.id === before.current);
    if (node && node.scrollTop > 0 && above > 0) {
      const added = entries.slice(0, above);
      node.scrollTop += added.reduce((sum, entry) => sum + heightOf(entry), 0);
      setFresh(count => count + added.length);
    }
    before.current = entries[0]?.id ?? null;
  }, [entries, heightOf, scroller]);

  useEffect(() => {
    const node = scroller.current;
    const onScroll = (): void => {
      if (node?.scrollTop === 0) {
        setFresh(0);
      }
    };
    node?.addEventListener('scroll', onScroll, { passive: true });
    return () => node?.removeEventListener('scroll', onScroll);
  }, [scroller]);

  return fresh;
}

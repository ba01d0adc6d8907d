import {
  defaultRangeExtractor,
  useVirtualizer,
  type VirtualItem,
  type Virtualizer
} from '@tanstack/react-virtual';
import { useEffect, type RefObject } from 'react';

/** Rows from the end at which older ones are asked for. */
const NEAR_END = 20;

/** The rows of a long list that are in sight, and its virtualizer. */
export interface IRows {
  virtual: Virtualizer<HTMLDivElement, Element>;
  rows: VirtualItem[];
}

/** Draws only what is in sight, keeps the focus, and asks for older rows near the end. */
export function useRows(list: {
  entries: readonly { id: string }[];
  /** Index of the row with the focus: it is always drawn, so that the focus is never lost. */
  active: number;
  scroller: RefObject<HTMLDivElement>;
  heightOf: (index: number) => number;
  source: { readonly hasOlder: boolean; loadOlder: () => Promise<void> };
}): IRows {
  const { active, entries, heightOf, scroller, source } = list;
  const virtual = useVirtualizer<HTMLDivElement, Element>({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: heightOf,
    getItemKey: index => entries[index].id,
    overscan: 6,
    rangeExtractor: range =>
      [...new Set([active, ...defaultRangeExtractor(range)])].sort(
        (one, other) => one - other
      )
  });
  const rows = virtual.getVirtualItems();
  const lastShown = rows.length ? rows[rows.length - 1].index : 0;
  const wantsOlder = source.hasOlder && lastShown > entries.length - NEAR_END;
  useEffect(() => {
    if (wantsOlder) {
      void source.loadOlder();
    }
  }, [source, wantsOlder, entries.length]);
  return { virtual, rows };
}

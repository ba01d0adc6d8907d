import { useVirtualizer } from '@tanstack/react-virtual';
import type * as React from 'react';

import type { IGridColumn } from './layout';
import { ROW_HEIGHT } from './layout';
import type { IColumnWindow } from './row';

/** Rows and columns drawn beyond the edge, so that scrolling shows no gap. */
const ROWS_BEYOND = 8;
const COLUMNS_BEYOND = 3;

/** The rows in sight, with the empty room above and below in px. */
export interface IRowWindow {
  places: readonly number[];
  above: number;
  below: number;
  scrollTo: (place: number) => void;
}

/** Which of the scrolling rows are in sight of the scroller. */
export function useRowWindow(
  scroller: React.RefObject<HTMLElement>,
  count: number
): IRowWindow {
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: ROWS_BEYOND
  });
  const items = virtual.getVirtualItems();
  const last = items[items.length - 1];
  return {
    places: items.map(item => item.index),
    above: items[0]?.start ?? 0,
    below: last ? virtual.getTotalSize() - last.end : 0,
    scrollTo: place => virtual.scrollToIndex(place)
  };
}

/** Which columns are in sight: the pinned ones always, of the others those scrolled to. */
export function useColumnWindow(
  scroller: React.RefObject<HTMLElement>,
  columns: readonly IGridColumn[]
): IColumnWindow & { scrollTo: (place: number) => void } {
  const pinned = columns.filter(column => column.left !== null).length;
  const rest = columns.slice(pinned);
  const virtual = useVirtualizer({
    horizontal: true,
    count: rest.length,
    getScrollElement: () => scroller.current,
    estimateSize: index => rest[index].size,
    getItemKey: index => `${rest[index].id}:${rest[index].size}`,
    overscan: COLUMNS_BEYOND
  });
  const items = virtual.getVirtualItems();
  const last = items[items.length - 1];
  const places = columns.slice(0, pinned).map((_, at) => at);
  return {
    places: [...places, ...items.map(item => pinned + item.index)],
    before: items[0]?.start ?? 0,
    after: last ? virtual.getTotalSize() - last.end : 0,
    scrollTo: place => {
      if (place >= pinned) {
        virtual.scrollToIndex(place - pinned);
      }
    }
  };
}

import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import * as React from 'react';

import type { ListEntry } from '../compare/shapes';
import { useAspects } from '../draw/signals';
import { usePanel } from './context';
import { useMeasure, useWidth } from './hooks';
import { ListRow } from './ListRow';
import { handleKey } from './listActions';
import { NewRunsPill } from './NewRunsPill';
import { useAnchor } from './useAnchor';
import { scopeName } from './scopeMenu';

/** Heights of rows in px (style/panel.css). */
const RUN_ROW = 44;
const FOLD_ROW = 24;
/** Rows from the end at which older runs are asked for. */
const NEAR_END = 20;

const heightOf = (entry: ListEntry): number =>
  entry.kind === 'run' ? RUN_ROW : FOLD_ROW;

/** The runs, newest first: only the rows in sight are drawn. */
export function RunList({
  onFilter
}: {
  onFilter: () => void;
}): React.ReactElement {
  const context = usePanel();
  const { runs, trans } = context;
  useAspects(
    runs,
    'runs',
    'list',
    'selection',
    'hover',
    'metric',
    'scope',
    'filter'
  );
  const scroller = React.useRef<HTMLDivElement>(null);
  const width = useWidth(scroller);
  const measure = useMeasure(scroller);
  const entries = runs.list;
  const [activeId, setActiveId] = React.useState<string | null>(null);
  const found = entries.findIndex(entry => entry.id === activeId);
  const active = found < 0 ? 0 : found;
  const virtual = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: index => heightOf(entries[index]),
    getItemKey: index => entries[index].id,
    overscan: 6,
    // The row with the focus is always there, so that the focus is never lost.
    rangeExtractor: range =>
      [...new Set([active, ...defaultRangeExtractor(range)])].sort(
        (one, other) => one - other
      )
  });
  const fresh = useAnchor(scroller, entries, heightOf);
  const rows = virtual.getVirtualItems();
  const lastShown = rows.length ? rows[rows.length - 1].index : 0;
  const wantsOlder = runs.hasOlder && lastShown > entries.length - NEAR_END;
  React.useEffect(() => {
    if (wantsOlder) {
      void runs.loadOlder();
    }
  }, [runs, wantsOlder]);

  const moveTo = (index: number): void => {
    const entry = entries[index];
    if (entry) {
      setActiveId(entry.id);
      virtual.scrollToIndex(index);
      requestAnimationFrame(() => {
        const rowId = CSS.escape(entry.id);
        scroller.current
          ?.querySelector<HTMLElement>(`[data-entry="${rowId}"]`)
          ?.focus({ preventScroll: true });
      });
    }
  };
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const cursor = { entries, index: active, moveTo, filter: onFilter };
    if (handleKey(event, cursor, context)) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  return (
    <div className="rf-RunList">
      <div
        ref={scroller}
        className="rf-RunList-scroller"
        role="treegrid"
        aria-label={trans.__('Runs of %1', scopeName(context))}
        aria-multiselectable="true"
        aria-rowcount={entries.length}
        data-selecting={runs.selection.length > 0}
        onKeyDown={onKeyDown}
      >
        <div
          className="rf-RunList-all"
          role="presentation"
          style={{ height: virtual.getTotalSize() }}
        >
          {rows.map(row => (
            <ListRow
              key={row.key}
              entry={entries[row.index]}
              index={row.index}
              top={row.start}
              active={row.index === active}
              width={width}
              measure={measure}
              onActive={setActiveId}
            />
          ))}
        </div>
      </div>
      <NewRunsPill
        count={fresh}
        onClick={() => scroller.current?.scrollTo({ top: 0 })}
      />
    </div>
  );
}

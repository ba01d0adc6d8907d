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
import { useRows } from './useRows';

/** Heights of rows in px (style/panel.css). */
const RUN_ROW = 44;
const FOLD_ROW = 24;

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
  const { rows, virtual } = useRows({
    entries,
    active,
    scroller,
    heightOf: index => heightOf(entries[index]),
    source: runs
  });
  const fresh = useAnchor(scroller, entries, heightOf);

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

import * as React from 'react';

import { useAspects } from '../../draw/signals';
import { useComparison } from '../context';
import type { IEngine } from './engine';
import { Head } from './head';
import { useGridKeys } from './keys';
import type { IPlace } from './layout';
import { GROUP_HEIGHT, ROW_HEIGHT } from './layout';
import { GridRow } from './row';
import { useColumnWindow, useRowWindow } from './windows';

/** What the grid is drawn from. */
export interface IGridProps {
  engine: IEngine;
  /** Ids of selected rows. */
  selected: readonly string[];
  onSelect: (id: string) => void;
}

/**
 * The table itself: an ARIA grid with one tab stop. Heads and the baseline's row stay on top,
 * the run's name at the left; of all others only those in sight are drawn.
 */
export function Grid(props: IGridProps): React.ReactElement {
  const { engine, selected, onSelect } = props;
  const { model, trans } = useComparison();
  useAspects(model, 'hover');
  const scroller = React.useRef<HTMLDivElement>(null);
  const [active, setActive] = React.useState<IPlace>({ row: -1, column: 1 });

  // The baseline is the first row and does not scroll away.
  const first = engine.rows[0];
  const pinned = first?.row.baseline && first.depth === 0 ? 1 : 0;
  const rows = useRowWindow(scroller, engine.rows.length - pinned);
  const columns = useColumnWindow(scroller, engine.columns);
  const keys = useGridKeys({
    engine,
    active,
    onMove: place => {
      setActive(place);
      if (place.row >= pinned) {
        rows.scrollTo(place.row - pinned);
      }
      columns.scrollTo(place.column);
    },
    onSelect
  });
  const focus = useFocus(scroller, active);

  const window = useSame(columns);
  const against = pinned ? first.row : null;
  const draw = (index: number): React.ReactElement => {
    const item = engine.rows[index];
    return (
      <GridRow
        key={item.row.id}
        item={item}
        index={index}
        columns={engine.columns}
        window={window}
        active={active.row === index ? active.column : -1}
        against={against}
        selected={selected.includes(item.row.id)}
        hovered={model.hover.runId === item.row.run_id}
        onToggle={engine.toggle}
        onSelect={onSelect}
      />
    );
  };
  return (
    <div
      className="rf-Grid"
      ref={scroller}
      role="grid"
      aria-label={trans.__('Compared runs')}
      aria-rowcount={engine.rows.length + 2}
      aria-colcount={engine.columns.length}
      aria-multiselectable="true"
      style={{ scrollPaddingTop: GROUP_HEIGHT + ROW_HEIGHT * (1 + pinned) }}
      onKeyDown={keys.onKeyDown}
      onCopy={keys.onCopy}
      onBlur={focus.onBlur}
      onFocus={event => {
        focus.onFocus();
        const place = placeOf(event.target);
        if (place) {
          setActive(place);
        }
      }}
    >
      <div className="rf-Grid-top" role="rowgroup">
        <Head
          engine={engine}
          window={window}
          active={active.row === -1 ? active.column : -1}
        />
        {pinned === 1 && draw(0)}
      </div>
      <div className="rf-Grid-rows" role="rowgroup">
        <div role="presentation" style={{ height: rows.above }} />
        {rows.places.map(at => draw(at + pinned))}
        <div role="presentation" style={{ height: rows.below }} />
      </div>
    </div>
  );
}

/**
 * The focus follows the active place while it is inside of the grid; also when the focused cell
 * was drawn anew elsewhere, as a row is that became the baseline.
 */
function useFocus(
  scroller: React.RefObject<HTMLElement>,
  active: IPlace
): { onFocus: () => void; onBlur: () => void } {
  const inside = React.useRef(false);
  React.useEffect(() => {
    const grid = scroller.current;
    const focused = document.activeElement;
    const lost = !focused || focused === document.body;
    if (!grid || !inside.current || !(lost || grid.contains(focused))) {
      return;
    }
    const wanted = `${active.row}:${active.column}`;
    const place = focused?.closest('[data-place]');
    if (place?.getAttribute('data-place') !== wanted) {
      grid.querySelector<HTMLElement>(`[data-place="${wanted}"]`)?.focus();
    }
  });
  return {
    onFocus: () => {
      inside.current = true;
    },
    onBlur: () => {
      inside.current = false;
    }
  };
}

/** The last object while nothing in it changed, so that rows are not drawn again. */
function useSame<T extends object>(value: T): T {
  const last = React.useRef(value);
  if (JSON.stringify(last.current) !== JSON.stringify(value)) {
    last.current = value;
  }
  return last.current;
}

function placeOf(target: Element): IPlace | null {
  const place = target.closest('[data-place]')?.getAttribute('data-place');
  if (!place) {
    return null;
  }
  const [row, column] = place.split(':').map(Number);
  return { row, column };
}

import * as React from 'react';

import type { ListEntry } from '../compare/shapes';
import { usePanel } from './context';
import { FoldRow } from './FoldRow';
import type { Measure } from './measure';
import { rowName, RunRow } from './RunRow';

/** What one line of the list is drawn from. */
export interface IListRowProps {
  entry: ListEntry;
  index: number;
  /** Distance from the top of the list in px. */
  top: number;
  /** It holds the one tab stop. */
  active: boolean;
  width: number;
  measure: Measure;
  onActive: (id: string) => void;
}

/** What all lines have in common: place, focus, role. */
function frameOf(props: IListRowProps): React.HTMLAttributes<HTMLElement> {
  const { active, entry, index, onActive, top } = props;
  return {
    role: 'row',
    style: {
      transform: `translateY(${top}px)`,
      '--rf-depth': entry.kind === 'day' ? 0 : entry.depth
    } as React.CSSProperties,
    tabIndex: active ? 0 : -1,
    onFocus: () => onActive(entry.id),
    'aria-rowindex': index + 1
  };
}

/** One line of the list: a run, a fold or the heading of a day. */
export function ListRow(props: IListRowProps): React.ReactElement {
  const context = usePanel();
  const { runs } = context;
  const { entry, measure, width } = props;
  if (entry.kind === 'day') {
    return (
      <div {...frameOf(props)} data-entry={entry.id} className="rf-DayRow">
        <span role="gridcell">{entry.text}</span>
      </div>
    );
  }
  if (entry.kind === 'fold') {
    return (
      <div
        {...frameOf(props)}
        data-entry={entry.id}
        className="rf-FoldRow"
        data-fold={entry.fold}
        aria-level={entry.depth + 1}
        aria-expanded={entry.open}
        onClick={() => runs.toggleFold(entry.id)}
      >
        <FoldRow text={entry.text} open={entry.open} />
      </div>
    );
  }
  const { depth, open, run, subtitle } = entry;
  const selected = runs.selection.includes(run.run_id);
  const row = { run, subtitle, depth, selected, width, measure };
  const hovered = runs.hovered === run.run_id ? 'rf-mod-hovered' : '';
  return (
    <div
      {...frameOf(props)}
      data-entry={entry.id}
      className={`rf-RunRow ${hovered}`}
      aria-level={depth + 1}
      aria-expanded={open ?? undefined}
      aria-selected={selected}
      aria-label={rowName(row, context)}
      onClick={() => runs.toggleSelection(run.run_id)}
      onMouseEnter={() => runs.setHovered(run.run_id)}
      onMouseLeave={() => runs.setHovered(null)}
    >
      <RunRow {...row} />
    </div>
  );
}

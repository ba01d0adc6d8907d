import * as React from 'react';

import { timelineEntries, type TimelineEntry } from '../compare/timeline';
import { useAspects } from '../draw/signals';
import { fullDate } from '../format/dates';
import type { ITimelineModel } from '../tokens';
import { usePanel } from './context';
import { useLiveRun, useNow } from './hooks';
import { openMenu } from './menu';
import { goToCell, stepMenu } from './stepActions';
import { runNumbers, stepName } from './stepLook';
import { StepRow } from './StepRow';
import { useRows } from './useRows';
import { useStepKeys, type IStepKeys } from './useStepKeys';

/** Height of every row in px (style/panel.css). */
const ROW = 24;
/** How often «2 min ago» is renewed, in milliseconds. */
const HEADS_EVERY = 30_000;

/** The recorded steps, newest first: only the rows in sight are drawn. */
export function StepList(props: {
  timeline: ITimelineModel;
}): React.ReactElement {
  const { timeline } = props;
  const context = usePanel();
  const { live, runs, trans } = context;
  useAspects(timeline, 'steps', 'selection');
  useAspects(runs, 'runs');
  useLiveRun(live);
  const now = useNow(HEADS_EVERY);
  const { steps } = timeline;
  const entries = React.useMemo(
    () => timelineEntries(steps, now, trans),
    [steps, now, trans]
  );
  const scroller = React.useRef<HTMLDivElement>(null);
  const keys = useStepKeys({ timeline, entries, scroller });
  const { active } = keys;
  const { rows, virtual } = useRows({
    entries,
    active,
    scroller,
    heightOf: () => ROW,
    source: timeline
  });
  const selected = new Set(timeline.selected.map(step => step.step_id));
  return (
    <div
      ref={scroller}
      className="rf-StepList"
      role="grid"
      aria-label={trans.__('Steps of the notebook')}
      aria-multiselectable="true"
      aria-rowcount={entries.length}
      onKeyDown={keys.onKeyDown}
    >
      <div
        className="rf-RunList-all"
        role="presentation"
        style={{ height: virtual.getTotalSize() }}
      >
        {rows.map(row => (
          <Line
            key={row.key}
            entry={entries[row.index]}
            index={row.index}
            top={row.start}
            timeline={timeline}
            keys={keys}
            selected={selected}
          />
        ))}
      </div>
    </div>
  );
}

/** One line: the head of a kernel epoch, or a step. */
function Line(props: {
  entry: TimelineEntry;
  index: number;
  /** Distance from the top of the list in px. */
  top: number;
  timeline: ITimelineModel;
  keys: IStepKeys;
  /** step_ids of the selection. */
  selected: ReadonlySet<string>;
}): React.ReactElement {
  const { entry, index, keys, selected, timeline, top } = props;
  const context = usePanel();
  const frame = {
    role: 'row',
    style: { transform: `translateY(${top}px)` },
    tabIndex: index === keys.active ? 0 : -1,
    onFocus: () => keys.setActive(entry.id),
    'aria-rowindex': index + 1,
    'data-entry': entry.id
  };
  if (entry.kind === 'epoch') {
    return (
      <div {...frame} className="rf-DayRow">
        <span role="gridcell" title={fullDate(entry.last, context.trans)}>
          {entry.text}
        </span>
      </div>
    );
  }
  const { step } = entry;
  const numbers = runNumbers(step, context.live);
  const isSelected = selected.has(step.step_id);
  const menu = (at: Element): void =>
    openMenu(at, stepMenu(step, timeline, context));
  const onClick = (event: React.MouseEvent): void => {
    if (event.shiftKey) {
      keys.extendTo(entry.id);
    } else {
      keys.setActive(entry.id);
      goToCell(step, context);
    }
  };
  const onContextMenu = (event: React.MouseEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    menu(event.currentTarget);
  };
  return (
    <div
      {...frame}
      className="rf-StepRow"
      aria-selected={isSelected}
      aria-label={stepName(step, numbers, isSelected, context.trans)}
      data-cell={step.cell_id !== null}
      onClick={onClick}
      onContextMenu={onContextMenu}
    >
      <StepRow
        step={step}
        numbers={numbers.map(number => `#${number}`).join(' ')}
        onMenu={menu}
      />
    </div>
  );
}

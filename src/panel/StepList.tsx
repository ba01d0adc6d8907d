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
import { StepOutputs } from './StepOutputs';
import { StepRow } from './StepRow';
import { useRows } from './useRows';
import { useStepKeys, type IStepKeys } from './useStepKeys';

/** Height of every row in px (style/panel.css). */
const ROW = 24;
/** Height that outputs probably have, until they are drawn. */
const OUTPUTS = 48;
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
  const [opened, setOpened] = React.useState<string | null>(null);
  const entries = React.useMemo(
    () => timelineEntries(steps, now, trans, opened),
    [steps, now, trans, opened]
  );
  const scroller = React.useRef<HTMLDivElement>(null);
  const keys = useStepKeys({ timeline, entries, scroller, setOpened });
  const { active } = keys;
  const { rows, virtual } = useRows({
    entries,
    active,
    scroller,
    heightOf: index => (entries[index].kind === 'outputs' ? OUTPUTS : ROW),
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
            setOpened={setOpened}
            measure={virtual.measureElement}
          />
        ))}
      </div>
    </div>
  );
}

/** One line: the head of a kernel epoch, a step, or what came out of it. */
function Line(props: {
  entry: TimelineEntry;
  index: number;
  /** Distance from the top of the list in px. */
  top: number;
  timeline: ITimelineModel;
  keys: IStepKeys;
  /** step_ids of the selection. */
  selected: ReadonlySet<string>;
  setOpened: (stepId: string | null) => void;
  /** Tells the list how high a row is. */
  measure: (row: Element | null) => void;
}): React.ReactElement {
  const { entry, index, keys, selected, setOpened, timeline, top } = props;
  const context = usePanel();
  const frame = {
    role: 'row',
    style: { transform: `translateY(${top}px)` },
    tabIndex: index === keys.active ? 0 : -1,
    onFocus: () => keys.setActive(entry.id),
    'aria-rowindex': index + 1,
    'data-entry': entry.id,
    'data-index': index
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
  if (entry.kind === 'outputs') {
    return (
      <div
        {...frame}
        ref={props.measure}
        className="rf-StepOutputs"
        aria-label={context.trans.__('Outputs of step %1', step.seq)}
      >
        <StepOutputs step={step} timeline={timeline} />
      </div>
    );
  }
  const numbers = runNumbers(step, context.live, id => context.runs.find(id));
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
      aria-expanded={entry.open}
      aria-selected={isSelected}
      aria-label={stepName(step, numbers, isSelected, context.trans)}
      data-cell={step.cell_id !== null}
      onClick={onClick}
      onContextMenu={onContextMenu}
    >
      <StepRow
        step={step}
        numbers={numbers.map(number => `#${number}`).join(' ')}
        open={entry.open}
        onOpen={() => setOpened(entry.open ? null : entry.id)}
        onMenu={menu}
      />
    </div>
  );
}

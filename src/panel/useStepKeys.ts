import type { KeyboardEvent, RefObject } from 'react';
import { useRef, useState } from 'react';

import type { TimelineStep } from '../api/types';
import type { TimelineEntry } from '../compare/timeline';
import type { ITimelineModel } from '../tokens';
import { usePanel } from './context';
import { openMenu } from './menu';
import {
  goToCell,
  makeRun,
  splitHere,
  stepAction,
  stepMenu,
  type StepAction
} from './stepActions';

/** Actions that are about the step with the focus. */
type StepKind = Exclude<
  StepAction['kind'],
  'move' | 'edge' | 'undo' | 'escape' | 'close'
>;

/** Focus and keys of the list of steps. */
export interface IStepKeys {
  /** Index of the row that holds the one tab stop. */
  active: number;
  setActive: (id: string) => void;
  /** Select from where the selection began, else from the focus, to this row. */
  extendTo: (id: string) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

/** One tab stop that moves; Shift selects from where it began. */
export function useStepKeys(list: {
  timeline: ITimelineModel;
  entries: readonly TimelineEntry[];
  scroller: RefObject<HTMLElement>;
  /** Show the outputs of a step, or of none. */
  setOpened: (stepId: string | null) => void;
}): IStepKeys {
  const { entries, scroller, setOpened, timeline } = list;
  const context = usePanel();
  const [activeId, setActiveId] = useState<string | null>(null);
  const anchor = useRef<string | null>(null);
  const found = entries.findIndex(entry => entry.id === activeId);
  const active = found < 0 ? firstStep(entries) : found;

  const focus = (index: number): void => {
    const entry = entries[index];
    if (entry) {
      setActiveId(entry.id);
      requestAnimationFrame(() => {
        const row = scroller.current?.querySelector<HTMLElement>(
          `[data-entry="${CSS.escape(entry.id)}"]`
        );
        row?.focus({ preventScroll: true });
        row?.scrollIntoView?.({ block: 'nearest' });
      });
    }
  };
  const extendTo = (id: string): void => {
    if (!timeline.selected.length) {
      anchor.current = null;
    }
    anchor.current ??= idOf(entries[active]);
    if (anchor.current !== null) {
      timeline.select(anchor.current, id);
    }
    setActiveId(id);
  };
  const move = (by: number, extend: boolean): void => {
    const last = entries.length - 1;
    let to = Math.min(Math.max(active + by, 0), last);
    if (extend) {
      // A selection goes over outputs and ends before a head, which is no step either.
      if (entries[to]?.kind === 'outputs') {
        to = Math.min(Math.max(to + Math.sign(by), 0), last);
      }
      if (entries[to]?.kind !== 'step') {
        to -= Math.sign(by);
      }
      if (entries[to]?.kind === 'outputs') {
        to -= Math.sign(by);
      }
      extendTo(entries[to].id);
    }
    focus(to);
  };
  const toggle = (id: string): void => {
    if (timeline.selected.some(one => one.step_id === id)) {
      timeline.clear();
    } else {
      anchor.current = id;
      timeline.select(id, id);
    }
  };
  const onStep: Record<StepKind, (step: TimelineStep, row: Element) => void> = {
    go: step => goToCell(step, context),
    open: step => setOpened(step.step_id),
    toggle: step => toggle(step.step_id),
    split: step => splitHere(step, timeline, context),
    menu: (step, row) => openMenu(row, stepMenu(step, timeline, context)),
    make: step => void makeRun(timeline, step, context)
  };
  /** Fold the outputs away; from them go back to their step. */
  const close = (entry: TimelineEntry | undefined): void => {
    setOpened(null);
    if (entry?.kind === 'outputs') {
      focus(active - 1);
    }
  };
  /** False where the key means nothing now. */
  const act = (action: StepAction, row: Element): boolean => {
    const entry = entries[active];
    if (action.kind === 'move') {
      move(action.by, action.extend);
    } else if (action.kind === 'edge') {
      focus(action.end ? entries.length - 1 : 0);
    } else if (action.kind === 'undo') {
      void context.runs.edits.undo();
    } else if (action.kind === 'escape') {
      const any = timeline.selected.length > 0;
      timeline.clear();
      return any;
    } else if (action.kind === 'close') {
      close(entry);
    } else if (entry?.kind === 'step') {
      onStep[action.kind](entry.step, row);
    }
    return true;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const action = stepAction(event);
    // A button inside of a row has keys of its own.
    const row = event.target as Element;
    const inRow = row.getAttribute('role') === 'row';
    if (inRow && action && act(action, row)) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  return { active, setActive: setActiveId, extendTo, onKeyDown };
}

function idOf(entry: TimelineEntry | undefined): string | null {
  return entry?.kind === 'step' ? entry.id : null;
}

function firstStep(entries: readonly TimelineEntry[]): number {
  return Math.max(
    0,
    entries.findIndex(entry => entry.kind === 'step')
  );
}

/** What can be done with recorded steps, from menu, bar and keyboard alike. */
import type { TimelineStep } from '../api/types';
import {
  canBeOfRun,
  splitsAt,
  stepsBetween,
  type ISplit
} from '../compare/timeline';
import type { ITimelineModel } from '../tokens';
import type { IPanelContext } from './context';
import { IN_ANY_LIST, type IKey } from './listKeys';
import type { IMenuItem } from './menu';

/** What a key asks of the steps. */
export type StepAction =
  | { kind: 'move'; by: number; extend: boolean }
  | { kind: 'edge'; end: boolean }
  | { kind: 'go' | 'toggle' | 'escape' | 'make' | 'split' | 'menu' | 'undo' }
  | { kind: 'open' | 'close' };

const KEYS: Record<string, StepAction | undefined> = {
  ...IN_ANY_LIST,
  Enter: { kind: 'go' },
  ArrowRight: { kind: 'open' },
  ArrowLeft: { kind: 'close' },
  m: { kind: 'make' },
  s: { kind: 'split' },
  ContextMenu: { kind: 'menu' }
};

/** What a key means to the steps; null: nothing of ours, the event goes on. */
export function stepAction(key: IKey): StepAction | null {
  if (key.altKey) {
    return null;
  }
  if (key.ctrlKey || key.metaKey) {
    return key.key === 'z' && !key.shiftKey ? { kind: 'undo' } : null;
  }
  return key.shiftKey ? shiftAction(key) : (KEYS[key.key] ?? null);
}

function shiftAction({ key }: IKey): StepAction | null {
  if (key === 'F10') {
    return { kind: 'menu' };
  }
  const action = KEYS[key];
  return action?.kind === 'move' ? { ...action, extend: true } : null;
}

/** Show the cell of a step in its notebook. */
export function goToCell(
  step: TimelineStep,
  { doors, runs }: IPanelContext
): void {
  if (step.cell_id !== null && runs.path !== null) {
    doors.goToCell(runs.path, step.cell_id);
  }
}

/** Those of the selected steps that can be a run's: code of a console stays outside. */
export function makeable(timeline: ITimelineModel): readonly TimelineStep[] {
  return timeline.selected.filter(canBeOfRun);
}

/** Make a run of the selected steps; without a selection of this one. */
export async function makeRun(
  timeline: ITimelineModel,
  step: TimelineStep | null,
  { runs }: IPanelContext
): Promise<void> {
  const selected = makeable(timeline);
  const steps = selected.length || !step ? selected : [step].filter(canBeOfRun);
  if (steps.length) {
    await runs.edits.fromSteps(steps.map(one => one.step_id));
    if (!runs.edits.refusal) {
      timeline.clear();
    }
  }
}

/** Runs that can be split before a step. */
export function splits(
  step: TimelineStep,
  { hasOlder, steps }: ITimelineModel,
  { runs }: IPanelContext
): ISplit[] {
  return splitsAt(step, steps, hasOlder, id => runs.find(id));
}

/** Split the newest of the runs that can be split here. */
export function splitHere(
  step: TimelineStep,
  timeline: ITimelineModel,
  context: IPanelContext
): void {
  const found = splits(step, timeline, context);
  const last = found[found.length - 1];
  if (last) {
    void context.runs.edits.split(last.run_id, step.step_id);
  }
}

/** Make a run from this step to the newest of its kernel epoch that is here. */
function stepsFrom(
  step: TimelineStep,
  { steps }: ITimelineModel
): TimelineStep[] {
  const same = steps.find(
    other => other.kernel_id === step.kernel_id && other.epoch === step.epoch
  );
  return same
    ? stepsBetween(steps, step.step_id, same.step_id).filter(canBeOfRun)
    : [];
}

/** All that can be done with a step. */
export function stepMenu(
  step: TimelineStep,
  timeline: ITimelineModel,
  context: IPanelContext
): IMenuItem[] {
  const { runs, trans } = context;
  const { edits } = runs;
  const selected = makeable(timeline).length;
  const from = canBeOfRun(step) ? stepsFrom(step, timeline) : [];
  const found = splits(step, timeline, context);
  const none = { label: trans.__('Split run here'), disabled: true };
  return [
    {
      label: trans.__('Go to cell'),
      disabled: step.cell_id === null,
      run: () => goToCell(step, context)
    },
    {
      label: selected
        ? trans._n('Make a run of %1 step', 'Make a run of %1 steps', selected)
        : trans.__('Make a run of this step'),
      separated: true,
      disabled: !selected && !canBeOfRun(step),
      run: () => void makeRun(timeline, step, context)
    },
    {
      label: trans.__('Make a run from here'),
      disabled: from.length < 2,
      run: () => void edits.fromSteps(from.map(one => one.step_id))
    },
    ...(found.length
      ? found.map(({ number, run_id }) => ({
          label: trans.__('Split run #%1 here', number),
          run: () => void edits.split(run_id, step.step_id)
        }))
      : [{ ...none, run: () => undefined }])
  ];
}

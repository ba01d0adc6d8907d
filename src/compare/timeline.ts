/** The timeline of a notebook: its lines, ranges of steps, and what can be made of them. Pure. */
import type { Run, TimelineStep } from '../api/types';
import { formatDate } from '../format/dates';
import type { IWords } from '../format/words';
import { isChild } from './children';

/** A line: the head of a kernel epoch, a step, or below an opened step what came out of it. */
export type TimelineEntry =
  | { kind: 'epoch'; id: string; text: string; last: Date }
  | { kind: 'step'; id: string; step: TimelineStep; open: boolean }
  | { kind: 'outputs'; id: string; step: TimelineStep };

/**
 * The lines, newest first, with a head over the steps of each life of a kernel.
 * @param opened step_id of the step whose outputs are shown.
 */
export function timelineEntries(
  steps: readonly TimelineStep[],
  now: Date,
  words: IWords,
  opened: string | null = null
): TimelineEntry[] {
  return steps.flatMap((step, at): TimelineEntry[] => {
    const id = step.step_id;
    const open = id === opened;
    const lines: TimelineEntry[] = [{ kind: 'step', id, step, open }];
    if (open) {
      lines.push({ kind: 'outputs', id: `outputs:${id}`, step });
    }
    return at > 0 && sameEpoch(step, steps[at - 1])
      ? lines
      : [epochEntry(step, now, words), ...lines];
  });
}

/** `Kernel epoch 2 · yesterday 14:02`: which life of the kernel, and when it was used last. */
function epochEntry(
  step: TimelineStep,
  now: Date,
  words: IWords
): TimelineEntry {
  const last = new Date(step.started_at);
  return {
    kind: 'epoch',
    // By the newest step: a guest's kernel may come up more than once.
    id: `epoch:${step.step_id}`,
    text: words.__(
      'Kernel epoch %1 · %2',
      step.epoch,
      formatDate(last, now, words)
    ),
    last
  };
}

function sameEpoch(one: TimelineStep, other: TimelineStep): boolean {
  return one.kernel_id === other.kernel_id && one.epoch === other.epoch;
}

/**
 * The steps from one to another, in executed order. They are of the first one's kernel epoch:
 * what is beyond it stays out.
 * @param steps newest first, as the timeline has them.
 */
export function stepsBetween(
  steps: readonly TimelineStep[],
  from: string,
  to: string
): TimelineStep[] {
  const first = steps.findIndex(step => step.step_id === from);
  const last = steps.findIndex(step => step.step_id === to);
  if (first < 0 || last < 0) {
    return [];
  }
  return steps
    .slice(Math.min(first, last), Math.max(first, last) + 1)
    .filter(step => sameEpoch(step, steps[first]))
    .reverse();
}

/** Can the step be part of a run? Code of a console or tool and what never ran cannot. */
export function canBeOfRun({ origin, status }: TimelineStep): boolean {
  return (
    origin !== 'console' &&
    origin !== 'tool' &&
    !['queued', 'busy', 'aborted'].includes(status)
  );
}

/** A run that ends before a step, if a user wants that. */
export interface ISplit {
  run_id: string;
  number: number;
}

/**
 * Runs that can be split at a step: closed ones, no child runs, that executed it and another step before it.
 * @param steps newest first. hasOlder: there are more that are not here.
 */
export function splitsAt(
  step: TimelineStep,
  steps: readonly TimelineStep[],
  hasOlder: boolean,
  find: (runId: string) => Run | undefined
): ISplit[] {
  const earlier = steps.filter(
    other => sameEpoch(other, step) && other.seq < step.seq
  );
  return step.run_ids.flatMap((run_id, at) => {
    const followsOwn = earlier.some(other => other.run_ids.includes(run_id));
    // Of a step that is not here the server knows.
    const possible = followsOwn || (hasOlder && canReachOlder(step, steps));
    const run = find(run_id);
    const whole = run?.status !== 'open' && !(run && isChild(run));
    return possible && whole ? [{ run_id, number: step.run_numbers[at] }] : [];
  });
}

/** Is the step's kernel epoch the one at the end of what is here? */
function canReachOlder(
  step: TimelineStep,
  steps: readonly TimelineStep[]
): boolean {
  const last = steps[steps.length - 1];
  return last !== undefined && sameEpoch(last, step);
}

/** Can the runs become one? Closed ones of one kernel epoch; the server knows whether they followed each other. */
export function canMerge(runs: readonly Run[]): boolean {
  const [first] = runs;
  return (
    runs.length > 1 &&
    runs.every(
      run =>
        run.status !== 'open' &&
        run.parent_run_id === null &&
        run.kernel_id === first.kernel_id &&
        run.kernel_epoch === first.kernel_epoch
    )
  );
}

/** The first line that does something, for a list: neither blank nor a comment, if there is one. */
export function firstLine(code: string): string {
  const lines = code.split('\n').map(line => line.trim());
  const doing = lines.find(line => line !== '' && !line.startsWith('#'));
  return doing ?? lines.find(line => line !== '') ?? '';
}

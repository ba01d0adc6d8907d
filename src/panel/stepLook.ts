/** Icon and words of a step. Pure. */
import type { TranslationBundle } from '@jupyterlab/translation';

import type { Run, TimelineStep } from '../api/types';
import { isChild } from '../compare/children';
import { firstLine } from '../compare/timeline';
import { formatDuration } from '../format/durations';
import { faultIcon, killedIcon } from '../icons';
import type { ILiveModel } from '../tokens';
import type { IStatusLook } from './status';

/** A finished step shows nothing. */
export function stepLook(
  { status }: TimelineStep,
  trans: TranslationBundle
): IStatusLook | null {
  switch (status) {
    case 'failed':
      return { icon: faultIcon, word: trans.__('failed'), tone: 'error' };
    case 'interrupted':
      return { icon: killedIcon, word: trans.__('stopped by hand') };
    case 'aborted':
      return { icon: killedIcon, word: trans.__('never ran: aborted') };
    case 'lost':
      return { icon: killedIcon, word: trans.__('its end was not seen') };
    default:
      return null;
  }
}

/** Where the code came from, if not from a cell. */
export function originWord(
  { origin }: TimelineStep,
  trans: TranslationBundle
): string | null {
  switch (origin) {
    case 'console':
      return trans.__('console');
    case 'tool':
      return trans.__('tool');
    default:
      return null;
  }
}

/** `0.01 s`; of a step that runs the word. */
export function timeText(step: TimelineStep, trans: TranslationBundle): string {
  if (step.status === 'busy' || step.status === 'queued') {
    return step.status === 'busy' ? trans.__('busy') : trans.__('queued');
  }
  return step.duration === null ? '–' : formatDuration(step.duration, trans);
}

/**
 * Numbers of the runs that executed the step; of the open one as it probably is. Child runs are
 * told by their parent: a loop of folds would fill the row.
 */
export function runNumbers(
  step: TimelineStep,
  live: ILiveModel,
  find: (runId: string) => Run | undefined
): number[] {
  const numbers = step.run_numbers.filter((_, at) => {
    const known = find(step.run_ids[at]);
    return !known || !isChild(known);
  });
  const { run } = live;
  if (!run || numbers.includes(run.number)) {
    return numbers;
  }
  const block = run.live?.steps.find(other => other.step_id === step.step_id);
  return block && block.role !== 'inherited'
    ? [...numbers, run.number]
    : numbers;
}

/** «Step 5, cell [20], clf = …, failed, 0.01 s, run 4, not selected» */
export function stepName(
  step: TimelineStep,
  numbers: readonly number[],
  selected: boolean,
  trans: TranslationBundle
): string {
  const count = step.execution_count;
  return [
    trans.__('Step %1', step.seq),
    originWord(step, trans),
    count === null ? '' : trans.__('cell [%1]', count),
    firstLine(step.code),
    stepLook(step, trans)?.word,
    timeText(step, trans),
    ...numbers.map(number => trans.__('run %1', number)),
    selected ? trans.__('selected') : trans.__('not selected')
  ]
    .filter(Boolean)
    .join(', ');
}

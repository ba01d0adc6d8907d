/**
 * What must be said of steps and runs, in words (DESIGN §3.14). Pure. A flag that is not known
 * here is shown by its name: nothing that the record says is hidden.
 */
import type { Run, RunStep } from '../api/types';
import type { IWords } from '../format/words';
import { listText } from './parts';

type Flags = RunStep['flags'];
/** @param names variables or cells that the flag is about. */
type StepSpeaker = (names: readonly string[], words: IWords) => string;
/** @param count how many steps of the run have the flag. */
type RunSpeaker = (count: number, words: IWords) => string;

const REPEATED = 'repeated';
/** Names in a sentence at most: the rest is counted. */
const MOST_NAMES = 4;

/** `evals`, `X` and 3 more. */
function named(names: readonly string[], words: IWords): string {
  const shown = names.slice(0, MOST_NAMES).map(name => `\`${name}\``);
  const more = names.length - shown.length;
  return listText(
    more > 0 ? [...shown, words._n('%1 more', '%1 more', more)] : shown,
    words
  );
}

const STEP_SPEAKERS: Record<string, StepSpeaker | undefined> = {
  'stale-input': (names, words) =>
    words._n(
      '%2 was made before a cell above it ran again',
      '%2 were made before a cell above them ran again',
      names.length,
      named(names, words)
    ),
  'read-from-below': (names, words) =>
    words._n(
      '%2 was last made by a cell further down',
      '%2 were last made by cells further down',
      names.length,
      named(names, words)
    ),
  'carried-state': (names, words) =>
    words._n(
      '%2 goes on from an earlier execution: it was not made anew',
      '%2 go on from an earlier execution: they were not made anew',
      names.length,
      named(names, words)
    ),
  'out-of-order': (cells, words) =>
    words._n(
      '%1 cell further down ran before it',
      '%1 cells further down ran before it',
      cells.length
    ),
  skipped: (cells, words) =>
    words._n(
      '%1 cell before it had not run',
      '%1 cells before it had not run',
      cells.length
    ),
  'executed-elsewhere': (_, words) =>
    words.__('The cell is not in this notebook'),
  'edited-since': (_, words) =>
    words.__('The cell was edited after it ran; this is what ran'),
  'deleted-cell': (_, words) =>
    words.__('The cell was deleted, and what it defined lives on'),
  'earlier-epoch': (cells, words) =>
    words._n(
      '%1 cell before it ran in an earlier life of the kernel; what it shows is from then',
      '%1 cells before it ran in an earlier life of the kernel; what they show is from then',
      cells.length
    ),
  'outputs-dropped': (_, words) =>
    words.__('Its outputs were not kept: the disk was full'),
  'outputs-capped': (_, words) =>
    words.__(
      'Not all of its outputs were kept: they were too many or too large'
    ),
  'frontend-only': (_, words) =>
    words.__('Told by a browser tab: what came while it was closed is missing')
};

const RUN_SPEAKERS: Record<string, RunSpeaker | undefined> = {
  'stale-input': (count, words) =>
    words._n(
      '%1 step read what was made before a cell above ran again.',
      '%1 steps read what was made before a cell above ran again.',
      count
    ),
  'read-from-below': (count, words) =>
    words._n(
      '%1 step read what a cell further down had made last.',
      '%1 steps read what a cell further down had made last.',
      count
    ),
  'carried-state': (count, words) =>
    words._n(
      '%1 step went on with what was not made anew.',
      '%1 steps went on with what was not made anew.',
      count
    ),
  repeated: (count, words) =>
    words._n(
      '%1 cell was executed again within the run.',
      'Cells were executed again within the run, %1 times.',
      count
    ),
  'out-of-order': (count, words) =>
    words._n(
      '%1 cell ran after one that stands below it.',
      '%1 cells ran after one that stands below them.',
      count
    ),
  skipped: (count, words) =>
    words._n(
      'Cells were skipped at %1 place.',
      'Cells were skipped at %1 places.',
      count
    ),
  'executed-elsewhere': (count, words) =>
    words._n(
      '%1 step is of a cell that is not in this notebook.',
      '%1 steps are of cells that are not in this notebook.',
      count
    ),
  'edited-since': (count, words) =>
    words._n(
      '%1 cell was edited after it ran; what is shown is what ran.',
      '%1 cells were edited after they ran; what is shown is what ran.',
      count
    ),
  'deleted-cell': (count, words) =>
    words._n(
      '%1 cell was deleted, and what it had defined lived on.',
      '%1 cells were deleted, and what they had defined lived on.',
      count
    ),
  'earlier-epoch': (count, words) =>
    words._n(
      'Cells that were skipped at %1 place show what an earlier life of the kernel made.',
      'Cells that were skipped at %1 places show what an earlier life of the kernel made.',
      count
    ),
  'foreign-code': (count, words) =>
    words._n(
      '%1 step of a console or tool ran in between.',
      '%1 steps of a console or tool ran in between.',
      count
    ),
  'failed-after-result': (count, words) =>
    words._n(
      '%1 step failed after the result.',
      '%1 steps failed after the result.',
      count
    ),
  'killed-after-result': (_, words) =>
    words.__('The kernel was restarted or died after the result.'),
  interrupted: (_, words) => words.__('Stopped by hand.'),
  'steps-missing': (_, words) =>
    words.__('Cells ran that were not seen: the execution count jumped.'),
  'recorded-in-kernel': (_, words) =>
    words.__(
      'Recorded by the kernel itself: figures that IPython does not keep are missing.'
    ),
  'frontend-only': (_, words) =>
    words.__(
      'Recorded from the browser only: what ran or came while its tab was closed is missing.'
    )
};

/**
 * What to beware of in a step, one sentence without full stop a flag. That its cell had run before
 * is told by `timesExecuted`: it is how people work, and no caution.
 */
export function stepFlags(flags: Flags, words: IWords): string[] {
  return Object.entries(flags)
    .filter(([flag]) => flag !== REPEATED)
    .map(([flag, names]) => {
      const speak = STEP_SPEAKERS[flag];
      return speak ? speak(names, words) : unknown(flag, words);
    });
}

/** How often the step's cell had been executed in this life of its kernel, with this time. */
export function timesExecuted(flags: Flags): number {
  return Number(flags[REPEATED]?.[0] ?? 1);
}

/** What is to be said of a run, one sentence a flag. */
export function runFlags(run: Run, words: IWords): string[] {
  return Object.entries(run.flags).map(([flag, steps]) => {
    const speak = RUN_SPEAKERS[flag];
    return speak ? speak(steps.length, words) : `${unknown(flag, words)}.`;
  });
}

function unknown(flag: string, words: IWords): string {
  return words.__('The record says “%1”', flag);
}

/** Languages whose params are not read: guessed by patterns they would be no facts. Pure. */
import type { Run } from '../api/types';
import type { IWords } from '../format/words';
import { listText } from './parts';

/** The only language whose code is parsed for params; a run that tells none is of it. */
const READ = 'python';

/** Are the run's params read off its code? */
export function areParamsRead({ language }: Run): boolean {
  return (language ?? READ).toLowerCase() === READ;
}

/** `Params of R are not read`; empty where those of all the runs are. */
export function unreadText(runs: readonly Run[], words: IWords): string {
  const names = runs
    .filter(run => !areParamsRead(run))
    .map(run => nameOf(run.language ?? ''));
  return names.length
    ? words.__(
        'Params of %1 are not read',
        listText([...new Set(names)], words)
      )
    : '';
}

/** Kernels write `R` and `r`, `bash` and `julia`. */
function nameOf(language: string): string {
  return language.charAt(0).toUpperCase() + language.slice(1);
}

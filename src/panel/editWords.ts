/** What was done to runs, and what was refused, in words. Pure. */
import type { TranslationBundle } from '@jupyterlab/translation';

import type { Run } from '../api/types';
import { listText } from '../compare/parts';
import type { IRefusal, IRunEdit } from '../tokens';

/** So many runs are named; more are counted. */
const NAMED = 3;

/** `#4 and #5`, `5 runs`. */
function runsText(runs: readonly Run[], trans: TranslationBundle): string {
  return runs.length <= NAMED
    ? listText(
        runs.map(run => `#${run.number}`),
        trans
      )
    : trans.__('%1 runs', runs.length);
}

/** «#4 and #5 were merged into #8» */
export function editText(edit: IRunEdit, trans: TranslationBundle): string {
  const gone = runsText(edit.gone, trans);
  const made = runsText(edit.made, trans);
  switch (edit.kind) {
    case 'made':
      return trans.__('%1 was made of recorded steps', made);
    case 'split':
      return trans.__('%1 was split into %2', gone, made);
    case 'merged':
      return trans.__('%1 were merged into %2', gone, made);
    case 'moved':
      return trans._n(
        '%2 was moved below #%3',
        '%2 were moved below #%3',
        edit.made.length,
        made,
        edit.below?.number ?? '?'
      );
    default:
      return edit.gone.length === 1
        ? trans.__('%1 was deleted', gone)
        : trans.__('%1 were deleted', gone);
  }
}

/** What did not happen. */
export function refusedText(
  asked: IRefusal['asked'],
  trans: TranslationBundle
): string {
  switch (asked) {
    case 'delete':
      return trans.__('Not everything was deleted.');
    case 'make':
      return trans.__('No run was made of these steps.');
    case 'split':
      return trans.__('The run was not split.');
    case 'merge':
      return trans.__('The runs were not merged.');
    case 'move':
      return trans.__('The child runs were not moved.');
    case 'undo':
      return trans.__('It was not taken back.');
    default:
      return trans.__('The change was not saved.');
  }
}

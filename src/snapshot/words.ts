/**
 * What a shown snapshot says of itself. Pure.
 */

import type { TranslationBundle } from '@jupyterlab/translation';

import type { Run, Snapshot } from '../api/types';

/** Title of the tab: «digits #14 as opened». */
export function titleOf(
  run: Run,
  moment: Snapshot['moment'],
  trans: TranslationBundle
): string {
  const file = run.notebook_path.split('/').pop() ?? '';
  const stem = file.replace(/\.ipynb$/, '');
  return moment === 'opened'
    ? trans.__('%1 #%2 as opened', stem, run.number)
    : trans.__('%1 #%2 as closed', stem, run.number);
}

/** Where it is from, when it was taken, and what is not in it. */
export function noteOf(snapshot: Snapshot, trans: TranslationBundle): string {
  const at = new Date(snapshot.taken_at).toLocaleString();
  const source =
    snapshot.source === 'browser'
      ? trans.__('The notebook as the browser had it, %1.', at)
      : trans.__('The notebook as it was saved, read %1.', at);
  return [source, ...gapsOf(snapshot, trans)].join(' ');
}

function gapsOf(snapshot: Snapshot, trans: TranslationBundle): string[] {
  const gaps: string[] = [];
  const { redactions } = snapshot;
  if (redactions) {
    gaps.push(
      trans._n('%1 secret removed.', '%1 secrets removed.', redactions)
    );
  }
  const cells = Object.keys(snapshot.left_out).length;
  if (cells) {
    gaps.push(
      trans._n(
        '%1 cell without its text: turned off, too large or not stored.',
        '%1 cells without their text: turned off, too large or not stored.',
        cells
      )
    );
  }
  return gaps;
}

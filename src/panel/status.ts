/** Icon and word of a run's status. */

import type { TranslationBundle } from '@jupyterlab/translation';
import type { LabIcon } from '@jupyterlab/ui-components';
import { circleEmptyIcon } from '@jupyterlab/ui-components';

import type { Run } from '../api/types';
import { faultIcon, killedIcon } from '../icons';

/** How a status is drawn. */
export interface IStatusLook {
  icon: LabIcon;
  word: string;
  tone?: 'error' | 'brand';
}

/** A finished run shows nothing. */
export function statusLook(
  run: Run,
  trans: TranslationBundle
): IStatusLook | null {
  switch (run.status) {
    case 'open':
      return {
        icon: circleEmptyIcon,
        word: trans.__('open'),
        tone: 'brand'
      };
    case 'failed':
      return { icon: faultIcon, word: trans.__('failed'), tone: 'error' };
    case 'killed':
      return { icon: killedIcon, word: trans.__('killed') };
    default:
      return null;
  }
}

import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { INotebookTracker } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import type { IComparisonOpener, IRecorder, IRunsModel } from '../tokens';

/** What the commands work on. */
export interface ICommandParts {
  commands: CommandRegistry;
  shell: JupyterFrontEnd.IShell;
  runs: IRunsModel;
  tracker: INotebookTracker | null;
  recorder: IRecorder | null;
  opener: IComparisonOpener | null;
  trans: TranslationBundle;
}

/** Path that a command is about: its argument, else the notebook in front. */
export function pathOf(
  args: ReadonlyPartialJSONObject,
  parts: ICommandParts
): string | null {
  if (typeof args.path === 'string') {
    return args.path;
  }
  return parts.tracker?.currentWidget?.context.localPath ?? null;
}

/** How commands describe their argument `path`. */
export const pathArgument = (trans: TranslationBundle) => ({
  args: {
    type: 'object',
    properties: {
      path: {
        type: 'string',
        description: trans.__('Path of the notebook; the one in front.')
      }
    }
  }
});

/** Why all that records is off. */
export const missingWords = (trans: TranslationBundle): string =>
  trans.__('Nothing is recorded: the Runfolio server part does not answer.');

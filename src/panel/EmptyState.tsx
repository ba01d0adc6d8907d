import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { IRunsModel } from '../tokens';
import { usePanel } from './context';

/** Why the list is empty. */
export type EmptyKind =
  'missing' | 'filter' | 'off' | 'notebook' | 'no-notebook';

/** The reason, the most telling first; pure. */
export function emptyKind(runs: IRunsModel): EmptyKind {
  if (runs.status.state === 'missing') {
    return 'missing';
  }
  if (runs.filter && runs.runs.length > 0) {
    return 'filter';
  }
  if (runs.path === null || runs.scope.kind !== 'notebook') {
    return 'no-notebook';
  }
  return runs.isRecording(runs.path) === false ? 'off' : 'notebook';
}

interface IEmptyWords {
  title: string;
  text: string;
  code?: boolean;
  label?: string;
  primary?: boolean;
}

function wordsOf(
  kind: EmptyKind,
  filter: string,
  trans: TranslationBundle
): IEmptyWords {
  switch (kind) {
    case 'missing':
      return {
        title: trans.__('No runs to show'),
        text: trans.__('Runs appear here when the server part answers.'),
        label: trans.__('Retry')
      };
    case 'filter':
      return {
        title: trans.__('No run matches'),
        text: filter,
        code: true,
        label: trans.__('Clear filter')
      };
    case 'off':
      return {
        title: trans.__('Recording is off for this notebook'),
        text: trans.__('Cells that run now are not kept.'),
        label: trans.__('Turn on'),
        primary: true
      };
    case 'notebook':
      return {
        title: trans.__('No runs of this notebook yet'),
        text: trans.__('Run a cell: the run appears here by itself.'),
        label: trans.__('Run all cells'),
        primary: true
      };
    default:
      return {
        title: trans.__('No runs yet'),
        text: trans.__('Open a notebook and run a cell.')
      };
  }
}

/** Says why there is nothing to list, and what to do about it. */
export function EmptyState(): React.ReactElement {
  const { doors, runs, trans } = usePanel();
  const kind = emptyKind(runs);
  const words = wordsOf(kind, runs.filter, trans);
  const act: Record<EmptyKind, () => void> = {
    missing: () => void runs.refresh(),
    filter: () => runs.setFilter(''),
    off: () =>
      void runs.edits.attempt(runs.setRecording(true, runs.path ?? undefined)),
    notebook: doors.runAll,
    'no-notebook': () => undefined
  };
  const classes = words.primary ? 'rf-mod-primary' : '';
  return (
    <div className="rf-Empty" role="status">
      <b>{words.title}</b>
      {words.code ? (
        <code className="rf-Empty-filter">{words.text}</code>
      ) : (
        <div className="rf-Empty-text">{words.text}</div>
      )}
      {words.label && (
        <button
          type="button"
          className={`rf-Button ${classes}`}
          onClick={act[kind]}
        >
          {words.label}
        </button>
      )}
    </div>
  );
}

import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { runFlags } from '../compare/flags';
import { useAspects } from '../draw/signals';
import { cautionIcon, faultIcon } from '../icons';
import type { ILoadStatus, IRemovedRun } from '../tokens';
import { useComparison } from './context';

/** What is the matter: a fault, old figures, deleted runs. It replaces nothing that is still true. */
export function Banners(): React.ReactElement {
  const { model } = useComparison();
  return (
    <>
      <StatusBanner
        status={model.status}
        onRetry={() => void model.refresh()}
      />
      {model.removed.map(run => (
        <Deleted key={run.run_id} run={run} />
      ))}
      <Honesty />
    </>
  );
}

/** «#9 was deleted»: take it back, or go on without it. */
function Deleted({ run }: { run: IRemovedRun }): React.ReactElement {
  const { model, runs, trans } = useComparison();
  const restore = (): void => {
    const work = model.restoreRun(run.run_id);
    // A refusal is said in the panel, as that of its own Undo.
    void (runs?.edits.attempt(work) ?? work);
  };
  return (
    <div className="rf-Notice" role="status">
      <cautionIcon.react tag="span" className="rf-tone-caution" />
      <span>
        {run.number === null
          ? trans.__('A run of this comparison was deleted')
          : trans.__('#%1 was deleted', run.number)}
      </span>
      <button
        type="button"
        className="rf-Button"
        title={trans.__('Restore from the trash')}
        onClick={restore}
      >
        {trans.__('Undo')}
      </button>
      <button
        type="button"
        className="rf-Button"
        title={trans.__('Remove from this comparison')}
        onClick={() => model.removeRun(run.run_id)}
      >
        {trans.__('Remove')}
      </button>
    </div>
  );
}

/** So many runs are spoken of at first. */
const SPOKEN = 2;

/** What must be said of the compared runs: one line a run. */
function Honesty(): React.ReactElement | null {
  const { model, trans } = useComparison();
  useAspects(model, 'runs', 'state');
  const [all, setAll] = React.useState(false);
  const lines = model.runs
    .map(run => ({ run, said: runFlags(run, trans) }))
    .filter(({ said }) => said.length > 0);
  if (!lines.length) {
    return null;
  }
  const shown = all ? lines : lines.slice(0, SPOKEN);
  const more = lines.length - SPOKEN;
  return (
    <div className="rf-Honesty" role="note">
      <cautionIcon.react tag="span" className="rf-Icon rf-tone-caution" />
      <ul>
        {shown.map(({ run, said }) => (
          <li key={run.run_id}>
            <b>#{run.number}</b> {said.join(' ')}
          </li>
        ))}
      </ul>
      {more > 0 && (
        <button
          type="button"
          className="rf-Link"
          aria-expanded={all}
          onClick={() => setAll(!all)}
        >
          {all
            ? trans.__('Less')
            : trans._n('%1 more run', '%1 more runs', more)}
        </button>
      )}
    </div>
  );
}

/** One sentence what happened, one what is safe, one button. Nothing while all is well. */
export function StatusBanner(props: {
  status: ILoadStatus;
  onRetry: () => void;
}): React.ReactElement | null {
  const { trans } = useComparison();
  const { state } = props.status;
  if (state === 'ready' || state === 'loading') {
    return null;
  }
  const stale = state === 'stale';
  const Icon = stale ? cautionIcon : faultIcon;
  return (
    <div className="rf-Notice" role={stale ? 'status' : 'alert'}>
      <Icon.react
        tag="span"
        className={stale ? 'rf-tone-caution' : 'rf-tone-error'}
      />
      <span>
        {whatHappened(props.status, trans)}{' '}
        <span className="rf-second">{whatIsSafe(props.status, trans)}</span>
      </span>
      <button type="button" className="rf-Button" onClick={props.onRetry}>
        {trans.__('Retry')}
      </button>
    </div>
  );
}

function whatHappened(
  { state, updatedAt, fault }: ILoadStatus,
  trans: TranslationBundle
): string {
  if (state === 'stale' && updatedAt) {
    return trans.__('Not up to date since %1.', updatedAt.toLocaleTimeString());
  }
  return state === 'missing'
    ? trans.__('The Runfolio server part does not answer.')
    : (fault?.message ?? trans.__('The server did not answer.'));
}

function whatIsSafe(
  { state, fault }: ILoadStatus,
  trans: TranslationBundle
): string {
  return state === 'stale'
    ? trans.__('What is shown is the last that the server told.')
    : (fault?.hint ?? trans.__('Your notebook works as usual.'));
}

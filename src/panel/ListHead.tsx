import { caretDownIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import { isChild } from '../compare/children';
import type { ListEntry } from '../compare/shapes';
import { useAspects } from '../draw/signals';
import { usePanel } from './context';
import { Icon } from './icon';
import { openMenu } from './menu';
import { metricMenu, pickWord } from './metricMenu';

/** How many runs the list holds, those inside folds counted. */
export function countRuns(list: readonly ListEntry[]): number {
  const ids = new Set<string>();
  for (const entry of list) {
    if (entry.kind === 'run') {
      ids.add(entry.run.run_id);
    } else if (entry.kind === 'fold') {
      entry.runs.forEach(run => ids.add(run.run_id));
    }
  }
  return ids.size;
}

/** Count of runs and the metric that the list shows. */
export function ListHead({
  loading
}: {
  loading: boolean;
}): React.ReactElement {
  const context = usePanel();
  const { runs, trans } = context;
  useAspects(runs, 'list', 'runs', 'metric', 'filter');
  const all = runs.runs.length;
  const children = runs.runs.filter(isChild).length;
  const plus = runs.hasOlder ? '+' : '';
  const filtered = runs.filter && !runs.filterFault;
  const count = filtered
    ? trans._n('%2 of %1 run', '%2 of %1 runs', all, countRuns(runs.list))
    : trans._n('%1 run', '%1 runs', all - children);
  const title =
    children && !filtered
      ? trans._n('and %1 child run', 'and %1 child runs', children)
      : undefined;
  return (
    <div className="rf-ListHead">
      <span className="rf-ListHead-count" title={title}>
        {loading ? trans.__('Loading runs') : count + plus}
      </span>
      {runs.metric !== null && (
        <button
          type="button"
          className="rf-ListHead-metric"
          aria-haspopup="menu"
          title={trans.__('Choose the metric that is shown')}
          onClick={event => openMenu(event.currentTarget, metricMenu(context))}
        >
          <span className="rf-ListHead-name">
            {runs.metric} · {pickWord(runs.metricPick, context)}
          </span>
          <Icon icon={caretDownIcon} small />
        </button>
      )}
    </div>
  );
}

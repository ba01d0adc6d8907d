import { closeIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import type { IRow } from '../compare/shapes';
import { wholeSubtitle } from '../compare/subtitle';
import { Marker } from '../draw/marker';
import { useAspects } from '../draw/signals';
import { eyeIcon, eyeOffIcon } from './icons';
import { useComparison } from './context';
import { fittedText } from './words';

/** The compared runs in the order of the comparison, child runs too, replicates as one. */
export function Chips(): React.ReactElement {
  const { model, trans } = useComparison();
  useAspects(model, 'hover');
  const order = new Map(model.state.runs.map((runId, at) => [runId, at]));
  const rows = chipRows(model.table.rows).sort(
    (a, b) => (order.get(a.run_id) ?? 0) - (order.get(b.run_id) ?? 0)
  );
  return (
    <div
      className="rf-Chips"
      role="list"
      aria-label={trans.__('Compared runs')}
    >
      {rows.map(row => (
        <Chip key={row.id} row={row} />
      ))}
    </div>
  );
}

/** The rows that are runs of their own or replicates; one run's results are its row's. */
function chipRows(rows: readonly IRow[]): IRow[] {
  return rows
    .filter(row => row.kind !== 'result')
    .flatMap(row =>
      row.kind === 'replicates' ? [row] : [row, ...chipRows(row.children)]
    );
}

/** One run: marker with its dash, number, what changed; hide and remove on hover and focus. */
function Chip({ row }: { row: IRow }): React.ReactElement {
  const { model, trans } = useComparison();
  const runIds = runsOf(row);
  const hidden = runIds.every(id => model.state.hiddenRuns.includes(id));
  const toggle = (): void => {
    const others = model.state.hiddenRuns.filter(id => !runIds.includes(id));
    model.update({ hiddenRuns: hidden ? others : [...others, ...runIds] });
  };
  const label = row.kind === 'replicates' ? row.label : `#${row.run.number}`;
  const hovered =
    model.hover.runId !== null && runIds.includes(model.hover.runId);
  return (
    <div
      className="rf-Chip"
      role="listitem"
      data-hidden={hidden || undefined}
      data-hover={hovered || undefined}
      title={wholeSubtitle(row.subtitle)}
      onMouseEnter={() => model.setHover({ runId: row.run_id })}
      onMouseLeave={() => model.setHover({ runId: null })}
    >
      <Marker style={row.style} line />
      <b>{label}</b>
      {row.run.name && row.kind !== 'replicates' && (
        <span className="rf-Chip-name">{row.run.name}</span>
      )}
      {row.baseline && <span className="rf-Word">{trans.__('baseline')}</span>}
      {!row.baseline && (
        <span className="rf-Chip-subtitle">
          {fittedText(row.subtitle, 160)}
        </span>
      )}
      <button
        type="button"
        className="rf-Chip-action"
        aria-pressed={hidden}
        aria-label={trans.__('Hide %1 in charts', label)}
        title={trans.__('Hide in charts')}
        onClick={toggle}
      >
        {hidden ? (
          <eyeOffIcon.react tag="span" />
        ) : (
          <eyeIcon.react tag="span" />
        )}
      </button>
      <button
        type="button"
        className="rf-Chip-action"
        aria-label={trans.__('Remove %1 from this comparison', label)}
        title={trans.__('Remove from this comparison')}
        onClick={() => runIds.forEach(id => model.removeRun(id))}
      >
        <closeIcon.react tag="span" />
      </button>
    </div>
  );
}

/** The runs that a row stands for: of a replicate group, all of them. */
function runsOf(row: IRow): string[] {
  return row.kind === 'replicates'
    ? row.children.map(child => child.run_id)
    : [row.run_id];
}

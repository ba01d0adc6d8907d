import * as React from 'react';

import type { IRow } from '../../compare/shapes';
import { ChartsBelow } from '../chartsBelow';
import type { IComparisonState } from '../../tokens';
import { useComparison } from '../context';
import { FindBox, Select, Switch } from '../controls';
import { useSize } from '../near';
import { ColumnsMenu } from './columnsMenu';
import { useEngine } from './engine';
import { Grid } from './grid';
import { findColumns } from './layout';

/** Charts stand below the table from this height of both on, in px. */
const CHARTS_FROM = 560;

/** The table with its controls, and charts below it. */
export function TableView(): React.ReactElement {
  const { model, trans } = useComparison();
  const { state, table } = model;
  const root = React.useRef<HTMLDivElement>(null);
  const roomy = (useSize(root)?.height ?? 0) >= CHARTS_FROM;
  const [find, setFind] = React.useState('');
  const [selected, setSelected] = React.useState<readonly string[]>([]);
  const shown = React.useMemo(
    () => findColumns(table.columns, find),
    [table.columns, find]
  );
  const update = React.useCallback(
    (change: Partial<IComparisonState>) => model.update(change),
    [model]
  );
  const engine = useEngine(table, shown, state, update);
  const select = React.useCallback(
    (id: string) =>
      setSelected(now =>
        now.includes(id) ? now.filter(other => other !== id) : [...now, id]
      ),
    []
  );
  const rows = engine.rows
    .map(item => item.row)
    .filter(row => selected.includes(row.id));
  return (
    <div className="rf-Table" ref={root}>
      <div className="rf-Controls">
        <Switch
          text={trans.__('Only differing')}
          title={trans.__('Only columns in which these runs differ (d)')}
          on={state.onlyDiffering}
          onChange={onlyDiffering => model.update({ onlyDiffering })}
        />
        <span className="rf-second" role="status">
          {trans.__('%1 of %2 columns', shown.length, table.allColumns.length)}
        </span>
        <FindBox
          placeholder={trans.__('Find a column')}
          value={find}
          onChange={setFind}
        />
        {table.resort && (
          <button
            type="button"
            className="rf-Button"
            onClick={() => model.resort()}
          >
            {trans.__('Re-sort')}
          </button>
        )}
        <Selected rows={rows} onClear={() => setSelected([])} />
        <span className="rf-spacer" />
        <Switch
          text={trans.__('Group replicates')}
          title={trans.__('Runs of the same code and params as one row')}
          on={state.groupReplicates}
          onChange={groupReplicates => model.update({ groupReplicates })}
        />
        <Select
          label={trans.__('Metrics')}
          value={state.pick}
          options={[
            { value: 'last', text: trans.__('last') },
            { value: 'min', text: trans.__('min') },
            { value: 'max', text: trans.__('max') }
          ]}
          onChange={pick => model.update({ pick })}
        />
        <Switch
          text={trans.__('Charts below')}
          on={state.chartsBelow}
          onChange={chartsBelow => model.update({ chartsBelow })}
        />
        <ColumnsMenu />
      </div>
      <Grid engine={engine} selected={selected} onSelect={select} />
      {state.chartsBelow && roomy && <ChartsBelow />}
    </div>
  );
}

/** What can be done with selected rows: show the differences of two, take them away. */
function Selected(props: {
  rows: readonly IRow[];
  onClear: () => void;
}): React.ReactElement | null {
  const { rows, onClear } = props;
  const { model, trans } = useComparison();
  if (!rows.length) {
    return null;
  }
  const [left, right] = rows;
  return (
    <span className="rf-Table-selected" role="status">
      {trans.__('%1 selected', rows.length)}
      {rows.length === 2 && left.run_id !== right.run_id && (
        <button
          type="button"
          className="rf-Button rf-mod-primary"
          onClick={() =>
            model.update({
              tab: 'differences',
              left: left.run_id,
              right: right.run_id
            })
          }
        >
          {trans.__('Differences')}
        </button>
      )}
      <button
        type="button"
        className="rf-Button"
        onClick={() => {
          new Set(rows.map(row => row.run_id)).forEach(runId =>
            model.removeRun(runId)
          );
          onClear();
        }}
      >
        {trans.__('Remove')}
      </button>
    </span>
  );
}

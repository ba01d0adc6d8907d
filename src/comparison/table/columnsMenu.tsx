import { caretDownEmptyIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import { groupTitle } from '../../compare/columns';
import type { ColumnGroup, IColumn } from '../../compare/shapes';
import { useComparison } from '../context';
import { Switch } from '../controls';
import { columnsIcon } from '../icons';
import { Popover } from '../popover';

/** Which columns there are: a check box each, by group; observations are off at first. */
export function ColumnsMenu(): React.ReactElement {
  const { trans } = useComparison();
  return (
    <Popover
      end
      title={trans.__('Columns')}
      button={
        <>
          <columnsIcon.react tag="span" />
          {trans.__('Columns')}
          <caretDownEmptyIcon.react tag="span" />
        </>
      }
    >
      {() => <ColumnChoices />}
    </Popover>
  );
}

function ColumnChoices(): React.ReactElement {
  const { model, trans } = useComparison();
  const { state, table } = model;
  const groups: ColumnGroup[] = [
    'metrics',
    'params',
    'environment',
    'observations'
  ];
  const hide = (id: string, hidden: boolean): void => {
    const others = state.hiddenColumns.filter(other => other !== id);
    model.update({ hiddenColumns: hidden ? [...others, id] : others });
  };
  return (
    <>
      <Switch
        text={trans.__('Observations')}
        title={trans.__('Printed numbers that are no result')}
        on={state.observations}
        onChange={observations => model.update({ observations })}
      />
      {groups.map(group => {
        const columns = table.allColumns.filter(
          column => column.group === group
        );
        const off = group === 'observations' && !state.observations;
        return columns.length && !off ? (
          <fieldset key={group} className="rf-Columns-group">
            <legend>{groupTitle(group, trans)}</legend>
            {columns.map(column => (
              <ColumnChoice
                key={column.id}
                column={column}
                shown={!state.hiddenColumns.includes(column.id)}
                onChange={shown => hide(column.id, !shown)}
              />
            ))}
          </fieldset>
        ) : null;
      })}
    </>
  );
}

function ColumnChoice(props: {
  column: IColumn;
  shown: boolean;
  onChange: (shown: boolean) => void;
}): React.ReactElement {
  const { column, shown, onChange } = props;
  return (
    <label className="rf-Columns-choice" title={column.title}>
      <input
        type="checkbox"
        checked={shown}
        onChange={event => onChange(event.target.checked)}
      />
      <span>{column.kind === 'curve' ? column.title : column.label}</span>
    </label>
  );
}

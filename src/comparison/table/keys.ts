import type * as React from 'react';

import type { IComparisonModel } from '../../tokens';
import { useComparison } from '../context';
import { inTextField } from '../keys';
import type { IEngine, IGridRow } from './engine';
import type { IPlace } from './layout';
import { moveColumn, moved, RUN } from './layout';

/** What the keys of the grid act on. */
export interface IGridKeys {
  engine: IEngine;
  active: IPlace;
  onMove: (place: IPlace) => void;
  onSelect: (id: string) => void;
}

type Act = (event: React.KeyboardEvent) => void;

/** Handlers of the grid's keys (design §7, table). */
export function useGridKeys(parts: IGridKeys): {
  onKeyDown: (event: React.KeyboardEvent) => void;
  onCopy: (event: React.ClipboardEvent) => void;
} {
  const { model } = useComparison();
  const { engine, active, onMove } = parts;
  return {
    onKeyDown: event => {
      if (inTextField(event) || event.ctrlKey || event.metaKey) {
        return;
      }
      const act = foldAction(event, parts) ?? actionOf(event, parts, model);
      if (act) {
        act(event);
        event.preventDefault();
        event.stopPropagation();
        return;
      }
      const next = moved(
        active,
        event.key,
        engine.rows.length,
        engine.columns.length
      );
      if (next && !event.altKey) {
        onMove(next);
        event.preventDefault();
      }
    },
    onCopy: event => {
      const cell = itemAt(parts)?.row.cells[columnAt(parts)];
      if (cell && window.getSelection()?.isCollapsed !== false) {
        event.clipboardData.setData('text/plain', cell.copy);
        event.preventDefault();
      }
    }
  };
}

function actionOf(
  event: React.KeyboardEvent,
  parts: IGridKeys,
  model: IComparisonModel
): Act | undefined {
  const { engine, active, onSelect } = parts;
  const item = itemAt(parts);
  if (event.altKey) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    return step === undefined
      ? undefined
      : () => shiftColumn(parts, model, step as -1 | 1);
  }
  const onButton =
    event.target instanceof HTMLElement && event.target.matches('button');
  if (event.key === 'Enter' && !onButton) {
    return item
      ? () => item.row.children.length && engine.toggle(item.row.id)
      : () => active.row < 0 && engine.sort(columnAt(parts), event.shiftKey);
  }
  if (event.key === ' ' && item && !onButton) {
    return () => onSelect(item.row.id);
  }
  return letterAction(event.key, parts, model);
}

/** On a group's name, → opens it and ← closes it; else they go to the next cell. */
function foldAction(
  { altKey, key }: React.KeyboardEvent,
  parts: IGridKeys
): Act | undefined {
  const item = itemAt(parts);
  if (altKey || !item?.row.children.length || columnAt(parts) !== RUN) {
    return undefined;
  }
  const turns = item.open ? key === 'ArrowLeft' : key === 'ArrowRight';
  return turns ? () => parts.engine.toggle(item.row.id) : undefined;
}

/** d only differing, m value, b baseline, h hide, p pin. */
function letterAction(
  key: string,
  parts: IGridKeys,
  model: IComparisonModel
): Act | undefined {
  const { state } = model;
  const id = columnAt(parts);
  const item = itemAt(parts);
  const discovered = parts.engine.columns.some(
    column => column.id === id && column.column !== null
  );
  switch (key) {
    case 'd':
      return () => model.update({ onlyDiffering: !state.onlyDiffering });
    case 'm':
      return () =>
        model.update({
          pick: ({ last: 'min', min: 'max', max: 'last' } as const)[state.pick]
        });
    case 'b':
      return item && (() => model.update({ baseline: item.row.run_id }));
    case 'h':
      return discovered
        ? () => model.update({ hiddenColumns: [...state.hiddenColumns, id] })
        : undefined;
    case 'p':
      return discovered
        ? () =>
            model.update({ pinnedColumns: toggled(state.pinnedColumns, id) })
        : undefined;
    default:
      return undefined;
  }
}

function shiftColumn(
  { engine, active, onMove }: IGridKeys,
  model: IComparisonModel,
  step: -1 | 1
): void {
  const ids = engine.columns
    .filter(column => column.column !== null)
    .map(column => column.id);
  const id = engine.columns[active.column]?.id;
  if (id && ids.includes(id)) {
    model.update({ columnOrder: moveColumn(ids, id, step) });
    onMove({ ...active, column: active.column + step });
  }
}

function columnAt({ engine, active }: IGridKeys): string {
  return engine.columns[active.column]?.id ?? '';
}

function itemAt({ engine, active }: IGridKeys): IGridRow | undefined {
  return active.row < 0 ? undefined : engine.rows[active.row];
}

function toggled(list: readonly string[], item: string): string[] {
  return list.includes(item)
    ? list.filter(other => other !== item)
    : [...list, item];
}

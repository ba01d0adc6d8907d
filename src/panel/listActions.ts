import type { KeyboardEvent } from 'react';

import type { Run } from '../api/types';
import type { ListEntry } from '../compare/shapes';
import type { IPanelContext } from './context';
import type { ListAction } from './listKeys';
import { listAction } from './listKeys';
import {
  annotate,
  remove,
  rename,
  tag,
  toggleBaseline,
  toggleStar
} from './runActions';

/** What the keyboard moves in. */
export interface IListCursor {
  entries: readonly ListEntry[];
  /** Index of the entry with the focus. */
  index: number;
  /** Move the focus. */
  moveTo: (index: number) => void;
  /** Show the filter box. */
  filter: () => void;
}

type Handler = (cursor: IListCursor, context: IPanelContext) => void;

/** Acts on the run with the focus. */
const onRun =
  (act: (run: Run, context: IPanelContext) => unknown): Handler =>
  ({ entries, index }, context) => {
    const entry = entries[index];
    if (entry?.kind === 'run') {
      void act(entry.run, context);
    }
  };

const toggle = (run: Run, { runs }: IPanelContext): void =>
  runs.toggleSelection(run.run_id);

/** The fold that a line is, or that holds the child runs of the run that it is. */
function foldOf(
  entries: readonly ListEntry[],
  index: number
): Extract<ListEntry, { kind: 'fold' }> | null {
  const [entry, next] = [entries[index], entries[index + 1]];
  if (entry?.kind === 'fold') {
    return entry;
  }
  const isParent = entry?.kind === 'run' && entry.open !== null;
  return isParent && next?.kind === 'fold' ? next : null;
}

/** Opens the fold with the focus, or the child runs of the run with the focus. */
const open: Handler = ({ entries, index }, { runs }) => {
  const fold = foldOf(entries, index);
  if (fold && !fold.open) {
    runs.toggleFold(fold.id);
  }
};

/** Closes what is open; from what is not, goes to the line that it is folded into. */
const close: Handler = ({ entries, index, moveTo }, { runs }) => {
  const fold = foldOf(entries, index);
  const entry = entries[index];
  if (fold?.open) {
    runs.toggleFold(fold.id);
  } else if (entry?.kind === 'fold' && entry.fold === 'children') {
    moveTo(index - 1);
  } else if (entry?.kind === 'run') {
    moveTo(foldAbove(entries, index, entry.depth));
  }
};

/** Where the fold is that holds the row; the row itself where none does. */
function foldAbove(
  entries: readonly ListEntry[],
  index: number,
  depth: number
): number {
  for (let at = index - 1; at >= 0; at -= 1) {
    const entry = entries[at];
    if (entry.kind === 'fold' && entry.open && entry.depth === depth - 1) {
      return at;
    }
  }
  return index;
}

const press: Handler = (cursor, context) => {
  const entry = cursor.entries[cursor.index];
  if (entry?.kind === 'fold') {
    context.runs.toggleFold(entry.id);
  } else {
    onRun(toggle)(cursor, context);
  }
};

const selectAll: Handler = ({ entries }, { runs }) => {
  const shown = entries.filter(entry => entry.kind === 'run');
  runs.setSelection(shown.map(entry => entry.run.run_id));
};

/** Removes the selection of which the focused run is part, else that run. */
const removeSome: Handler = ({ entries, index }, context) => {
  const entry = entries[index];
  if (entry?.kind === 'run') {
    const { selection } = context.runs;
    const id = entry.run.run_id;
    remove(selection.includes(id) ? selection : [id], context);
  }
};

const HANDLERS: Record<
  Exclude<ListAction['kind'], 'move' | 'edge'>,
  Handler
> = {
  toggle: onRun(toggle),
  'select-all': selectAll,
  open,
  close,
  press,
  escape: (_, { runs }) => runs.setSelection([]),
  filter: cursor => cursor.filter(),
  baseline: onRun(toggleBaseline),
  star: onRun(toggleStar),
  rename: onRun(rename),
  note: onRun(annotate),
  tags: onRun(tag),
  delete: removeSome,
  undo: (_, { runs }) => void runs.edits.undo()
};

function move(
  action: Extract<ListAction, { kind: 'move' }>,
  cursor: IListCursor,
  { runs }: IPanelContext
): void {
  const { entries, index, moveTo } = cursor;
  const last = entries.length - 1;
  const to = Math.min(Math.max(index + action.by, 0), last);
  if (action.extend) {
    const range = entries.slice(Math.min(index, to), Math.max(index, to) + 1);
    const ids = range.flatMap(entry =>
      entry.kind === 'run' ? [entry.run.run_id] : []
    );
    runs.setSelection([...new Set([...runs.selection, ...ids])]);
  }
  moveTo(to);
}

/** Do what a key means; false where it means nothing to the list. */
export function handleKey(
  event: KeyboardEvent,
  cursor: IListCursor,
  context: IPanelContext
): boolean {
  const action = listAction(event);
  if (action === null) {
    return false;
  }
  if (action.kind === 'escape' && context.runs.selection.length === 0) {
    return false;
  }
  if (action.kind === 'move') {
    move(action, cursor, context);
  } else if (action.kind === 'edge') {
    cursor.moveTo(action.end ? cursor.entries.length - 1 : 0);
  } else {
    HANDLERS[action.kind](cursor, context);
  }
  return true;
}

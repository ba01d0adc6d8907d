/**
 * Keyboard of the list: which key means what (design §7). Pure.
 * `c` (compare) is a shortcut of the settings, since it is a command of its own.
 */

/** What a key asks of the list. */
export type ListAction =
  | { kind: 'move'; by: number; extend: boolean }
  | { kind: 'edge'; end: boolean }
  | { kind: 'toggle' }
  | { kind: 'select-all' }
  | { kind: 'open' }
  | { kind: 'close' }
  | { kind: 'press' }
  | { kind: 'escape' }
  | { kind: 'filter' }
  | { kind: 'baseline' }
  | { kind: 'star' }
  | { kind: 'rename' }
  | { kind: 'note' }
  | { kind: 'tags' }
  | { kind: 'delete' }
  | { kind: 'undo' };

/** The part of a keyboard event that matters. */
export interface IKey {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

/** Rows that Page Up and Page Down move by. */
const PAGE = 10;

/** What keys mean in every list of the panel. */
export const IN_ANY_LIST = {
  ArrowDown: { kind: 'move', by: 1, extend: false },
  j: { kind: 'move', by: 1, extend: false },
  ArrowUp: { kind: 'move', by: -1, extend: false },
  k: { kind: 'move', by: -1, extend: false },
  PageDown: { kind: 'move', by: PAGE, extend: false },
  PageUp: { kind: 'move', by: -PAGE, extend: false },
  Home: { kind: 'edge', end: false },
  End: { kind: 'edge', end: true },
  ' ': { kind: 'toggle' },
  x: { kind: 'toggle' },
  Escape: { kind: 'escape' }
} as const;

const KEYS: Record<string, ListAction | undefined> = {
  ...IN_ANY_LIST,
  ArrowRight: { kind: 'open' },
  ArrowLeft: { kind: 'close' },
  Enter: { kind: 'press' },
  '/': { kind: 'filter' },
  b: { kind: 'baseline' },
  s: { kind: 'star' },
  F2: { kind: 'rename' },
  n: { kind: 'note' },
  t: { kind: 'tags' },
  Delete: { kind: 'delete' }
};

/** With Ctrl or Cmd. */
const ACCEL_KEYS: Record<string, ListAction | undefined> = {
  a: { kind: 'select-all' },
  z: { kind: 'undo' }
};

/** What a key means; null: nothing of ours, the event goes on. */
export function listAction(key: IKey): ListAction | null {
  if (key.altKey) {
    return null;
  }
  return key.ctrlKey || key.metaKey ? accelAction(key) : plainAction(key);
}

function accelAction(key: IKey): ListAction | null {
  return key.shiftKey ? null : (ACCEL_KEYS[key.key] ?? null);
}

function plainAction(key: IKey): ListAction | null {
  const action = KEYS[key.key] ?? null;
  if (key.shiftKey && key.key !== '/') {
    return action?.kind === 'move' ? { ...action, extend: true } : null;
  }
  return action;
}

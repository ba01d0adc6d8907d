import type * as React from 'react';

/** True where a key is text that somebody types: single keys of ours do nothing there. */
export function inTextField(event: React.KeyboardEvent): boolean {
  const target = event.target;
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.matches('select, textarea, input:not([type=checkbox])'))
  );
}

/** True for a key pressed alone. */
export function isPlain(event: React.KeyboardEvent): boolean {
  return (
    !event.ctrlKey && !event.metaKey && !event.altKey && !inTextField(event)
  );
}

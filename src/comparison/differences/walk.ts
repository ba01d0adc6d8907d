/** Pure: going through differences. */

/** The difference after or before the current one; from nowhere to the first or the last. */
export function stepped(
  ids: readonly string[],
  current: string | null,
  step: 1 | -1
): string | null {
  if (!ids.length) {
    return null;
  }
  const at = current === null ? -1 : ids.indexOf(current);
  if (at < 0) {
    return step > 0 ? ids[0] : ids[ids.length - 1];
  }
  return ids[(at + step + ids.length) % ids.length];
}

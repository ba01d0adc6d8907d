/** What is said of a result that a run did not make itself: in the table and in differences. */
import type { InheritedResult } from '../api/types';
import type { IWords } from '../format/words';

/**
 * `From #7, not run again`, `From #7; a cell above cell 6 ran again since`.
 * @param numbers `#n` by run_id.
 */
export function inheritedTitle(
  result: InheritedResult,
  numbers: ReadonlyMap<string, number>,
  words: IWords
): string {
  const { run_id: origin, stale, cell_number: cell } = result;
  const from = origin === null ? undefined : numbers.get(origin);
  const name = from === undefined ? words.__('an earlier run') : `#${from}`;
  if (!stale) {
    return words.__('From %1, not run again', name);
  }
  return cell === null
    ? words.__('From %1; a cell above it ran again since', name)
    : words.__('From %1; a cell above cell %2 ran again since', name, cell);
}

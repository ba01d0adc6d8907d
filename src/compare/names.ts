/** Names as short as they can be without being mistaken for one another. */

/** For every name its shortest suffix, by dots, that no other name ends in. */
export function shortNames(names: Iterable<string>): Map<string, string> {
  const all = [...new Set(names)];
  const owners = new Map<string, number>();
  for (const name of all) {
    for (const suffix of suffixes(name)) {
      owners.set(suffix, (owners.get(suffix) ?? 0) + 1);
    }
  }
  return new Map(
    all.map(name => [
      name,
      suffixes(name).find(suffix => owners.get(suffix) === 1) ?? name
    ])
  );
}

/** Edits between two words, to find what a mistyped name meant. */
export function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const swap = row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(swap, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row[other.length];
}

/** The known name nearest to a mistyped one; null when none is near. */
export function nearestName(
  name: string,
  known: Iterable<string>
): string | null {
  const lower = name.toLowerCase();
  let best: string | null = null;
  let least = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of known) {
    const distance = editDistance(lower, candidate.toLowerCase());
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

/** `a.b.c` → `c`, `b.c`, `a.b.c`. */
function suffixes(name: string): string[] {
  const parts = name.split('.');
  return parts.map((_, index) =>
    parts.slice(parts.length - 1 - index).join('.')
  );
}

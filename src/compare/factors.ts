/** How much larger a number is than another, in words: `÷ 1000`, `× 2`. */

/** Ratio of two numbers; empty where one is zero, they differ in sign, or they are equal. */
export function factorText(before: number, after: number): string {
  const ratio = after / before;
  if (!Number.isFinite(ratio) || ratio <= 0 || ratio === 1) {
    return '';
  }
  return ratio > 1 ? sign('×', ratio) : sign('÷', 1 / ratio);
}

/** Three digits; `≈` where that is not the whole truth. */
function sign(glyph: string, factor: number): string {
  const shown = Number(factor.toPrecision(3));
  const exact = Math.abs(shown - factor) <= 1e-9 * factor;
  return `${glyph} ${exact ? '' : '≈ '}${shown}`;
}

/** How a version differs from another. */
export type VersionStep =
  'upgraded' | 'downgraded' | 'added' | 'removed' | 'changed';

/** By the numbers of the release; other differences (`+cu121`, `rc1`) are just changes. */
export function versionStep(
  before: string | null,
  after: string | null
): VersionStep {
  if (before === null || after === null) {
    return before === null ? 'added' : 'removed';
  }
  const [one, other] = [release(before), release(after)];
  for (let i = 0; i < Math.max(one.length, other.length); i++) {
    const difference = (other[i] ?? 0) - (one[i] ?? 0);
    if (difference !== 0) {
      return difference > 0 ? 'upgraded' : 'downgraded';
    }
  }
  return 'changed';
}

/** `1!2.0.3rc1` → 1, 2, 0, 3: the epoch counts first. */
function release(version: string): number[] {
  const match = /^v?(?:(\d+)!)?(\d+(?:\.\d+)*)/.exec(version);
  return match
    ? [Number(match[1] ?? 0), ...match[2].split('.').map(Number)]
    : [];
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** A number of bytes in units of 1000 with at most 3 digits: `212 B`, `1.2 MB`, `32 kB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  // 999.5 would be rounded to 1000 of the smaller unit.
  while (Math.abs(value) >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const text =
    unit === 0 || Math.abs(value) >= 999.5
      ? String(Math.round(value))
      : String(Number(value.toPrecision(3)));
  return `${text} ${UNITS[unit]}`;
}

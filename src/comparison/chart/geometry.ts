/** Pure: from numbers to pixels and back, and labels that do not lie on each other. */

/** Where the plot lies in its box, in px. */
export interface IMargins {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** A drawn axis: the numbers at its ends and their pixels. */
export interface IAxis {
  from: number;
  to: number;
  start: number;
  end: number;
  log: boolean;
}

/** The drawn axes of a plot. */
export interface IAxes {
  x: IAxis;
  y: IAxis;
}

/** Pixel of a number. */
export function toPixel(axis: IAxis, value: number): number {
  const [from, to, at] = axis.log
    ? [axis.from, axis.to, value].map(Math.log10)
    : [axis.from, axis.to, value];
  return axis.start + ((at - from) / (to - from)) * (axis.end - axis.start);
}

/** Number at a pixel. */
export function fromPixel(axis: IAxis, pixel: number): number {
  const share = (pixel - axis.start) / (axis.end - axis.start);
  if (axis.log) {
    const [from, to] = [Math.log10(axis.from), Math.log10(axis.to)];
    return 10 ** (from + share * (to - from));
  }
  return axis.from + share * (axis.to - axis.from);
}

/**
 * Places at least `gap` apart and as near to the wanted ones as can be, within low and high; in
 * the order of the input. Where there is no room for all, they stand evenly.
 */
export function spread(
  wanted: readonly number[],
  gap: number,
  low: number,
  high: number
): number[] {
  const order = wanted
    .map((_, index) => index)
    .sort((a, b) => wanted[a] - wanted[b]);
  const room = order.length > 1 ? (high - low) / (order.length - 1) : gap;
  const step = Math.min(gap, Math.max(room, 0));
  const places: number[] = [];
  order.forEach((index, at) => {
    const floor = at === 0 ? low : places[at - 1] + step;
    places.push(Math.max(Math.min(wanted[index], high), floor));
  });
  for (let at = places.length - 1; at >= 0; at--) {
    const ceiling = at === places.length - 1 ? high : places[at + 1] - step;
    places[at] = Math.min(places[at], ceiling);
  }
  const result = new Array<number>(wanted.length);
  order.forEach((index, at) => {
    result[index] = places[at];
  });
  return result;
}

import * as React from 'react';

/** What a sparkline is drawn from. */
export interface ISparklineProps {
  /** Values in order; null is a gap. */
  values: readonly (number | null)[];
  /** Another line behind it in the same scale: the baseline's. */
  ghost?: readonly (number | null)[] | null;
  width: number;
  height: number;
  /** CSS colour, a variable. */
  color: string;
  /** Accessible text: `val_acc from 0.9375 to 0.9688 in 30 points`. */
  title: string;
}

/** A small line without axes, with a dot at its end. */
export function Sparkline(props: ISparklineProps): React.ReactElement {
  const { values, ghost, width, height, color, title } = props;
  const scale = spanOf([...values, ...(ghost ?? [])]);
  const path = sparkPath(values, width, height, scale);
  return (
    <svg
      className="rf-Sparkline"
      role="img"
      aria-label={title}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      style={{ color }}
    >
      {ghost && (
        <path
          className="rf-Sparkline-ghost"
          d={sparkPath(ghost, width, height, scale).d}
          fill="none"
        />
      )}
      <path
        d={path.d}
        fill="none"
        stroke="currentColor"
        strokeWidth={1.25}
        strokeLinejoin="round"
      />
      {path.end && (
        <circle cx={path.end.x} cy={path.end.y} r={1.75} fill="currentColor" />
      )}
    </svg>
  );
}

/** Lowest and highest of the values that are numbers; a flat line lies in the middle. */
export function spanOf(values: readonly (number | null)[]): [number, number] {
  const finite = values.filter(
    (value): value is number => value !== null && Number.isFinite(value)
  );
  const low = Math.min(...finite);
  const high = Math.max(...finite);
  return low < high ? [low, high] : [low - 1, high + 1];
}

/** The path of a sparkline, 2 px inside its box, and its last point. */
export function sparkPath(
  values: readonly (number | null)[],
  width: number,
  height: number,
  [low, high]: [number, number]
): { d: string; end: { x: number; y: number } | null } {
  const step = values.length > 1 ? (width - 4) / (values.length - 1) : 0;
  let d = '';
  let drawing = false;
  let end: { x: number; y: number } | null = null;
  values.forEach((value, index) => {
    if (value === null || !Number.isFinite(value)) {
      drawing = false;
      return;
    }
    const x = round(2 + index * step);
    const y = round(
      2 + (1 - (value - low) / (high - low)) * Math.max(height - 4, 0)
    );
    d += `${drawing ? 'L' : 'M'}${x} ${y}`;
    drawing = true;
    end = { x, y };
  });
  return { d, end };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

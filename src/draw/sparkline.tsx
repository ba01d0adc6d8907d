import * as React from 'react';

import { rangeOf, sparkline } from '../compare/spark';

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
  const range = rangeOf(ghost ? [values, ghost] : [values]);
  const { path, end } = sparkline(values, width, height, range);
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
          d={sparkline(ghost, width, height, range).path}
          fill="none"
        />
      )}
      <path
        d={path}
        fill="none"
        stroke="currentColor"
        strokeWidth={1.25}
        strokeLinejoin="round"
      />
      {end && <circle cx={end.x} cy={end.y} r={1.75} fill="currentColor" />}
    </svg>
  );
}

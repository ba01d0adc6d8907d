import * as React from 'react';

import { nearestPoint } from '../../compare/series';
import type { IChart, ILine } from '../../compare/chartshapes';
import { useComparison } from '../context';
import type { IAxes } from './geometry';
import { fromPixel, toPixel } from './geometry';
import { useXName } from './xName';
import { allX, fromTheTop, readings, spoken } from './readings';

/** Farther than this from every line, no line is the nearest (px). */
const REACH = 40;

/** What a chart does with pointer and keys. */
export interface ICurveHover {
  /** The x that is read; null reads the ends. */
  x: number | null;
  /** Said after each move by key. */
  speech: string;
  handlers: {
    onMouseMove: (event: React.MouseEvent<HTMLElement>) => void;
    onMouseLeave: () => void;
    onClick: () => void;
    onKeyDown: (event: React.KeyboardEvent<HTMLElement>) => void;
    onBlur: () => void;
  };
}

/** One x for all charts: by pointer, or by keys from point to point and run to run. */
export function useCurveHover(chart: IChart, axes: IAxes | null): ICurveHover {
  const { model, trans } = useComparison();
  const xName = useXName(chart);
  const [pinned, setPinned] = React.useState(false);
  const [speech, setSpeech] = React.useState('');
  const { x, runId } = model.hover;
  const leave = (): void => {
    if (!pinned) {
      model.setHover({ x: null, runId: null });
    }
  };
  return {
    x,
    speech,
    handlers: {
      onMouseMove: event => {
        if (axes && !pinned) {
          const box = event.currentTarget.getBoundingClientRect();
          const at = {
            x: event.clientX - box.left,
            y: event.clientY - box.top
          };
          model.setHover(pointed(chart, axes, at));
        }
      },
      onMouseLeave: leave,
      onBlur: leave,
      onClick: () => setPinned(now => !now && x !== null),
      onKeyDown: event => {
        if (event.key === 'Enter') {
          setPinned(now => !now);
        } else if (event.key === 'Escape' && (pinned || x !== null)) {
          setPinned(false);
          model.setHover({ x: null, runId: null });
        } else if (event.key === 'l') {
          const log = model.state.yScale === 'log';
          model.update({ yScale: log ? 'linear' : 'log' });
        } else {
          const next = stepped(chart, { x, runId }, event.key);
          if (!next) {
            return;
          }
          model.setHover(next);
          const reading = readings(chart, next.x, trans).find(
            item => item.line.run_id === next.runId
          );
          setSpeech(reading ? spoken(reading, chart, xName, trans) : '');
        }
        event.preventDefault();
        event.stopPropagation();
      }
    }
  };
}

/** The x nearest to the pointer, and the run whose line is nearest there. */
export function pointed(
  chart: IChart,
  axes: IAxes,
  at: { x: number; y: number }
): { x: number | null; runId: string | null } {
  const places = allX(chart);
  const nearest = nearestPoint(places, fromPixel(axes.x, at.x));
  if (nearest < 0 || at.x < axes.x.start - 8 || at.x > axes.x.end + 8) {
    return { x: null, runId: null };
  }
  const x = places[nearest];
  let best: { line: ILine | null; far: number } = { line: null, far: REACH };
  for (const line of chart.lines) {
    const value = line.y[nearestPoint(line.x, x)];
    if (value !== null && value !== undefined) {
      const far = Math.abs(toPixel(axes.y, value) - at.y);
      best = far < best.far ? { line, far } : best;
    }
  }
  return { x, runId: best.line?.run_id ?? null };
}

/** Where a key moves the reading: ← → by point, ↑ ↓ by run, Home and End. */
export function stepped(
  chart: IChart,
  from: { x: number | null; runId: string | null },
  key: string
): { x: number; runId: string } | null {
  const order = [...chart.lines].sort(fromTheTop);
  const at = Math.max(
    order.findIndex(line => line.run_id === from.runId),
    0
  );
  const line = order[at];
  if (!line?.x.length) {
    return null;
  }
  const rows = { ArrowUp: -1, ArrowDown: 1 }[key];
  if (rows !== undefined) {
    const next = order[(at + rows + order.length) % order.length];
    return { x: from.x ?? line.x[line.x.length - 1], runId: next.run_id };
  }
  const place = pointAfter(line.x, from.x, key);
  return place === null ? null : { x: line.x[place], runId: line.run_id };
}

/** Place of the point that a key goes to; null when it is no such key. */
function pointAfter(
  x: readonly number[],
  from: number | null,
  key: string
): number | null {
  const last = x.length - 1;
  const now = from === null ? null : nearestPoint(x, from);
  switch (key) {
    case 'ArrowLeft':
      return now === null ? last : Math.max(now - 1, 0);
    case 'ArrowRight':
      return now === null ? 0 : Math.min(now + 1, last);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}

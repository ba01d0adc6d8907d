import type { ISignal } from '@lumino/signaling';
import type { RefObject } from 'react';
import { useEffect, useLayoutEffect, useReducer, useState } from 'react';

import type { ILiveModel } from '../tokens';
import type { Measure } from './measure';
import { measureLike } from './measure';

/** Below this width of the panel the rows are drawn in the short form. */
export const NARROW = 300;

/** Draw again whenever a signal fires. */
function useSignal<T>(signal: ISignal<T, void>): void {
  const [, again] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const slot = (): void => again();
    signal.connect(slot);
    // What changed between drawing and listening is drawn now.
    again();
    return () => {
      signal.disconnect(slot);
    };
  }, [signal]);
}

/** Draw again when the open run changed, and each second while it is busy. */
export function useLive(live: ILiveModel): void {
  useSignal(live.changed);
  useSignal(live.ticked);
}

/** Draw again when the open run changed. */
export function useLiveRun(live: ILiveModel): void {
  useSignal(live.changed);
}

/** Width of an element in px, kept up to date; 0 before it was drawn. */
export function useWidth(ref: RefObject<HTMLElement>): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const node = ref.current;
    if (!node) {
      return;
    }
    setWidth(node.clientWidth);
    const observer = new ResizeObserver(() => setWidth(node.clientWidth));
    observer.observe(node);
    return () => observer.disconnect();
  }, [ref]);
  return width;
}

/** Now, renewed every so many milliseconds: for texts like «2 min ago». */
export function useNow(milliseconds: number): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), milliseconds);
    return () => clearInterval(timer);
  }, [milliseconds]);
  return now;
}

/** Measures texts in the font of an element. */
export function useMeasure(ref: RefObject<HTMLElement>): Measure {
  const [measure, setMeasure] = useState<Measure>(() =>
    measureLike(document.body)
  );
  useLayoutEffect(() => {
    const node = ref.current;
    if (node) {
      setMeasure(() => measureLike(node));
    }
  }, [ref]);
  return measure;
}

/** False for the first so many milliseconds of a state: nothing flickers as waiting. */
export function useLater(active: boolean, milliseconds: number): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    setLate(false);
    if (!active) {
      return;
    }
    const timer = setTimeout(() => setLate(true), milliseconds);
    return () => clearTimeout(timer);
  }, [active, milliseconds]);
  return active && late;
}

import { useEffect, useReducer } from 'react';
import type { ISignal } from '@lumino/signaling';

/** Draw again when the signal fires with one of these aspects; with any, when none are named. */
export function useAspects<T, A extends string>(
  model: T & { readonly changed: ISignal<T, readonly A[]> },
  ...aspects: A[]
): void {
  const [, again] = useReducer((count: number) => count + 1, 0);
  const wanted = aspects.join(' ');
  useEffect(() => {
    const names = wanted ? wanted.split(' ') : null;
    const slot = (_: T, changed: readonly A[]): void => {
      if (!names || changed.some(aspect => names.includes(aspect))) {
        again();
      }
    };
    model.changed.connect(slot);
    // What changed between drawing and listening is drawn now.
    again();
    return () => {
      model.changed.disconnect(slot);
    };
  }, [model, wanted]);
}

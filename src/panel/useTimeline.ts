import { useEffect, useState } from 'react';

import type { ITimelineModel } from '../tokens';
import { usePanel } from './context';

/** Name by which the timeline knows this view. */
const VIEW = 'panel';

/** The section «Steps»: whether it is open, and its model once it was. */
export interface ITimelineState {
  open: boolean;
  toggle: () => void;
  /** Null until it was brought. */
  model: ITimelineModel | null;
  /** It could not be brought. */
  failed: boolean;
  retry: () => void;
}

/** Nothing is brought and nothing is asked for before the section is opened. */
export function useTimeline(visible: boolean): ITimelineState {
  const { timelines } = usePanel();
  const [open, setOpen] = useState(false);
  const [wanted, setWanted] = useState(0);
  const [failed, setFailed] = useState(false);
  const [model, setModel] = useState<ITimelineModel | null>(null);
  useEffect(() => {
    let unmounted = false;
    let made: ITimelineModel | null = null;
    const bring = async (): Promise<void> => {
      try {
        made = await timelines.create();
        setFailed(false);
      } catch (error) {
        console.warn('Runfolio: the steps could not be loaded', error);
        setFailed(true);
      }
      if (unmounted) {
        made?.dispose();
      } else {
        setModel(made);
      }
    };
    if (wanted) {
      void bring();
    }
    return () => {
      unmounted = true;
      made?.dispose();
    };
  }, [timelines, wanted]);
  useEffect(() => {
    if (model && !model.isDisposed) {
      model.setVisible(VIEW, open && visible);
    }
  }, [model, open, visible]);
  const toggle = (): void => {
    setOpen(!open);
    setWanted(count => count || 1);
    model?.clear();
  };
  const retry = (): void => setWanted(count => count + 1);
  return { open, toggle, model, failed, retry };
}

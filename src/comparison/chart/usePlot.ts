import * as React from 'react';

import { useComparison } from '../context';
import { useVisible } from '../visible';
import type { IDrawing, IPlotEvents } from './plotly';
import { draw, loadPlotly, purge } from './plotly';
import type { IChartTheme } from './theme';
import { readTheme } from './theme';

/** How a drawing stands: plotly is on its way, drawn, or could not be. */
export type PlotState = 'loading' | 'drawn' | 'failed';

/** The theme's colours at an element, read again when the theme changes. */
export function useTheme(
  ref: React.RefObject<HTMLElement>
): IChartTheme | null {
  const { themes } = useComparison();
  const [theme, setTheme] = React.useState<IChartTheme | null>(null);
  React.useEffect(() => {
    const read = (): void => {
      if (ref.current) {
        setTheme(readTheme(ref.current));
      }
    };
    read();
    themes?.themeChanged.connect(read);
    return () => {
      themes?.themeChanged.disconnect(read);
    };
  }, [ref, themes]);
  return theme;
}

/** Keep a drawing in an element while it is on the screen; purged when it is not. */
export function usePlot(
  ref: React.RefObject<HTMLElement>,
  drawing: IDrawing | null,
  events?: IPlotEvents
): { state: PlotState; retry: () => void } {
  const visible = useVisible();
  const [state, setState] = React.useState<PlotState>('loading');
  const handlers = React.useRef(events);
  handlers.current = events;
  const [attempt, retry] = React.useReducer((count: number) => count + 1, 0);

  React.useEffect(() => {
    const element = ref.current;
    if (!element || !drawing || !visible) {
      return undefined;
    }
    let current = true;
    loadPlotly()
      .then(() =>
        current ? draw(element, drawing, handlers.current) : undefined
      )
      .then(() => current && setState('drawn'))
      .catch(error => {
        console.warn('Runfolio: a chart could not be drawn', error);
        if (current) {
          setState('failed');
        }
      });
    return () => {
      current = false;
    };
  }, [ref, drawing, visible, attempt]);

  React.useEffect(() => {
    const element = ref.current;
    if (!element || !visible) {
      return undefined;
    }
    return () => {
      setState('loading');
      void purge(element);
    };
  }, [ref, visible]);

  return { state, retry };
}

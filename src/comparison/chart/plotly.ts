/** The one door to plotly. */
import type { Data, Layout, PlotlyHTMLElement } from 'plotly.js/lib/core';

import type * as BundleModule from './bundle';
import { CONFIG } from './config';

type Bundle = typeof BundleModule;

let bundle: Promise<Bundle> | null = null;

/** Bring plotly; once. A failure is forgotten, so that a retry asks again. */
export function loadPlotly(
  load: () => Promise<Bundle> = () => import('./bundle')
): Promise<Bundle> {
  bundle ??= load().catch(error => {
    bundle = null;
    throw error;
  });
  return bundle;
}

/** What plotly draws. */
export interface IDrawing {
  data: Partial<Data>[];
  layout: Partial<Layout>;
}

/** What a user does in a drawing: ranges dragged open, or a double click. */
export interface IPlotEvents {
  onZoom?: (ranges: { x: [number, number]; y: [number, number] }) => void;
  onReset?: () => void;
}

/** Draw into an element, or change what stands there. */
export async function draw(
  element: HTMLElement,
  { data, layout }: IDrawing,
  events: IPlotEvents = {}
): Promise<void> {
  const { Plotly } = await loadPlotly();
  await Plotly.react(element, data as Data[], layout, CONFIG);
  listen(element as PlotlyHTMLElement, events);
}

function listen(plot: PlotlyHTMLElement, events: IPlotEvents): void {
  plot.removeAllListeners('plotly_relayout');
  plot.removeAllListeners('plotly_doubleclick');
  plot.on('plotly_relayout', () => {
    const x = plot.layout.xaxis?.range as [number, number] | undefined;
    const y = plot.layout.yaxis?.range as [number, number] | undefined;
    if (x && y) {
      const log = plot.layout.yaxis?.type === 'log';
      events.onZoom?.({
        x: [x[0], x[1]],
        y: log ? [10 ** y[0], 10 ** y[1]] : [y[0], y[1]]
      });
    }
  });
  plot.on('plotly_doubleclick', () => events.onReset?.());
}

/** Take a drawing away with all that it holds. */
export async function purge(element: HTMLElement): Promise<void> {
  if (bundle) {
    const { Plotly } = await bundle;
    Plotly.purge(element);
  }
}

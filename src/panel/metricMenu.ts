import type { Pick } from '../compare/shapes';
import type { IPanelContext } from './context';
import type { IMenuItem } from './menu';

/** `last`, `min`, `max` in the reader's language. */
export function pickWord(pick: Pick, { trans }: IPanelContext): string {
  switch (pick) {
    case 'min':
      return trans.__('min');
    case 'max':
      return trans.__('max');
    default:
      return trans.__('last');
  }
}

/** The metrics to choose from, then which value of a series stands for it. */
export function metricMenu(context: IPanelContext): IMenuItem[] {
  const { runs } = context;
  const picks: Pick[] = ['last', 'min', 'max'];
  return [
    ...runs.metricKeys.map(key => ({
      label: key,
      checked: key === runs.metric,
      run: () => runs.setMetric(key, runs.metricPick)
    })),
    ...picks.map((pick, index) => ({
      label: pickWord(pick, context),
      separated: index === 0,
      checked: pick === runs.metricPick,
      disabled: runs.metric === null,
      run: () => runs.setMetric(runs.metric, pick)
    }))
  ];
}

import * as React from 'react';

import { ChartCard } from './chart/card';
import { chartKeys } from './charts';
import { useComparison } from './context';

/** So many charts stand under the table. */
const CHARTS = 3;

/** The metrics in front, under the table, so that hover can go from row to line and back. */
export function ChartsBelow(): React.ReactElement | null {
  const { model, trans } = useComparison();
  const keys = chartKeys(model.metricKeys, model.metric);
  // Curves say more here than single values, which the table shows already.
  const isCurve = (key: string): boolean => !model.chart(key).single;
  const front = [
    ...keys.filter(isCurve),
    ...keys.filter(key => !isCurve(key))
  ].slice(0, CHARTS);
  if (!front.length) {
    return null;
  }
  return (
    <section className="rf-Below" aria-label={trans.__('Charts')}>
      <div className="rf-Below-head">
        <b>{trans.__('Charts')}</b>
        <span className="rf-second">{trans.__('hover follows the table')}</span>
      </div>
      <div className="rf-ChartCards rf-mod-below">
        {front.map(key => (
          <ChartCard key={key} metric={key} />
        ))}
      </div>
    </section>
  );
}

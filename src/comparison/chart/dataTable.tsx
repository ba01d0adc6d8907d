import * as React from 'react';

import type { IChart } from '../../compare/chartshapes';
import { formatNumber } from '../../format/numbers';
import { useComparison } from '../context';
import { chartFormat, formatX } from './readings';

/** The numbers of a chart: one row a drawn point, in the order of the lines. */
export function DataTable({ chart }: { chart: IChart }): React.ReactElement {
  const { trans } = useComparison();
  const format = chartFormat(chart);
  return (
    <div className="rf-Data" tabIndex={0} role="region" aria-label={chart.key}>
      <table>
        <thead>
          <tr>
            <th scope="col">{trans.__('Run')}</th>
            <th scope="col">{chart.xLabel}</th>
            <th scope="col">{chart.key}</th>
          </tr>
        </thead>
        <tbody>
          {chart.lines.flatMap(line =>
            line.raw.map((value, index) => (
              <tr key={`${line.id}:${index}`}>
                <td>{line.label}</td>
                <td className="rf-Number">{formatX(line.x[index])}</td>
                <td className="rf-Number">{formatNumber(value, format)}</td>
              </tr>
            ))
          )}
        </tbody>
      </table>
    </div>
  );
}

import * as React from 'react';

import type { Run } from '../api/types';
import { runStyle } from '../compare/palette';
import { drawable, sparklineText } from '../compare/spark';
import { Sparkline } from '../draw/sparkline';
import { usePanel } from './context';

/** The open run's course over the baseline's ghost. */
export function CardSparkline(props: {
  run: Run;
  metric: string;
}): React.ReactElement | null {
  const { runs, trans } = usePanel();
  const { metric, run } = props;
  const values = drawable(runs.sparkOf(run));
  if (values.length < 2) {
    return null;
  }
  const { baseline } = runs;
  const ghost =
    baseline && baseline.run_id !== run.run_id
      ? drawable(runs.sparkOf(baseline))
      : null;
  const title = sparklineText(metric, values, values.length, trans);
  const color = runStyle(run).color;
  const size = (className: string, width: number): React.ReactElement => (
    <span className={className}>
      <Sparkline
        values={values}
        ghost={ghost}
        width={width}
        height={22}
        color={color}
        title={title}
      />
    </span>
  );
  return (
    <>
      {size('rf-Card-wide', 72)}
      {size('rf-Card-narrow', 40)}
    </>
  );
}

import * as React from 'react';

import { StatusBanner } from './banners';
import { ChartCard } from './chart/card';
import { useComparison } from './context';
import { FindBox, Select, Switch } from './controls';

/** All metrics of the compared runs, the chosen one first. */
export function ChartsView(): React.ReactElement {
  const { model, trans } = useComparison();
  const [find, setFind] = React.useState('');
  const wanted = find.trim().toLowerCase();
  const keys = chartKeys(model.metricKeys, model.metric).filter(key =>
    key.toLowerCase().includes(wanted)
  );
  const curves = keys.filter(key => !model.chart(key).single);
  const values = keys.filter(key => model.chart(key).single);
  return (
    <div className="rf-Charts">
      <ChartControls find={find} onFind={setFind} />
      <StatusBanner
        status={model.pointsStatus}
        onRetry={() => void model.refresh()}
      />
      <div className="rf-Charts-scroll">
        {!model.metricKeys.length && (
          <p className="rf-Plot-empty">
            {trans.__('These runs have no metrics to draw.')}
          </p>
        )}
        <Section title={trans.__('Curves')} keys={curves} />
        <Section title={trans.__('Values')} keys={values} />
      </div>
    </div>
  );
}

/** The metric in front first, the others as they come. */
export function chartKeys(
  keys: readonly string[],
  front: string | null
): string[] {
  return front !== null && keys.includes(front)
    ? [front, ...keys.filter(key => key !== front)]
    : [...keys];
}

function Section(props: {
  title: string;
  keys: readonly string[];
}): React.ReactElement | null {
  const { title, keys } = props;
  if (!keys.length) {
    return null;
  }
  return (
    <details className="rf-Charts-section" open>
      <summary>
        {title} <span className="rf-second">{keys.length}</span>
      </summary>
      <div className="rf-ChartCards">
        {keys.map(key => (
          <ChartCard key={key} metric={key} />
        ))}
      </div>
    </details>
  );
}

function ChartControls(props: {
  find: string;
  onFind: (text: string) => void;
}): React.ReactElement {
  const { model, trans } = useComparison();
  const { state, metric, metricKeys } = model;
  const x = state.xMode === 'metric' ? `metric:${state.xKey}` : state.xMode;
  return (
    <div className="rf-Controls">
      {metricKeys.length > 0 && (
        <Select
          label={trans.__('Metric')}
          value={metric ?? metricKeys[0]}
          options={metricKeys.map(key => ({ value: key, text: key }))}
          onChange={chosen => model.update({ metric: chosen })}
        />
      )}
      <Select
        label={trans.__('x')}
        name={trans.__('x axis')}
        value={x}
        options={[
          { value: 'logged', text: trans.__('as logged') },
          { value: 'ordinal', text: trans.__('point') },
          ...metricKeys
            .filter(key => !model.chart(key).single)
            .map(key => ({ value: `metric:${key}`, text: key }))
        ]}
        onChange={value => model.update(xChoice(value))}
      />
      <Select
        label={trans.__('y')}
        name={trans.__('y axis')}
        value={state.yScale}
        options={[
          { value: 'linear', text: trans.__('linear') },
          { value: 'log', text: trans.__('log') }
        ]}
        onChange={yScale => model.update({ yScale })}
      />
      <Smoothing />
      <Switch
        text={trans.__('Ignore outliers')}
        title={trans.__('Leave the outer 5 % of values out of the range')}
        on={state.ignoreOutliers}
        onChange={ignoreOutliers => model.update({ ignoreOutliers })}
      />
      <span className="rf-spacer" />
      <FindBox
        placeholder={trans.__('Find a chart')}
        value={props.find}
        onChange={props.onFind}
      />
    </div>
  );
}

/** What a choice of the x axis means. */
export function xChoice(value: string): {
  xMode: 'logged' | 'ordinal' | 'metric';
  xKey: string | null;
} {
  return value.startsWith('metric:')
    ? { xMode: 'metric', xKey: value.slice('metric:'.length) }
    : { xMode: value === 'ordinal' ? 'ordinal' : 'logged', xKey: null };
}

function Smoothing(): React.ReactElement {
  const { model, trans } = useComparison();
  const { smoothing } = model.state;
  return (
    <label className="rf-Smoothing">
      <span className="rf-Select-label">{trans.__('Smoothing')}</span>
      <input
        type="range"
        min={0}
        max={0.99}
        step={0.01}
        value={smoothing}
        onChange={event =>
          model.update({ smoothing: Number(event.target.value) })
        }
      />
      <span className="rf-Smoothing-value">
        {smoothing ? smoothing.toFixed(2) : trans.__('off')}
      </span>
    </label>
  );
}

/** Columns are discovered from the runs, never declared. */
import type { Metric, Run } from '../api/types';
import type { IWords } from '../format/words';
import { directionOf } from './directions';
import type { EnvironmentFacts } from './environments';
import { shortNames } from './names';
import { paramNumber } from './params';
import type { ColumnGroup, Direction, IColumn } from './shapes';
import { metricKeys, observationKeys, paramNames } from './values';

/** What columns are made from. */
export interface IColumnInput {
  runs: readonly Run[];
  facts: EnvironmentFacts;
  /** The metric in front stands first. */
  metric: string | null;
  directions: Readonly<Record<string, Direction>>;
  words: IWords;
}

/** All columns in order: metrics with delta and curve, params, environment, observations. */
export function columnsOf(input: IColumnInput): IColumn[] {
  return [
    ...metricColumns(input),
    ...paramColumns(input),
    ...environmentColumns(input),
    ...observationColumns(input)
  ];
}

/** Headings of the column groups. */
export function groupTitle(group: ColumnGroup, words: IWords): string {
  switch (group) {
    case 'metrics':
      return words.__('Metrics');
    case 'params':
      return words.__('Params');
    case 'environment':
      return words.__('Environment');
    default:
      return words.__('Observations');
  }
}

function metricColumns(input: IColumnInput): IColumn[] {
  const keys = metricKeys(input.runs);
  const front = keys.filter(key => key === input.metric);
  const ordered = [...front, ...keys.filter(key => key !== input.metric)];
  return ordered.flatMap(key => oneMetric(key, input));
}

function oneMetric(key: string, input: IColumnInput): IColumn[] {
  const { words, directions, runs } = input;
  const shared = {
    group: 'metrics' as const,
    key,
    direction: directionOf(key, directions),
    numeric: true,
    differs: false
  };
  const columns: IColumn[] = [
    {
      ...shared,
      id: `metrics:${key}`,
      kind: 'metric',
      label: key,
      title: words.__('Metric %1', key)
    },
    {
      ...shared,
      id: `delta:${key}`,
      kind: 'delta',
      label: `Δ ${key}`,
      title: words.__('%1 against the baseline', key)
    }
  ];
  if (runs.some(run => isSeries(run, key))) {
    columns.push({
      ...shared,
      id: `curve:${key}`,
      kind: 'curve',
      label: words.__('curve'),
      title: words.__('Course of %1', key),
      numeric: false
    });
  }
  return columns;
}

/** True when the run's own metric has more than one point. */
export function isSeries(run: Run, key: string): boolean {
  return run.results.some(result => {
    const metric: Metric | undefined = result.metrics[key];
    return metric !== undefined && metric.count > 1;
  });
}

function paramColumns({ runs, words }: IColumnInput): IColumn[] {
  const names = paramNames(runs);
  const labels = shortNames(names);
  return names.map(key => ({
    id: `params:${key}`,
    group: 'params',
    kind: 'param',
    key,
    label: labels.get(key) ?? key,
    title: words.__('Param %1', key),
    direction: 'unknown',
    numeric: isNumericParam(runs, key),
    differs: false
  }));
}

function isNumericParam(runs: readonly Run[], name: string): boolean {
  const params = runs
    .flatMap(run => [run.params, ...run.results.map(item => item.params)])
    .map(all => all[name])
    .filter(param => param !== undefined && !param.varied);
  return (
    params.length > 0 && params.every(param => paramNumber(param) !== null)
  );
}

function environmentColumns(input: IColumnInput): IColumn[] {
  const keys = new Set(
    [...input.facts.values()].flatMap(facts => [...facts.keys()])
  );
  return [...keys].map(key => ({
    id: `environment:${key}`,
    group: 'environment',
    kind: 'environment',
    key,
    label: key,
    title: input.words.__('Environment %1', key),
    direction: 'unknown',
    numeric: false,
    differs: false
  }));
}

function observationColumns({ runs, words }: IColumnInput): IColumn[] {
  return observationKeys(runs).map(key => ({
    id: `observations:${key}`,
    group: 'observations',
    kind: 'observation',
    key,
    label: key,
    title: words.__('Observation %1', key),
    direction: 'unknown',
    numeric: true,
    differs: false
  }));
}

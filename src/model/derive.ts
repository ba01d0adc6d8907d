/**
 * Everything that is drawn of a comparison, worked out from its state and the server's answers.
 * Loaded with the first comparison, so that it costs nothing before.
 */
import type { Run } from '../api/types';
import { curveKey } from '../compare/cellparts';
import { chartOf } from '../compare/chart';
import { differencesOf } from '../compare/differences';
import { headlineOf } from '../compare/headline';
import { localFacts } from '../compare/localfacts';
import { replicatesOf } from '../compare/noise';
import type { IChart } from '../compare/chartshapes';
import type { IDifferenceView } from '../compare/differenceshapes';
import type { IHeadlinePart, ITable } from '../compare/shapes';
import { drawable, thin } from '../compare/spark';
import { tableOf } from '../compare/table';
import type { IWords } from '../format/words';
import type { IComparisonState } from '../tokens';
import type { ComparisonData, IPair } from './comparisondata';
import { Memo } from './memo';

/** What one moment of a comparison is worked out from. */
export interface IMoment {
  state: IComparisonState;
  data: ComparisonData;
  /** run_id of the baseline in effect. */
  baseline: string | null;
  /** The metric in front. */
  metric: string | null;
}

/** Works out and remembers: what is asked for twice with nothing changed is the same object. */
export class Derived {
  constructor(words: IWords) {
    this._words = words;
  }

  table({ state, data, baseline, metric }: IMoment): ITable {
    const { runs, environments, points } = data;
    const order = [state.sort, state.runs, state.groupReplicates, state.pick];
    const orderKey = JSON.stringify([...order, baseline, metric, this._sorted]);
    return this._memo.of(
      'table',
      [
        runs,
        environments,
        points,
        baseline,
        metric,
        this._sorted,
        ...tableFields(state)
      ],
      () => {
        // Live values change, the order of rows does not, until the user asks.
        const kept = orderKey === this._orderKey ? this._order : null;
        const table = tableOf({
          ...state,
          runs,
          environments,
          baseline,
          metric,
          curves: this._curves(data),
          directions: {},
          order: kept,
          words: this._words
        });
        this._orderKey = orderKey;
        this._order = table.rows.map(row => row.id);
        return table;
      }
    );
  }

  /** The next table is sorted anew, by the values of now. */
  resort(): void {
    this._sorted += 1;
  }

  headline({ state, data, baseline, metric }: IMoment): IHeadlinePart[] {
    const { runs, environments } = data;
    const { pick } = state;
    return this._memo.of(
      'headline',
      [runs, environments, pick, baseline, metric],
      () =>
        headlineOf({
          runs,
          environments,
          baseline,
          metric,
          pick,
          directions: {},
          words: this._words
        })
    );
  }

  chart(key: string, { state, data, baseline }: IMoment): IChart {
    const { runs, points } = data;
    const { hiddenRuns, groupReplicates, xMode, xKey, smoothing } = state;
    return this._memo.of(
      `chart:${key}`,
      [
        runs,
        points,
        baseline,
        hiddenRuns,
        groupReplicates,
        xMode,
        xKey,
        smoothing
      ],
      () =>
        chartOf({
          ...state,
          key,
          runs,
          points,
          baseline,
          directions: {},
          words: this._words
        })
    );
  }

  /** By the server's answer; null until it came. */
  differences(
    left: Run,
    right: Run,
    { state, data }: IMoment
  ): IDifferenceView | null {
    const pair = data.pairOf(left, right);
    return (
      pair &&
      this._memo.of(
        'differences',
        [pair, data.runs, data.environments, state.pick],
        () => this._view(left, right, pair, { state, data })
      )
    );
  }

  /** How many differences there are, by what is here; null when that cannot be known yet. */
  countDifferences(left: Run, right: Run, moment: IMoment): number | null {
    const { state, data } = moment;
    const view = this.differences(left, right, moment);
    if (view) {
      return view.ids.length;
    }
    return this._memo.of(
      'count',
      [data.runs, data.environments, state.pick, left, right],
      () => {
        const facts = localFacts(left, right, data.environments);
        return facts
          ? this._view(
              left,
              right,
              { key: '', facts, leftSteps: [], rightSteps: [] },
              { state, data }
            ).ids.length
          : null;
      }
    );
  }

  private _view(
    left: Run,
    right: Run,
    pair: IPair,
    { state, data }: Omit<IMoment, 'baseline' | 'metric'>
  ): IDifferenceView {
    const unrecorded = [left, right].filter(run => {
      const environment = data.environments[run.environment_digest ?? ''];
      return (
        run.environment_digest === null || environment?.source === 'unknown'
      );
    });
    return differencesOf({
      left,
      right,
      facts: pair.facts,
      leftSteps: pair.leftSteps,
      rightSteps: pair.rightSteps,
      replicates: replicatesOf(data.runs),
      numbers: new Map(data.runs.map(run => [run.run_id, run.number])),
      environments: data.environments,
      unrecorded: unrecorded.map(run => run.number),
      pick: state.pick,
      directions: {},
      words: this._words
    });
  }

  /** Sparklines of the table; a run with a metric from several cells has one for each. */
  private _curves(data: ComparisonData): Map<string, (number | null)[]> {
    return this._memo.of('curves', [data.points, data.runs], () => {
      const curves = new Map<string, (number | null)[]>();
      for (const series of data.points) {
        if (!series.inherited) {
          const curve = thin(drawable(series.values));
          const stepId = `${series.run_id}/${series.step_id}`;
          curves.set(curveKey(stepId, series.key), curve);
          curves.set(curveKey(series.run_id, series.key), curve);
        }
      }
      return curves;
    });
  }

  private readonly _words: IWords;
  private readonly _memo = new Memo();
  private _order: readonly string[] | null = null;
  private _orderKey = '';
  private _sorted = 0;
}

/** The fields of the state that a table is made from: others may change under it. */
function tableFields(state: IComparisonState): unknown[] {
  return [
    state.pick,
    state.onlyDiffering,
    state.observations,
    state.groupReplicates,
    state.hiddenColumns,
    state.pinnedColumns,
    state.columnOrder,
    state.sort
  ];
}

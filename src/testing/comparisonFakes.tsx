/**
 * A comparison over the real model and a client that answers from records: what a view shows is
 * what the pure modules made.
 */
import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import { act, render } from '@testing-library/react';
import * as React from 'react';

import type { RunClient } from '../api/client';
import type { Environment, PointSeries, Run, RunStep } from '../api/types';
import type { IComparisonContext } from '../comparison/context';
import { ComparisonContext } from '../comparison/context';
import { useAspects } from '../draw/signals';
import { ComparisonModel } from '../model/comparison';
import { RunEvents } from '../model/events';
import type { IComparisonState } from '../tokens';

/** What the server would answer. */
export interface IRecords {
  runs: Run[];
  points?: PointSeries[];
  environments?: Record<string, Environment>;
  steps?: Record<string, RunStep[]>;
}

/** A client that answers from records and counts what it was asked. */
export class FakeClient {
  constructor(readonly records: IRecords) {}

  readonly asked: string[] = [];
  /** A run in the trash. */
  restored: Run | null = null;
  /** Set: every answer is this error. */
  fault: Error | null = null;

  async runs({ ids }: { ids?: string }): Promise<unknown> {
    this._ask('runs');
    const wanted = ids?.split(',') ?? [];
    const runs = this.records.runs.filter(run => wanted.includes(run.run_id));
    return { runs, cursor: null, revision: 1, removed: [] };
  }

  /** Takes `restored` among the records. */
  async updateRun(runId: string): Promise<unknown> {
    this._ask('updateRun');
    if (this.restored?.run_id === runId) {
      this.records.runs = [...this.records.runs, this.restored];
    }
    return this.restored;
  }

  async points({ keys }: { keys: string[] }): Promise<unknown> {
    this._ask('points');
    const series = this.records.points ?? [];
    return { series: series.filter(item => keys.includes(item.key)) };
  }

  async environment(digest: string): Promise<unknown> {
    this._ask('environment');
    return { digest, environment: this.records.environments?.[digest] };
  }

  async steps(runId: string): Promise<unknown> {
    this._ask('steps');
    return { steps: this.records.steps?.[runId] ?? [] };
  }

  async differences(left: string, right: string): Promise<unknown> {
    this._ask('differences');
    const [a, b] = [left, right].map(id =>
      this.records.runs.find(run => run.run_id === id)
    ) as [Run, Run];
    const text = (run: Run, name: string) => run.params[name]?.text ?? null;
    const names = new Set([...Object.keys(a.params), ...Object.keys(b.params)]);
    return {
      left,
      right,
      params: [...names]
        .filter(name => text(a, name) !== text(b, name))
        .map(name => ({ name, before: text(a, name), after: text(b, name) })),
      cells: [],
      packages: [],
      packages_same: 61,
      packages_known: a.environment_digest === b.environment_digest,
      data: []
    };
  }

  private _ask(what: string): void {
    this.asked.push(what);
    if (this.fault) {
      throw this.fault;
    }
  }
}

/** A comparison of all the records' runs, with its client. */
export function makeComparison(
  records: IRecords,
  state: Partial<IComparisonState> = {}
): { context: IComparisonContext; model: ComparisonModel; client: FakeClient } {
  const trans = nullTranslator.load('runfolio');
  const client = new FakeClient(records);
  const model = new ComparisonModel({
    client: client as unknown as RunClient,
    events: new RunEvents(new Signal<unknown, never>({})),
    runs: null,
    words: trans,
    state: { runs: records.runs.map(run => run.run_id), ...state }
  });
  const context: IComparisonContext = {
    model,
    trans,
    themes: null,
    languages: null,
    runs: null
  };
  return { context, model, client };
}

/** Wait until all that was asked is answered and drawn. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) {
    await act(async () => {
      await new Promise(resolve => setTimeout(resolve, 0));
    });
  }
}

/** Draw a part inside of a comparison that is loaded. */
export async function show(
  part: React.ReactElement,
  comparison: ReturnType<typeof makeComparison>
): Promise<void> {
  comparison.model.setVisible(true);
  await settle();
  const Part = (): React.ReactElement => {
    // As the whole view does: what changes in the model is drawn again.
    useAspects(
      comparison.model,
      'state',
      'runs',
      'points',
      'differences',
      'status'
    );
    return React.cloneElement(part);
  };
  render(
    <ComparisonContext.Provider value={comparison.context}>
      <Part />
    </ComparisonContext.Provider>
  );
  await settle();
}

/**
 * Stand-ins for the models of the panel: state set by a test, calls kept for it.
 */
import { CommandRegistry } from '@lumino/commands';
import { Signal } from '@lumino/signaling';
import { nullTranslator } from '@jupyterlab/translation';

import type { Output, Run, TimelineStep, WireNumber } from '../api/types';
import type { ListEntry } from '../compare/shapes';
import { CommandIDs } from '../commands/ids';
import type { IPanelContext } from '../panel/context';
import { stepsBetween } from '../compare/timeline';
import type {
  ILiveModel,
  IRefusal,
  IRunEdit,
  IRunsModel,
  ITimelineModel,
  RunsAspect,
  TimelineAspect
} from '../tokens';
import { run } from './builders';

/** A finished run of the notebook `nb`, without a result. */
export function makeRun(number: number, more: Partial<Run> = {}): Run {
  return run(number, {
    run_id: `run-${number}`,
    notebook_id: 'nb',
    experiment_id: 'exp',
    color: 1,
    ...more
  });
}

/** The list's entry of a run. */
export function entryOf(
  run: Run,
  depth = 0,
  open: boolean | null = null
): ListEntry {
  return { kind: 'run', id: run.run_id, run, depth, open, subtitle: [] };
}

/** A runs model whose every property can be set; `fire` tells of the change. */
export class FakeRuns {
  readonly changed = new Signal<IRunsModel, readonly RunsAspect[]>(
    this as unknown as IRunsModel
  );
  readonly calls: [string, ...unknown[]][] = [];
  isDisposed = false;
  status: IRunsModel['status'] = {
    state: 'ready',
    updatedAt: new Date('2026-11-23T13:02:00Z'),
    fault: null
  };
  runs: readonly Run[] = [];
  list: readonly ListEntry[] = [];
  hasOlder = false;
  scope: IRunsModel['scope'] = { kind: 'notebook' };
  experiments: IRunsModel['experiments'] = [];
  notebooks: IRunsModel['notebooks'] = [];
  path: string | null = 'digits.ipynb';
  notebook: IRunsModel['notebook'] = null;
  metric: string | null = 'val_acc';
  metricPick: IRunsModel['metricPick'] = 'last';
  metricKeys: readonly string[] = ['val_acc', 'loss'];
  values: Record<string, number | undefined> = {};
  /** Of runs that show another metric than the chosen one. */
  metrics: Record<string, string | undefined> = {};
  deltas: Record<string, ReturnType<IRunsModel['deltaOf']>> = {};
  baseline: Run | null = null;
  selection: readonly string[] = [];
  hovered: string | null = null;
  filter = '';
  filterFault: IRunsModel['filterFault'] = null;
  notices: IRunsModel['notices'] = [];
  health: IRunsModel['health'] = null;
  recording: IRunsModel['recording'] = { default: true, notebooks: {} };
  recordingOn: boolean | null = true;

  /** Show runs as plain rows. */
  show(...runs: Run[]): void {
    this.runs = runs;
    this.list = runs.map(run => entryOf(run));
  }

  fire(...aspects: RunsAspect[]): void {
    this.changed.emit(aspects);
  }

  /** Calls of one method, without its name. */
  callsOf(name: string): unknown[][] {
    return this.calls
      .filter(call => call[0] === name)
      .map(([, ...rest]) => rest);
  }

  find(runId: string): Run | undefined {
    return this.runs.find(run => run.run_id === runId);
  }

  metricOf(run: Run): string | null {
    return this.metrics[run.run_id] ?? this.metric;
  }

  valueOf(run: Run): number | null {
    return this.values[run.run_id] ?? null;
  }

  valueText(run: Run): string {
    return this.values[run.run_id]?.toFixed(4) ?? '–';
  }

  deltaOf(run: Run): ReturnType<IRunsModel['deltaOf']> {
    return this.deltas[run.run_id] ?? null;
  }

  sparkOf(run: Run): readonly WireNumber[] {
    return run.spark ?? [];
  }

  isRecording(): boolean | null {
    return this.recordingOn;
  }

  toggleSelection(runId: string): void {
    this.setSelection(
      this.selection.includes(runId)
        ? this.selection.filter(id => id !== runId)
        : [...this.selection, runId]
    );
  }

  setSelection(runIds: readonly string[]): void {
    this.selection = runIds;
    this.fire('selection');
  }

  setVisible = this._note('setVisible');
  setScope = this._note('setScope');
  setPath = this._note('setPath');
  setMetric = this._note('setMetric');
  setHovered = this._note('setHovered');
  setFilter = this._note('setFilter');
  toggleFold = this._note('toggleFold');
  setShowDrafts = this._note('setShowDrafts');
  dispose = this._note('dispose');
  loadOlder = this._promise('loadOlder');
  setBaseline = this._promise('setBaseline');
  dismissNotice = this._promise('dismissNotice');
  setRecording = this._promise('setRecording');
  updateRun = this._promise('updateRun');
  readonly edits = {
    last: null as IRunEdit | null,
    refusal: null as IRefusal | null,
    delete: this._promise('delete'),
    fromSteps: this._promise('fromSteps'),
    split: this._promise('split'),
    merge: this._promise('merge'),
    move: this._promise('move'),
    undo: this._promise('undo'),
    forget: this._note('forget'),
    attempt: (work: Promise<unknown>): Promise<void> =>
      work.then(() => undefined),
    dismissRefusal: this._note('dismissRefusal')
  };
  refresh = this._promise('refresh');

  private _note(name: string): (...args: unknown[]) => void {
    return (...args) => {
      this.calls.push([name, ...args]);
    };
  }

  private _promise(name: string): (...args: unknown[]) => Promise<void> {
    return async (...args) => {
      this.calls.push([name, ...args]);
    };
  }
}

/** A live model whose run can be set. */
export class FakeLive {
  readonly changed = new Signal<ILiveModel, void>(
    this as unknown as ILiveModel
  );
  readonly ticked = new Signal<ILiveModel, void>(this as unknown as ILiveModel);
  isDisposed = false;
  run: Run | null = null;
  status: ILiveModel['status'] = {
    state: 'ready',
    updatedAt: null,
    fault: null
  };
  busy = 6;
  step: number | null = null;
  left: ReturnType<ILiveModel['estimate']> = null;
  dispose(): void {
    this.isDisposed = true;
  }
  setVisible(): void {
    // A view that shows the open run; nothing to fetch here.
  }
  busySeconds(): number {
    return this.busy;
  }
  stepSeconds(): number | null {
    return this.step;
  }
  estimate(): ReturnType<ILiveModel['estimate']> {
    return this.left;
  }
}

/** A timeline whose steps can be set. */
export class FakeTimeline {
  readonly changed = new Signal<ITimelineModel, readonly TimelineAspect[]>(
    this as unknown as ITimelineModel
  );
  isDisposed = false;
  status: ITimelineModel['status'] = {
    state: 'ready',
    updatedAt: null,
    fault: null
  };
  steps: readonly TimelineStep[] = [];
  hasOlder = false;
  visible = false;
  refreshed = 0;
  range: [string, string] | null = null;
  get selected(): readonly TimelineStep[] {
    return this.range ? stepsBetween(this.steps, ...this.range) : [];
  }
  select(from: string, to: string): void {
    this.range = [from, to];
    this.changed.emit(['selection']);
  }
  clear(): void {
    this.range = null;
    this.changed.emit(['selection']);
  }
  outputs: Record<string, Output[]> = {};
  async outputsOf(stepId: string): Promise<readonly Output[]> {
    const found = this.outputs[stepId];
    if (!found) {
      throw new Error('no such step');
    }
    return found;
  }
  texts: Record<string, string> = {};
  readonly contents: ITimelineModel['contents'] = {
    url: (digest, stepId) => `/contents/${digest}?step=${stepId}`,
    text: async digest => this.texts[digest]
  };
  setVisible(_: string, visible: boolean): void {
    this.visible = visible;
  }
  async loadOlder(): Promise<void> {
    this.hasOlder = false;
  }
  async refresh(): Promise<void> {
    this.refreshed += 1;
  }
  dispose(): void {
    this.isDisposed = true;
  }
}

/** All that the panel is drawn from, with calls of the doors and commands kept. */
export function makePanel() {
  const runs = new FakeRuns();
  const live = new FakeLive();
  const timeline = new FakeTimeline();
  const executed: [string, unknown][] = [];
  const commands = new CommandRegistry();
  for (const id of Object.values(CommandIDs)) {
    commands.addCommand(id, {
      label: id,
      caption: id,
      execute: args => {
        executed.push([id, args]);
      }
    });
  }
  const doors = {
    runAll: jest.fn(),
    goToCell: jest.fn(),
    askText: jest.fn().mockResolvedValue(null)
  };
  const context: IPanelContext = {
    runs: runs as IRunsModel,
    live: live as ILiveModel,
    recorder: null,
    timelines: { create: async () => timeline as ITimelineModel },
    commands,
    trans: nullTranslator.load('runfolio'),
    doors
  };
  return { runs, live, timeline, commands, executed, doors, context };
}

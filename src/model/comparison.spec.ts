import type { Run } from '../api/types';
import {
  cell,
  environment,
  params,
  points,
  result,
  run,
  step
} from '../testing/builders';
import { refusal } from '../testing/server';
import { World } from '../testing/world';
import type { ComparisonAspect, IComparisonState } from '../tokens';
import { ComparisonModelFactory } from './comparisons';
import type { ComparisonModel } from './comparison';
import { RunsModel } from './runs';

let world: World;
let runsModel: RunsModel;
let model: ComparisonModel;
let heard: ComparisonAspect[];

const trained = (number: number, acc: number, extra: Partial<Run> = {}) =>
  run(number, {
    results: [result({ val_acc: acc, loss: [1, acc] })],
    params: params({ alpha: String(number) }),
    cells: [
      cell(1, 'same', { step_id: `r${number}s1`, role: 'inherited' }),
      cell(2, `fit${number}`, { step_id: `r${number}s2` })
    ],
    ...extra
  });

/** A comparison of these runs, shown, with all answers in. */
async function show(
  runs: Run[],
  state: Partial<IComparisonState> = {},
  prepare: () => void = () => undefined
) {
  world = new World(runs);
  const answers = world.server.answers;
  answers['GET points'] = ({ query }) => ({
    series: (query.get('runs') ?? '')
      .split(',')
      .flatMap(id => query.getAll('keys').map(key => points(id, key, [1, 0.5])))
  });
  for (const digest of ['env1', 'env2']) {
    answers[`GET environments/${digest}`] = () => ({
      digest,
      environment: environment({ numpy: digest === 'env1' ? '2.0' : '2.1' })
    });
  }
  answers['GET differences'] = ({ query }) => {
    const [left, right] = (query.get('runs') ?? '').split(',');
    return {
      left,
      right,
      params: [{ name: 'alpha', before: '1', after: '2' }],
      cells: [],
      packages: [],
      packages_same: 1,
      packages_known: true,
      data: []
    };
  };
  for (const { run_id: id } of runs) {
    answers[`GET runs/${id}/steps`] = () => ({
      steps: [1, 2].map(number =>
        step(number, `code ${id} ${number}`, { step_id: `${id}s${number}` })
      )
    });
  }
  prepare();
  runsModel = new RunsModel(world);
  const factory = new ComparisonModelFactory({
    client: world.client,
    events: world.events,
    words: world.words,
    runs: runsModel
  });
  model = (await factory.create({
    runs: runs.map(item => item.run_id),
    ...state
  })) as ComparisonModel;
  heard = [];
  model.changed.connect((_, aspects) => heard.push(...aspects));
  model.setVisible(true);
  await world.settle();
}

function reset() {
  heard.length = 0;
  world.forget();
}

afterEach(() => {
  model.dispose();
  runsModel.dispose();
});

const two = () => [trained(2, 0.9), trained(1, 0.8)];

describe('requests', () => {
  it('are one for the runs and one for their points', async () => {
    await show(two(), { metric: 'val_acc' });
    expect(world.server.asked).toEqual(['GET runs', 'GET points']);
    const [runs, series] = world.server.requests;
    expect(runs.query.get('ids')).toBe('r2,r1');
    expect(runs.query.get('with')).toBe('cells,spark:val_acc');
    expect(series.query.getAll('keys').sort()).toEqual(['loss', 'val_acc']);
    expect(series.query.get('runs')).toBe('r2,r1');
  });

  it('are not more for more runs', async () => {
    const many = Array.from({ length: 12 }, (_, i) => trained(i + 1, 0.5));
    await show(many);
    expect(world.server.asked).toEqual(['GET runs', 'GET points']);
  });

  it('are none while hidden, and none for nothing', async () => {
    await show([]);
    expect(world.server.asked).toEqual([]);
    expect(model.status.state).toBe('ready');
    model.setVisible(false);
    model.addRuns(['r1']);
    await world.settle();
    expect(world.server.asked).toEqual([]);
  });

  it('leave points alone where no run has a metric', async () => {
    await show([run(1), run(2)]);
    expect(world.server.asked).toEqual(['GET runs']);
  });

  it('ask for each environment once, where they differ', async () => {
    await show([
      trained(1, 0.8),
      trained(2, 0.9, { environment_digest: 'env2' })
    ]);
    expect(
      world.server.asked.filter(name => /environments/.test(name))
    ).toEqual(['GET environments/env1', 'GET environments/env2']);
    const column = model.table.columns.find(
      item => item.id === 'environment:numpy'
    );
    expect(column?.differs).toBe(true);
    reset();
    await model.refresh();
    expect(world.server.asked).toEqual(['GET runs']);
  });

  it('ask for the one environment only when all columns are wanted', async () => {
    await show(two());
    reset();
    model.update({ onlyDiffering: false });
    await world.settle();
    expect(world.server.asked).toContain('GET environments/env1');
    expect(
      model.table.columns.some(item => item.id === 'environment:numpy')
    ).toBe(true);
  });

  it('follow events about these runs alone', async () => {
    await show(two());
    reset();
    world.emit({ runs: ['r9'] });
    await world.settle();
    expect(world.server.asked).toEqual([]);
    world.emit({ runs: ['r1'] });
    await world.settle();
    expect(world.server.asked).toEqual(['GET runs']);
    expect(heard).toEqual([]);
    world.runs = [trained(2, 0.9), trained(1, 0.85, { revision: 7 })];
    world.emit({ all: true });
    await world.settle();
    expect(world.server.asked).toEqual(['GET runs', 'GET runs', 'GET points']);
    expect(model.runs[1].revision).toBe(7);
  });

  it('ask for differences only while their tab is in front', async () => {
    await show(two());
    expect(model.differences).toBeNull();
    reset();
    model.update({ tab: 'differences' });
    await world.settle();
    expect([...world.server.asked].sort()).toEqual([
      'GET differences',
      'GET runs/r1/steps',
      'GET runs/r2/steps'
    ]);
    expect(heard).toContain('differences');
    reset();
    model.update({ tab: 'table' });
    model.update({ tab: 'differences' });
    await world.settle();
    expect(world.server.asked).toEqual([]);
  });
});

describe('what is drawn', () => {
  it('is empty and not wrong before the answers came', async () => {
    await show(two(), {}, () => (world.server.hanging = true));
    expect(model.status.state).toBe('loading');
    expect(model.table.rows).toEqual([]);
    expect(model.headline).toEqual([]);
    expect(model.chart('loss').lines).toEqual([]);
    expect(model.differenceCount).toBeNull();
  });

  it('is the same object until something changed', async () => {
    await show(two());
    const { table, headline } = model;
    const chart = model.chart('loss');
    expect(model.table).toBe(table);
    expect(model.headline).toBe(headline);
    model.setHover({ x: 1 });
    expect(model.table).toBe(table);
    expect(model.chart('loss')).toBe(chart);
    model.update({ smoothing: 0.5 });
    expect(model.chart('loss')).not.toBe(chart);
    expect(model.headline).toBe(headline);
    expect(model.table).toBe(table);
    model.update({ pick: 'max' });
    expect(model.table).not.toBe(table);
  });

  it('has sparklines from the points', async () => {
    await show(two());
    const curve = model.table.rows[0].cells['curve:loss'].curve;
    expect(curve).toEqual([1, 0.5]);
  });

  it('keeps the order of rows while values change, until asked', async () => {
    const sort = [{ column: 'metrics:val_acc', descending: true }];
    await show([trained(1, 0.5), trained(2, 0.8), trained(3, 0.7)], { sort });
    const order = () => model.table.rows.map(row => row.run.number);
    expect(order()).toEqual([1, 2, 3]);
    world.runs = [
      trained(1, 0.5),
      trained(2, 0.8),
      trained(3, 0.95, { revision: 9 })
    ];
    world.emit({ runs: ['r3'] });
    await world.settle();
    expect(order()).toEqual([1, 2, 3]);
    expect(model.table.resort).toBe(true);
    model.resort();
    expect(order()).toEqual([1, 3, 2]);
    expect(model.table.resort).toBe(false);
    model.update({
      sort: [...sort, { column: 'params:alpha', descending: true }]
    });
    expect(order()).toEqual([1, 3, 2]);
  });

  it('aligns code by cell and counts as many differences as it shows', async () => {
    await show(two(), { tab: 'differences' });
    const view = model.differences;
    expect(view?.left.number).toBe(1);
    expect(view?.right.number).toBe(2);
    expect(view?.ids).toEqual([
      'results:val_acc',
      'results:loss',
      'params:alpha',
      'code:c2'
    ]);
    expect(model.differenceCount).toBe(4);
    const block = view?.sections[3].blocks[0];
    expect(block?.kind === 'cell' && block.right?.code).toBe('code r2 2');
  });

  it('counts differences before their tab was opened', async () => {
    await show(two());
    expect(model.differenceCount).toBe(4);
  });

  it('does not count what it cannot know', async () => {
    await show([
      trained(1, 0.8),
      trained(2, 0.9, { environment_digest: 'env9' })
    ]);
    expect(model.differenceCount).toBeNull();
  });
});

describe('baseline and metric', () => {
  it('are the oldest run and the most telling metric at first', async () => {
    await show(two());
    expect(model.baseline?.number).toBe(1);
    expect(model.metric).toBe('val_acc');
    expect(model.table.rows[0].baseline).toBe(true);
  });

  it('follow the experiment until one is chosen here', async () => {
    await show(two());
    world.experiments[0].baseline_run_id = 'r2';
    await runsModel.refresh();
    expect(model.baseline?.number).toBe(2);
    expect(heard).toContain('runs');
    model.update({ baseline: 'r1', metric: 'loss' });
    expect(model.baseline?.number).toBe(1);
    expect(model.metric).toBe('loss');
    expect(model.table.columns[0].id).toBe('metrics:loss');
  });
});

describe('runs', () => {
  it('are added once and removed with all that named them', async () => {
    await show(two());
    world.runs.push(trained(3, 0.7));
    model.addRuns(['r3', 'r1']);
    await world.settle();
    expect(model.runs.map(item => item.number)).toEqual([2, 1, 3]);
    model.update({ baseline: 'r3', left: 'r3', right: 'r2' });
    model.removeRun('r3');
    await world.settle();
    expect(model.state).toMatchObject({
      runs: ['r2', 'r1'],
      baseline: null,
      left: null,
      right: 'r2'
    });
    expect(model.runs).toHaveLength(2);
  });

  it('that were deleted are named', async () => {
    await show(two(), { runs: ['r2', 'gone', 'r1'] });
    expect(model.removed).toEqual([{ run_id: 'gone', number: null }]);
    expect(model.runs).toHaveLength(2);
  });

  it('that were deleted meanwhile come back', async () => {
    await show(two());
    await world.client.deleteRun('r1');
    world.emit({ removed: ['r1'] });
    await world.settle();
    expect(model.removed).toEqual([{ run_id: 'r1', number: 1 }]);
    await model.restoreRun('r1');
    expect(model.removed).toEqual([]);
    expect(model.runs.map(item => item.number)).toEqual([2, 1]);
  });
});

describe('faults', () => {
  it('leave the table when points cannot be had', async () => {
    await show(two(), {}, () => {
      world.server.answers['GET points'] = () => refusal(400, 'bad-request');
    });
    expect(model.pointsStatus).toMatchObject({
      state: 'error',
      fault: { code: 'bad-request' }
    });
    expect(model.status.state).toBe('ready');
    expect(model.table.rows).toHaveLength(2);
  });

  it('of the differences are theirs alone', async () => {
    await show(two(), { tab: 'differences' }, () => {
      world.server.answers['GET differences'] = () => refusal(404, 'not-found');
    });
    expect(model.differencesStatus.state).toBe('error');
    expect(model.status.state).toBe('ready');
    expect(heard).toContain('status');
  });

  it('keep what was answered before', async () => {
    await show(two());
    world.server.answers['GET runs'] = () => refusal(503, 'store-unavailable');
    await model.refresh();
    expect(model.status.state).toBe('error');
    expect(model.table.rows).toHaveLength(2);
  });
});

describe('hover', () => {
  it('is shared with the panel, both ways, without an echo', async () => {
    await show(two());
    reset();
    model.setHover({ runId: 'r1', x: 3 });
    expect(runsModel.hovered).toBe('r1');
    expect(heard).toEqual(['hover']);
    runsModel.setHovered('r2');
    expect(model.hover).toEqual({ runId: 'r2', x: 3 });
    expect(heard).toEqual(['hover', 'hover']);
    model.setHover({ runId: 'r2' });
    expect(heard).toHaveLength(2);
  });
});

describe('state', () => {
  it('is undone and redone, one step a change', async () => {
    await show(two());
    reset();
    model.update({ smoothing: 0.5 });
    model.update({ smoothing: 0.5 });
    model.update({ tab: 'charts' });
    expect(heard).toEqual(['state', 'state']);
    model.update({ smoothing: 0.7 });
    model.undo();
    expect(model.state).toMatchObject({ smoothing: 0.5, tab: 'charts' });
    model.undo();
    expect(model.state).toMatchObject({ smoothing: 0, tab: 'table' });
    expect(model.canUndo).toBe(false);
    model.redo();
    expect(model.state.smoothing).toBe(0.5);
    expect(model.canRedo).toBe(true);
    model.update({ smoothing: 0.1 });
    expect(model.canRedo).toBe(false);
  });

  it('counts a look at another tab as no step', async () => {
    await show(two());
    model.update({ tab: 'charts' });
    expect(model.canUndo).toBe(false);
    model.update({ smoothing: 0.5 });
    model.undo();
    model.update({ tab: 'differences' });
    expect(model.canRedo).toBe(true);
  });

  it('survives being saved as JSON', async () => {
    await show(two(), { tab: 'charts', smoothing: 0.3 });
    expect(JSON.parse(JSON.stringify(model.state))).toEqual(model.state);
  });
});

describe('dispose', () => {
  it('leaves no listener and can be done twice', async () => {
    await show(two());
    model.dispose();
    model.dispose();
    reset();
    world.emit({ all: true });
    runsModel.setHovered('r1');
    await world.settle();
    expect(world.server.asked).toEqual([]);
    expect(heard).toEqual([]);
  });
});

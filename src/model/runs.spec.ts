import type { Run } from '../api/types';
import { draft, result, run } from '../testing/builders';
import { foreign404, offline, refusal } from '../testing/server';
import { World } from '../testing/world';
import type { RunsAspect } from '../tokens';
import { RunsModel } from './runs';

let world: World;
let model: RunsModel;
let heard: (readonly RunsAspect[])[];

const acc = (number: number, value: number, extra: Partial<Run> = {}) =>
  run(number, { results: [result({ acc: value })], ...extra });

/** The model, shown, with a notebook in front and the first answers in. */
async function show(runs: Run[], path: string | null = 'digits.ipynb') {
  world = new World(runs);
  model = new RunsModel(world);
  heard = [];
  model.changed.connect((_, aspects) => heard.push(aspects));
  model.setPath(path);
  model.setVisible('panel', true);
  await world.settle();
  heard.length = 0;
  world.forget();
}

const numbers = () => model.runs.map(item => item.number);

afterEach(() => model.dispose());

describe('loading', () => {
  it('asks nothing before it is shown', async () => {
    world = new World([acc(1, 0.5)]);
    model = new RunsModel(world);
    world.emit();
    await world.settle();
    expect(world.server.asked).toEqual([]);
    expect(model.status.state).toBe('loading');
  });

  it('asks for each thing once when it is shown', async () => {
    world = new World([acc(1, 0.5)]);
    model = new RunsModel(world);
    model.setPath('digits.ipynb');
    model.setVisible('panel', true);
    await world.settle();
    expect([...world.server.asked].sort()).toEqual([
      'GET experiments',
      'GET health',
      'GET notebooks',
      'GET notices',
      'GET recording',
      'GET runs'
    ]);
    expect(model.status).toMatchObject({ state: 'ready', fault: null });
    expect(numbers()).toEqual([1]);
  });

  it('asks for changes alone when an event comes', async () => {
    await show([acc(1, 0.5)]);
    world.runs.push(acc(2, 0.6));
    world.emit({ runs: ['r2'] });
    await world.settle();
    expect(world.server.asked).toEqual(['GET runs']);
    expect(world.server.requests[0].query.get('since')).toBe('1');
    expect(numbers()).toEqual([2, 1]);
    expect(heard).toEqual([['list', 'runs']]);
  });

  it('makes one more request of a burst of events', async () => {
    await show([acc(1, 0.5)]);
    for (let i = 0; i < 20; i++) {
      world.emit({ runs: ['r1'] });
    }
    await world.settle();
    expect(world.server.to('GET runs').length).toBeLessThanOrEqual(2);
  });

  it('is silent when nothing changed', async () => {
    await show([acc(1, 0.5)]);
    const before = model.runs;
    world.emit({ runs: ['r1'] });
    await world.settle();
    expect(heard).toEqual([]);
    expect(model.runs).toBe(before);
  });

  it('asks nothing while hidden, and once when shown again', async () => {
    await show([acc(1, 0.5)]);
    model.setVisible('panel', false);
    world.runs.push(acc(2, 0.6));
    world.emit();
    world.emit();
    await world.settle();
    expect(world.server.asked).toEqual([]);
    model.setVisible('panel', true);
    await world.settle();
    expect(world.server.to('GET runs')).toHaveLength(1);
    expect(numbers()).toEqual([2, 1]);
  });

  it('stays shown while one of two views is', async () => {
    await show([acc(1, 0.5)]);
    model.setVisible('toolbar', true);
    model.setVisible('panel', false);
    world.emit({ runs: ['r1'] });
    await world.settle();
    expect(world.server.asked).toEqual(['GET runs']);
  });

  it('does not listen to the events of others', async () => {
    await show([acc(1, 0.5)]);
    world.emitRaw({ schema_id: 'https://events.jupyter.org/x', runs: ['r1'] });
    await world.settle();
    expect(world.server.asked).toEqual([]);
  });

  it('asks for what an event names', async () => {
    await show([acc(1, 0.5)]);
    world.emit({ what: ['notices'], runs: ['r1'] });
    await world.settle();
    expect([...world.server.asked].sort()).toEqual(['GET notices', 'GET runs']);
    expect(heard).toEqual([['notices']]);
  });

  it('takes removed runs out, also of the selection', async () => {
    await show([acc(1, 0.5), acc(2, 0.6)]);
    model.setSelection(['r1', 'r2']);
    world.runs = [world.runs[1]];
    world.removed = ['r1'];
    world.emit({ removed: ['r1'] });
    await world.settle();
    expect(numbers()).toEqual([2]);
    expect(model.selection).toEqual(['r2']);
  });

  it('drops an open run that the rule took back', async () => {
    const live = {
      steps: [],
      queued: 0,
      busy_since: null,
      last_step_at: null,
      probable: true
    };
    await show([acc(1, 0.5), draft(2, { status: 'open', live, revision: 0 })]);
    expect(numbers()).toEqual([2, 1]);
    world.runs = [world.runs[0]];
    world.emit();
    await world.settle();
    expect(numbers()).toEqual([1]);
  });

  it('follows pages of changes to their end', async () => {
    await show([acc(1, 0.5)]);
    for (let number = 2; number <= 250; number++) {
      const opened_at = new Date(Date.UTC(2026, 10, 24) + number * 1000);
      world.runs.push(acc(number, 0.5, { opened_at: opened_at.toISOString() }));
    }
    world.emit();
    await world.settle();
    expect(model.runs).toHaveLength(250);
  });

  it('loads older runs when asked, page by page', async () => {
    const runs = Array.from({ length: 150 }, (_, index) =>
      acc(index + 1, 0.5, {
        opened_at: new Date(Date.UTC(2026, 10, 1) + index * 1000).toISOString()
      })
    );
    await show(runs);
    expect(model.runs).toHaveLength(100);
    expect(model.hasOlder).toBe(true);
    await model.loadOlder();
    expect(model.runs).toHaveLength(150);
    expect(model.hasOlder).toBe(false);
    expect(numbers()[149]).toBe(1);
  });
});

describe('faults', () => {
  it('tells a missing server part', async () => {
    await show([acc(1, 0.5)]);
    world.server.answers = { '*': foreign404 };
    await model.refresh();
    expect(model.status).toMatchObject({
      state: 'missing',
      fault: { code: 'server-missing' }
    });
    expect(heard).toContainEqual(['status']);
  });

  it('keeps the rows when the server refuses, and says why', async () => {
    await show([acc(1, 0.5)]);
    world.server.answers = { '*': () => refusal(503, 'store-unavailable') };
    await model.refresh();
    expect(model.status.state).toBe('error');
    expect(model.status.fault?.code).toBe('store-unavailable');
    expect(numbers()).toEqual([1]);
  });

  it('is ready again by itself after a refresh that works', async () => {
    await show([acc(1, 0.5)]);
    const { answers } = world.server;
    world.server.answers = { '*': foreign404 };
    await model.refresh();
    world.server.answers = answers;
    await model.refresh();
    expect(model.status).toMatchObject({ state: 'ready', fault: null });
  });

  it('asks again for what could not be answered', async () => {
    world = new World();
    const { answers } = world.server;
    world.server.answers = { '*': offline };
    model = new RunsModel(world);
    model.setVisible('panel', true);
    await world.settle();
    world.server.answers = answers;
    world.forget();
    world.emit({ what: ['runs'], runs: ['r1'] });
    await world.settle();
    expect(world.server.asked).toContain('GET recording');
    expect(model.recording).not.toBeNull();
  });
});

describe('scope', () => {
  const elsewhere = (number: number) =>
    acc(number, 0.5, { notebook_id: 'n2', experiment_id: 'e2' });

  it('is the notebook in front', async () => {
    await show([acc(1, 0.5), elsewhere(2)]);
    expect(numbers()).toEqual([1]);
    expect(model.notebook?.notebook_id).toBe('n1');
  });

  it('is everything where no notebook is in front', async () => {
    await show([acc(1, 0.5), elsewhere(2)], null);
    expect(numbers()).toEqual([2, 1]);
    expect(model.list[0].kind).toBe('day');
  });

  it('is empty for a notebook that was never recorded', async () => {
    await show([acc(1, 0.5)], 'new.ipynb');
    expect(numbers()).toEqual([]);
    expect(model.notebook).toBeNull();
    expect(model.status.state).toBe('ready');
  });

  it('finds the notebook with its first cell', async () => {
    await show([acc(1, 0.5)], 'new.ipynb');
    world.notebooks.push({
      ...world.notebooks[0],
      notebook_id: 'n2',
      path: 'new.ipynb',
      experiment_id: 'e2'
    });
    world.runs.push(elsewhere(2));
    world.emit({ runs: ['r2'] });
    await world.settle();
    expect(numbers()).toEqual([2]);
  });

  it('changes to an experiment or to all', async () => {
    await show([acc(1, 0.5), elsewhere(2)]);
    model.setSelection(['r1']);
    model.setScope({ kind: 'experiment', experiment_id: 'e2' });
    await world.settle();
    expect(numbers()).toEqual([2]);
    expect(model.selection).toEqual([]);
    model.setScope({ kind: 'all' });
    await world.settle();
    expect(numbers()).toEqual([2, 1]);
  });
});

describe('selection, hover, folds', () => {
  it('selects in the order of the list', async () => {
    await show([acc(1, 0.5), acc(2, 0.6), acc(3, 0.7)]);
    model.toggleSelection('r1');
    model.toggleSelection('r3');
    expect(model.selection).toEqual(['r3', 'r1']);
    model.toggleSelection('r1');
    expect(model.selection).toEqual(['r3']);
    model.setSelection(['nobody', 'r2']);
    expect(model.selection).toEqual(['r2']);
  });

  it('tells of a hover once', async () => {
    await show([acc(1, 0.5)]);
    model.setHovered('r1');
    model.setHovered('r1');
    expect(heard).toEqual([['hover']]);
  });

  it('opens and closes folds, and can show drafts', async () => {
    await show([acc(3, 0.5), draft(2), draft(1)]);
    const kinds = () => model.list.map(entry => entry.kind);
    expect(kinds()).toEqual(['run', 'fold']);
    const fold = model.list[1].id;
    model.toggleFold(fold);
    expect(kinds()).toEqual(['run', 'fold', 'run', 'run']);
    model.toggleFold(fold);
    expect(kinds()).toEqual(['run', 'fold']);
    model.setShowDrafts(true);
    expect(kinds()).toEqual(['run', 'run', 'run']);
  });

  it('leaves the open draft of the notebook in front to the card', async () => {
    await show([acc(1, 0.5), draft(2, { status: 'open' })]);
    const listed = model.list.flatMap(entry =>
      entry.kind === 'run' ? [entry.run.number] : []
    );
    expect(listed).toEqual([1]);
    expect(numbers()).toEqual([2, 1]);
  });

  it('filters, and says what is wrong with a filter', async () => {
    await show([acc(1, 0.5), acc(2, 0.9)]);
    model.setFilter('acc > 0.8');
    expect(model.list).toHaveLength(1);
    model.setFilter('ac > 0.8');
    expect(model.filterFault?.suggestion).toBe('acc');
    expect(model.list).toHaveLength(2);
  });
});

describe('metric and baseline', () => {
  it('shows the metric that tells most until one is chosen', async () => {
    await show([
      run(1, { results: [result({ loss: [3, 1], val_acc: 0.9444 })] }),
      run(2, { results: [result({ loss: [4, 2], val_acc: 0.9688 })] })
    ]);
    expect(model.metric).toBe('val_acc');
    model.setMetric('loss', 'max');
    expect(model.metric).toBe('loss');
    expect(model.runs.map(item => model.valueOf(item))).toEqual([4, 3]);
    model.setMetric('gone');
    expect(model.metric).toBe('val_acc');
  });

  it('words values and deltas in one format', async () => {
    await show([acc(1, 0.9444), acc(2, 0.9688), run(3)]);
    await model.setBaseline('r1');
    const told = model.runs.map(item => [
      model.valueText(item),
      model.deltaOf(item)?.text ?? '–'
    ]);
    expect(told).toEqual([
      ['–', '–'],
      ['0.9688', '▲ +0.0244 better'],
      ['0.9444', '–']
    ]);
    expect(model.baseline?.number).toBe(1);
  });

  it('takes the baseline away', async () => {
    await show([acc(1, 0.5)]);
    await model.setBaseline('r1');
    await model.setBaseline(null);
    expect(model.baseline).toBeNull();
    expect(world.experiments[0].baseline_run_id).toBeNull();
  });

  it('hears that another client set it', async () => {
    await show([acc(1, 0.5), acc(2, 0.7)]);
    world.experiments = [{ ...world.experiments[0], baseline_run_id: 'r1' }];
    world.emit({ what: ['runs'] });
    await world.settle();
    expect(model.baseline?.number).toBe(1);
    expect(model.deltaOf(model.runs[0])?.word).toBe('better');
  });

  it('fetches a baseline older than the page, once', async () => {
    const runs = Array.from({ length: 101 }, (_, index) =>
      acc(index + 1, 0.5 + index / 1000, {
        opened_at: new Date(Date.UTC(2026, 10, 1) + index * 1000).toISOString()
      })
    );
    world = new World(runs);
    world.experiments[0].baseline_run_id = 'r1';
    model = new RunsModel(world);
    model.setPath('digits.ipynb');
    model.setVisible('panel', true);
    await world.settle();
    expect(model.baseline?.number).toBe(1);
    world.emit({ runs: ['r5'] });
    await world.settle();
    const byId = world.server
      .to('GET runs')
      .filter(request => request.query.has('ids'));
    expect(byId).toHaveLength(1);
  });

  it('does not ask for ever for a baseline that was deleted', async () => {
    world = new World([acc(1, 0.5)]);
    world.experiments[0].baseline_run_id = 'gone';
    model = new RunsModel(world);
    model.setPath('digits.ipynb');
    model.setVisible('panel', true);
    await world.settle();
    world.emit({ runs: ['r1'] });
    await world.settle();
    const byId = world.server
      .to('GET runs')
      .filter(request => request.query.has('ids'));
    expect(byId).toHaveLength(1);
  });
});

describe('changes by the user', () => {
  it('updates a run and shows the answer at once', async () => {
    await show([acc(1, 0.5)]);
    await model.updateRun('r1', { starred: true });
    expect(model.runs[0].starred).toBe(true);
    expect(world.server.asked).toEqual(['PATCH runs/r1']);
  });

  it('switches recording for a notebook or for all', async () => {
    await show([acc(1, 0.5)]);
    expect(model.isRecording('digits.ipynb')).toBe(true);
    await model.setRecording(false, 'digits.ipynb');
    expect(model.isRecording('digits.ipynb')).toBe(false);
    expect(model.isRecording('other.ipynb')).toBe(true);
    await model.setRecording(false);
    expect(model.isRecording()).toBe(false);
    expect(model.isRecording('other.ipynb')).toBe(false);
    expect(heard).toContainEqual(['recording']);
  });

  it('does not know the switch before it was answered', () => {
    world = new World();
    model = new RunsModel(world);
    expect(model.isRecording('digits.ipynb')).toBeNull();
  });

  it('dismisses a notice for good', async () => {
    await show([]);
    world.notices = [
      {
        notice_id: 'x',
        kind: 'first-use',
        created_at: '2026-11-23T12:00:00Z',
        facts: {}
      }
    ];
    await model.refresh();
    expect(model.notices).toHaveLength(1);
    await model.dismissNotice('x');
    expect(model.notices).toEqual([]);
    await model.refresh();
    expect(model.notices).toEqual([]);
  });
});

describe('dispose', () => {
  it('leaves no listener and can be done twice', async () => {
    await show([acc(1, 0.5)]);
    model.dispose();
    model.dispose();
    world.emit();
    await world.settle();
    expect(world.server.asked).toEqual([]);
    expect(model.isDisposed).toBe(true);
  });
});

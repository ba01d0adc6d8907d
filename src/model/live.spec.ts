import type { Live, LiveStep, Run } from '../api/types';
import { draft, step } from '../testing/builders';
import { World } from '../testing/world';
import { LiveModel } from './live';
import { RunsModel } from './runs';

let world: World;
let runs: RunsModel;
let model: LiveModel;
let changes: number;

function liveStep(number: number, status: LiveStep['status']): LiveStep {
  return {
    step_id: `s${number}`,
    cell_key: `c${number}`,
    cell_number: number,
    execution_count: number,
    status,
    role: 'own'
  };
}

function open(live: Partial<Live>, extra: Partial<Run> = {}): Run {
  return draft(14, {
    status: 'open',
    busy_seconds: 10,
    live: {
      steps: [],
      queued: 0,
      busy_since: null,
      last_step_at: null,
      probable: false,
      ...live
    },
    ...extra
  });
}

const ago = (seconds: number) =>
  new Date(Date.now() - seconds * 1000).toISOString();

/** The model, shown, with this open run. */
async function show(run: Run | null) {
  world = new World();
  world.live = run;
  world.server.answers['GET steps'] = () => ({
    steps: [10, 12, 20].map((duration, index) => ({
      ...step(index + 100, 'fit', { cell_key: 'c6', duration }),
      run_ids: []
    })),
    cursor: null
  });
  runs = new RunsModel(world);
  runs.setPath('digits.ipynb');
  model = new LiveModel({ client: world.client, events: world.events, runs });
  changes = 0;
  model.changed.connect(() => (changes += 1));
  model.setVisible('panel', true);
  await world.settle();
}

afterEach(() => {
  model.dispose();
  runs.dispose();
});

describe('LiveModel', () => {
  it('asks for the notebook in front, by its path', async () => {
    await show(open({}));
    const [request] = world.server.to('GET live');
    expect(request.query.get('notebook')).toBe('path:digits.ipynb');
    expect(model.run?.number).toBe(14);
    expect(model.status.state).toBe('ready');
  });

  it('asks nothing without a notebook in front', async () => {
    await show(open({}));
    world.forget();
    runs.setPath(null);
    await world.settle();
    expect(world.server.to('GET live')).toEqual([]);
    expect(model.run).toBeNull();
  });

  it('follows events about runs, not others', async () => {
    await show(null);
    world.forget();
    world.emit({ what: ['notices'], runs: [] });
    await world.settle();
    expect(world.server.asked).toEqual([]);
    world.live = open({});
    world.emit({ runs: ['r14'] });
    await world.settle();
    expect(model.run?.number).toBe(14);
  });

  it('is silent when nothing changed', async () => {
    await show(open({}));
    changes = 0;
    world.emit({ runs: ['r14'] });
    await world.settle();
    expect(changes).toBe(0);
  });

  it('forgets the run of another notebook at once', async () => {
    await show(open({}));
    world.server.hanging = true;
    runs.setPath('other.ipynb');
    expect(model.run).toBeNull();
  });

  it('never shows the answer for a notebook that left the front', async () => {
    await show(null);
    const answers: Record<string, (run: Run | null) => void> = {};
    world.server.answers['GET live'] = ({ query }) =>
      new Promise(resolve => {
        const notebook = query.get('notebook') ?? '';
        answers[notebook] = run => resolve({ run });
      });
    world.emit({ runs: ['r14'] });
    await world.settle();
    runs.setPath('other.ipynb');
    answers['path:digits.ipynb'](open({}));
    await world.settle();
    expect(model.run).toBeNull();
    answers['path:other.ipynb'](open({}, { number: 3 }));
    await world.settle();
    expect(model.run?.number).toBe(3);
  });

  it('counts the busy step in', async () => {
    await show(open({ busy_since: ago(5), steps: [liveStep(6, 'busy')] }));
    expect(model.stepSeconds()).toBeGreaterThanOrEqual(5);
    expect(model.busySeconds()).toBeGreaterThanOrEqual(15);
    expect(model.busySeconds()).toBeLessThan(25);
  });

  it('is at rest when idle', async () => {
    await show(open({ steps: [liveStep(6, 'finished')] }));
    expect(model.stepSeconds()).toBeNull();
    expect(model.busySeconds()).toBe(10);
    expect(model.estimate()).toBeNull();
    expect(world.server.to('GET steps')).toEqual([]);
  });

  it('does not run backwards where the clocks differ', async () => {
    await show(open({ busy_since: ago(-100), steps: [liveStep(6, 'busy')] }));
    expect(model.stepSeconds()).toBe(0);
  });

  it('estimates by earlier executions, asked for once a step', async () => {
    await show(open({ busy_since: ago(2), steps: [liveStep(6, 'busy')] }));
    const estimate = model.estimate();
    expect(estimate).toMatchObject({ from: 3, shortest: 10, longest: 20 });
    expect(estimate?.secondsLeft).toBeGreaterThan(5);
    expect(estimate?.secondsLeft).toBeLessThanOrEqual(10);
    world.emit({ runs: ['r14'] });
    await world.settle();
    expect(world.server.to('GET steps')).toHaveLength(1);
  });

  it('ticks each second while busy and shown', async () => {
    await show(open({ busy_since: ago(2), steps: [liveStep(6, 'busy')] }));
    model.setVisible('panel', false);
    jest.useFakeTimers();
    try {
      let ticks = 0;
      model.ticked.connect(() => (ticks += 1));
      jest.advanceTimersByTime(5000);
      expect(ticks).toBe(0);
      model.setVisible('panel', true);
      jest.advanceTimersByTime(3000);
      expect(ticks).toBe(3);
      model.dispose();
      jest.advanceTimersByTime(3000);
      expect(ticks).toBe(3);
    } finally {
      jest.useRealTimers();
    }
  });
});

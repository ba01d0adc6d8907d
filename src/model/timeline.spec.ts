import type { TimelineStep } from '../api/types';
import { result, run, timelineStep as step } from '../testing/builders';
import { refusal, type IRequest } from '../testing/server';
import { World } from '../testing/world';
import { RunsModel } from './runs';
import { TimelineModel } from './timeline';

let world: World;
let runs: RunsModel;
let model: TimelineModel;
/** Oldest first, as they ran. */
let recorded: TimelineStep[];
let aspects: string[];

/** A page as the server gives it: newest first, the cursor counts what was given. */
function page({ query }: IRequest) {
  const start = Number(query.get('cursor') ?? 0);
  const end = start + Number(query.get('limit'));
  const newest = [...recorded].reverse();
  return {
    steps: newest.slice(start, end),
    cursor: end < newest.length ? String(end) : null
  };
}

const ran = (count: number) =>
  Array.from({ length: count }, (_, at) => step(at + 1, `x = ${at}`));
const numbers = () => model.steps.map(item => item.seq);
const asked = () => world.server.to('GET steps');

async function show(count: number) {
  recorded = ran(count);
  world = new World([run(1, { results: [result({ acc: 0.5 })] })]);
  world.server.answers['GET steps'] = page;
  runs = new RunsModel(world);
  runs.setPath('digits.ipynb');
  runs.setVisible('panel', true);
  await world.settle();
  model = new TimelineModel({
    client: world.client,
    events: world.events,
    runs
  });
  aspects = [];
  model.changed.connect((_, changed) => aspects.push(...changed));
  model.setVisible('panel', true);
  await world.settle();
}

afterEach(() => {
  model.dispose();
  runs.dispose();
});

describe('TimelineModel', () => {
  it('asks for the newest steps of the notebook in front, newest first', async () => {
    await show(3);
    expect(numbers()).toEqual([3, 2, 1]);
    expect(asked()).toHaveLength(1);
    expect(asked()[0].query.get('notebook')).toBe('n1');
    expect(model.hasOlder).toBe(false);
    expect(asked()[0].query.get('without')).toBe('outputs');
  });

  it('asks nothing while it is hidden', async () => {
    await show(1);
    model.setVisible('panel', false);
    world.forget();
    world.emit({ runs: ['r1'] });
    await world.settle();
    expect(asked()).toEqual([]);
  });

  it('brings older steps page by page, and keeps them', async () => {
    await show(250);
    expect(model.steps).toHaveLength(100);
    expect(model.hasOlder).toBe(true);
    await model.loadOlder();
    expect(model.steps).toHaveLength(200);
    recorded.push(step(251, 'new'));
    world.emit({ runs: ['r1'] });
    await world.settle();
    expect(model.steps).toHaveLength(201);
    expect(numbers()[0]).toBe(251);
    expect(new Set(numbers()).size).toBe(201);
  });

  it('asks for one page as cells run, and for all that is here where runs were made', async () => {
    await show(250);
    await model.loadOlder();
    world.forget();
    world.emit({ runs: ['r1'] });
    await world.settle();
    expect(asked().map(item => item.query.get('limit'))).toEqual(['100']);
    recorded = recorded.map(item => ({ ...item, run_ids: ['r9'] }));
    world.forget();
    world.emit({ runs: [], removed: ['r1'] });
    await world.settle();
    expect(asked().map(item => item.query.get('limit'))).toEqual(['200']);
    expect(model.steps.every(item => item.run_ids[0] === 'r9')).toBe(true);
  });

  it('leaves no gap where more ran meanwhile than a page holds', async () => {
    await show(150);
    await model.loadOlder();
    recorded = ran(300);
    world.emit({ runs: ['r1'] });
    await world.settle();
    expect(numbers()).toEqual(Array.from({ length: 100 }, (_, at) => 300 - at));
    expect(model.hasOlder).toBe(true);
  });

  it('tells nothing when nothing changed', async () => {
    await show(3);
    aspects = [];
    world.emit({ runs: ['r1'] });
    await world.settle();
    expect(aspects).toEqual([]);
  });

  it('begins anew with another notebook in front', async () => {
    await show(3);
    model.select('s1', 's2');
    runs.setPath('other.ipynb');
    await world.settle();
    expect(model.steps).toEqual([]);
    expect(model.selected).toEqual([]);
  });

  it('has one selection with the runs at a time', async () => {
    await show(3);
    runs.setSelection(['r1']);
    model.select('s3', 's2');
    expect(model.selected.map(item => item.seq)).toEqual([2, 3]);
    expect(runs.selection).toEqual([]);
    runs.setSelection(['r1']);
    expect(model.selected).toEqual([]);
  });

  it('keeps what it has when the server refuses', async () => {
    await show(150);
    world.server.answers['GET steps'] = () => refusal(503, 'store-busy');
    await model.loadOlder();
    world.emit({ runs: ['r1'] });
    await world.settle();
    expect(model.steps).toHaveLength(100);
    expect(model.status.state).toBe('error');
  });
});

import { result, run } from '../testing/builders';
import { refusal, type IRequest } from '../testing/server';
import { World } from '../testing/world';
import { RunsModel } from './runs';

let world: World;
let model: RunsModel;

const numbers = () => model.runs.map(item => item.number);
const deleted = () => model.edits.last?.gone.map(item => item.number) ?? [];

beforeEach(async () => {
  world = new World(
    [1, 2, 3].map(number => run(number, { results: [result({ acc: 0.5 })] }))
  );
  world.experiments[0].baseline_run_id = 'r1';
  model = new RunsModel(world);
  model.setPath('digits.ipynb');
  model.setVisible('panel', true);
  await world.settle();
  world.forget();
});

afterEach(() => model.dispose());

describe('deleting', () => {
  it('takes runs out of the list and the selection at once', async () => {
    model.setSelection(['r1', 'r2', 'r3']);
    await model.edits.delete(['r2', 'r3']);
    expect(numbers()).toEqual([1]);
    expect(model.selection).toEqual(['r1']);
    expect(deleted()).toEqual([2, 3]);
  });

  it('says what was refused, and what went is gone all the same', async () => {
    world.server.answers['DELETE runs/r2'] = () => refusal(503, 'store-busy');
    await model.edits.delete(['r2', 'r3']);
    expect(model.edits.refusal).toMatchObject({
      asked: 'delete',
      fault: { code: 'store-busy', message: 'No: store-busy.' }
    });
    expect(numbers()).toEqual([2, 1]);
    expect(deleted()).toEqual([3]);
  });

  it('of runs that are not here asks nothing', async () => {
    await model.edits.delete(['gone']);
    expect(world.server.asked).toEqual([]);
    expect(deleted()).toEqual([]);
  });
});

describe('moving child runs', () => {
  const parents = () =>
    model.runs
      .filter(item => item.parent_run_id)
      .map(item => item.parent_run_id);

  beforeEach(async () => {
    const child = { parent_run_id: 'r1' };
    world.runs = [run(5, child), run(4, child), ...world.runs];
    world.emit({ all: true });
    await world.settle();
    world.forget();
  });

  it('hangs them below another run, and back', async () => {
    await model.edits.move(['r4', 'r5'], 'r2');
    await world.settle();
    expect(parents()).toEqual(['r2', 'r2']);
    expect(model.edits.last).toMatchObject({
      kind: 'moved',
      below: { run_id: 'r2' }
    });
    await model.edits.undo();
    await world.settle();
    expect(parents()).toEqual(['r1', 'r1']);
    expect(numbers()).toEqual([5, 4, 3, 2, 1]);
    expect(model.edits.last).toBeNull();
  });

  it('moves all or none', async () => {
    world.server.answers['PATCH runs/r5'] = () => refusal(400, 'bad-request');
    await model.edits.move(['r4', 'r5'], 'r2');
    await world.settle();
    expect(parents()).toEqual(['r1', 'r1']);
    expect(model.edits.refusal).toMatchObject({ asked: 'move' });
    expect(model.edits.last).toBeNull();
  });
});

describe('undo', () => {
  it('brings the runs of the newest deletion back', async () => {
    await model.edits.delete(['r3']);
    await model.edits.delete(['r2']);
    await model.edits.undo();
    await world.settle();
    expect(numbers()).toEqual([2, 1]);
    expect(deleted()).toEqual([]);
    world.forget();
    await model.edits.undo();
    expect(world.server.to('PATCH runs/r3')).toEqual([]);
  });

  it('makes the baseline what it was', async () => {
    await model.edits.delete(['r1']);
    // The server takes it away with the run.
    world.experiments[0].baseline_run_id = null;
    await model.refresh();
    expect(model.baseline).toBeNull();
    await model.edits.undo();
    await world.settle();
    expect(model.baseline?.number).toBe(1);
  });

  it('can be tried again when the server refused', async () => {
    await model.edits.delete(['r2']);
    const answer = world.server.answers['*'];
    world.server.answers['PATCH runs/r2'] = () => refusal(503, 'store-busy');
    await model.edits.undo();
    expect(model.edits.refusal).toMatchObject({ asked: 'undo' });
    expect(deleted()).toEqual([2]);
    world.server.answers['PATCH runs/r2'] = answer;
    await model.edits.undo();
    await world.settle();
    expect(numbers()).toEqual([3, 2, 1]);
    expect(model.edits.refusal).toBeNull();
  });

  it('is over when the run was taken back elsewhere', async () => {
    await model.edits.delete(['r2']);
    await world.client.updateRun('r2', { trashed: false });
    world.emit({ runs: ['r2'] });
    await world.settle();
    expect(numbers()).toEqual([3, 2, 1]);
    expect(deleted()).toEqual([]);
  });

  it('is over when the deletion is forgotten', async () => {
    await model.edits.delete(['r2']);
    model.edits.forget();
    expect(deleted()).toEqual([]);
    world.forget();
    await model.edits.undo();
    expect(world.server.to('PATCH runs/r2')).toEqual([]);
  });
});

/** The server makes run 4 and moves what it stands for to the trash. */
function makesFour(...replaced: string[]) {
  return async (request: IRequest) => {
    const made = run(4, { results: [result({ acc: 0.5 })] });
    const baseline = world.experiments[0].baseline_run_id ?? '';
    for (const id of replaced) {
      await world.client.deleteRun(id);
    }
    world.runs = [...world.runs, made];
    if (replaced.includes(baseline)) {
      world.experiments[0].baseline_run_id = 'r4';
    }
    expect(request.method).toBe('POST');
    return { runs: [made], replaced };
  };
}

describe('after the fact', () => {
  it('makes a run of steps, and unmakes it', async () => {
    world.server.answers['POST runs:from-steps'] = makesFour();
    await model.edits.fromSteps(['s1', 's2']);
    await world.settle();
    expect(world.server.to('POST runs:from-steps')[0].body).toEqual({
      steps: ['s1', 's2']
    });
    expect(numbers()).toEqual([4, 3, 2, 1]);
    expect(model.edits.last).toMatchObject({ kind: 'made', gone: [] });
    await model.edits.undo();
    await world.settle();
    expect(numbers()).toEqual([3, 2, 1]);
    expect(model.edits.last).toBeNull();
  });

  it('merges runs; undo brings them back with their baseline', async () => {
    world.server.answers['POST runs:merge'] = makesFour('r1', 'r2');
    await model.edits.merge(['r2', 'r1']);
    await world.settle();
    expect(numbers()).toEqual([4, 3]);
    expect(deleted()).toEqual([1, 2]);
    expect(model.edits.last?.made.map(item => item.number)).toEqual([4]);
    await model.edits.undo();
    await world.settle();
    expect(numbers()).toEqual([3, 2, 1]);
    expect(world.experiments[0].baseline_run_id).toBe('r1');
  });

  it('splits a run at a step', async () => {
    world.server.answers['POST runs:split'] = makesFour('r3');
    await model.edits.split('r3', 's7');
    await world.settle();
    expect(world.server.to('POST runs:split')[0].body).toEqual({
      run_id: 'r3',
      at: 's7'
    });
    expect(model.edits.last?.kind).toBe('split');
    expect(numbers()).toEqual([4, 2, 1]);
  });

  it('tells what was refused; what is there stays', async () => {
    world.server.answers['POST runs:merge'] = () => refusal(409, 'conflict');
    await model.edits.merge(['r1', 'r3']);
    expect(model.edits.refusal).toMatchObject({ asked: 'merge' });
    expect(model.edits.last).toBeNull();
    expect(numbers()).toEqual([3, 2, 1]);
    model.edits.dismissRefusal();
    expect(model.edits.refusal).toBeNull();
  });

  it('takes a run that somebody else deleted for unmade', async () => {
    world.server.answers['POST runs:from-steps'] = makesFour();
    await model.edits.fromSteps(['s1']);
    await world.client.deleteRun('r4');
    await model.edits.undo();
    expect(model.edits.refusal).toBeNull();
    expect(model.edits.last).toBeNull();
  });

  it('tells of any other change that was refused', async () => {
    world.server.answers['PATCH runs/r1'] = () => refusal(503, 'store-busy');
    await model.edits.attempt(model.updateRun('r1', { starred: true }));
    expect(model.edits.refusal?.asked).toBe('change');
  });
});

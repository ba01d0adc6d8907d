import { result, run } from '../testing/builders';
import { refusal } from '../testing/server';
import { World } from '../testing/world';
import { RunsModel } from './runs';

let world: World;
let model: RunsModel;

const numbers = () => model.runs.map(item => item.number);
const deleted = () => model.deleted.map(item => item.number);

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
    await model.deleteRuns(['r2', 'r3']);
    expect(numbers()).toEqual([1]);
    expect(model.selection).toEqual(['r1']);
    expect(deleted()).toEqual([2, 3]);
  });

  it('says what was refused, and what went is gone all the same', async () => {
    world.server.answers['DELETE runs/r2'] = () => refusal(503, 'store-busy');
    await expect(model.deleteRuns(['r2', 'r3'])).rejects.toMatchObject({
      code: 'store-busy'
    });
    expect(numbers()).toEqual([2, 1]);
    expect(deleted()).toEqual([3]);
  });

  it('of runs that are not here asks nothing', async () => {
    await model.deleteRuns(['gone']);
    expect(world.server.asked).toEqual([]);
    expect(deleted()).toEqual([]);
  });
});

describe('undo', () => {
  it('brings the runs of the newest deletion back', async () => {
    await model.deleteRuns(['r3']);
    await model.deleteRuns(['r2']);
    await model.undoDelete();
    await world.settle();
    expect(numbers()).toEqual([2, 1]);
    expect(deleted()).toEqual([]);
    world.forget();
    await model.undoDelete();
    expect(world.server.to('PATCH runs/r3')).toEqual([]);
  });

  it('makes the baseline what it was', async () => {
    await model.deleteRuns(['r1']);
    // The server takes it away with the run.
    world.experiments[0].baseline_run_id = null;
    await model.refresh();
    expect(model.baseline).toBeNull();
    await model.undoDelete();
    await world.settle();
    expect(model.baseline?.number).toBe(1);
  });

  it('can be tried again when the server refused', async () => {
    await model.deleteRuns(['r2']);
    const answer = world.server.answers['*'];
    world.server.answers['PATCH runs/r2'] = () => refusal(503, 'store-busy');
    await expect(model.undoDelete()).rejects.toMatchObject({
      code: 'store-busy'
    });
    expect(deleted()).toEqual([2]);
    world.server.answers['PATCH runs/r2'] = answer;
    await model.undoDelete();
    await world.settle();
    expect(numbers()).toEqual([3, 2, 1]);
  });

  it('is over when the run was taken back elsewhere', async () => {
    await model.deleteRuns(['r2']);
    await world.client.updateRun('r2', { trashed: false });
    world.emit({ runs: ['r2'] });
    await world.settle();
    expect(numbers()).toEqual([3, 2, 1]);
    expect(deleted()).toEqual([]);
  });

  it('is over when the deletion is forgotten', async () => {
    await model.deleteRuns(['r2']);
    model.forgetDeleted();
    expect(deleted()).toEqual([]);
    world.forget();
    await model.undoDelete();
    expect(world.server.to('PATCH runs/r2')).toEqual([]);
  });
});

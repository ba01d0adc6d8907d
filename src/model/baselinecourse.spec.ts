import type { Run, StepStatus } from '../api/types';
import { points, result, run, training as growing } from '../testing/builders';
import { World } from '../testing/world';
import { RunsModel } from './runs';

let world: World;
let model: RunsModel;

/** Run 2 in the middle of training: so many epochs are printed. */
const training = (values: number[], status?: StepStatus): Run =>
  growing('acc', values, status, 's9');

async function show(open: Run): Promise<void> {
  const done = run(1, { results: [result({ acc: [0.1, 0.3, 0.5] })] });
  world = new World([done, open]);
  world.experiments[0].baseline_run_id = 'r1';
  world.server.answers['GET points'] = () => ({
    series: [
      points('r1', 'acc', [9, 9, 9], { step_id: 'other' }),
      points('r1', 'acc', [0.1, 0.3, 0.5])
    ]
  });
  model = new RunsModel(world);
  model.setPath('digits.ipynb');
  model.setVisible('panel', true);
  await world.settle();
}

/** The server says that the open run came further. */
async function goOn(open: Run): Promise<void> {
  world.runs = [world.runs[0], open];
  world.emit();
  await world.settle();
}

const delta = () => {
  const found = model.deltaOf(model.runs[0]);
  return found && [found.text, found.at, found.title];
};

afterEach(() => model.dispose());

it('compares a run that trains at its newest x', async () => {
  await show(training([0.2, 0.4]));
  expect(delta()).toEqual([
    '▲ +0.1000 better',
    'at x 2',
    '0.1000 better than baseline #1 at x 2'
  ]);
});

it('asks for the points of a baseline once', async () => {
  await show(training([0.2]));
  await goOn(training([0.2, 0.2]));
  await goOn(training([0.2, 0.2, 0.2]));
  expect(delta()?.slice(0, 2)).toEqual(['▼ −0.3000 worse', 'at x 3']);
  expect(world.server.to('GET points')).toHaveLength(1);
  expect(world.server.to('GET points')[0].query.get('runs')).toBe('r1');
});

it('asks for none where last values are compared', async () => {
  await show(training([0.2, 0.4], 'finished'));
  expect(delta()?.slice(0, 2)).toEqual(['▼ −0.1000 worse', undefined]);
  await goOn(training([0.2, 0.4, 0.5, 0.6]));
  expect(delta()?.slice(0, 2)).toEqual(['▲ +0.1000 better', undefined]);
  expect(world.server.to('GET points')).toEqual([]);
});

it('says nothing before the points are here', async () => {
  await show(training([0.2, 0.4], 'finished'));
  world.server.answers['GET points'] = () => new Promise(() => undefined);
  await goOn(training([0.2, 0.4]));
  expect(delta()).toBeNull();
});

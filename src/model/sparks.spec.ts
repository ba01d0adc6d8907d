import type { RunClient } from '../api/client';
import type { Run, RunList } from '../api/types';
import { makeRun } from '../testing/panelFakes';
import { Sparks } from './sparks';

/** A run whose last result has a course of so many points. */
function runWith(number: number, count: number): Run {
  return makeRun(number, {
    results: [
      {
        step_id: `s${number}`,
        cell_key: 'c1',
        cell_number: 1,
        heading: null,
        params: {},
        selected: {},
        artifacts: [],
        metrics: {
          val_acc: {
            last: 0.9,
            min: 0.8,
            max: 0.9,
            count,
            first_x: 1,
            last_x: count,
            grade: 'result',
            source: 'printed',
            unit: null,
            spread: null
          }
        }
      }
    ]
  });
}

function setUp() {
  const asked: { ids?: string; with?: string }[] = [];
  const client = {
    runs: async (query: { ids: string; with: string }): Promise<RunList> => {
      asked.push(query);
      const runs = query.ids
        .split(',')
        .map(id => makeRun(0, { run_id: id, spark: [0.8, 'NaN', 0.9] }));
      return { runs, cursor: null, revision: 1, removed: [] };
    }
  };
  return { asked, sparks: new Sparks(client as unknown as RunClient) };
}

describe('Sparks', () => {
  it('asks once for the runs that have a course', async () => {
    const { asked, sparks } = setUp();
    const runs = [runWith(1, 20), runWith(2, 1), makeRun(3)];
    expect(await sparks.refresh(runs, 'val_acc')).toBe(true);
    expect(await sparks.refresh(runs, 'val_acc')).toBe(false);
    expect(asked).toEqual([
      { ids: 'run-1', with: 'spark:val_acc', limit: 100 }
    ]);
    expect(sparks.of(runs[0])).toEqual([0.8, 'NaN', 0.9]);
    expect(sparks.of(runs[1])).toEqual([]);
  });

  it('asks again when the course goes on, for that run alone', async () => {
    const { asked, sparks } = setUp();
    await sparks.refresh([runWith(1, 20), runWith(2, 20)], 'val_acc');
    await sparks.refresh([runWith(1, 20), runWith(2, 21)], 'val_acc');
    expect(asked.map(query => query.ids)).toEqual(['run-1,run-2', 'run-2']);
  });

  it('forgets the courses of another metric', async () => {
    const { sparks } = setUp();
    const run = runWith(1, 20);
    await sparks.refresh([run], 'val_acc');
    await sparks.refresh([run], 'loss');
    expect(sparks.of(run)).toEqual([]);
  });
});

import type { RunClient } from '../api/client';
import type { Run, RunList } from '../api/types';
import { makeRun } from '../testing/panelFakes';
import { RunPage } from './page';

const LIVE: NonNullable<Run['live']> = {
  steps: [],
  queued: 0,
  busy_since: null,
  last_step_at: null,
  probable: false
};

const open = (number: number): Run =>
  makeRun(number, { status: 'open', live: LIVE });

/** A client that gives one answer after another and notes what was asked. */
function setUp(...answers: Partial<RunList>[]) {
  const asked: object[] = [];
  const runs = async (query: object): Promise<RunList> => {
    asked.push(query);
    const answer = answers.shift() ?? {};
    return { runs: [], cursor: null, revision: 0, removed: [], ...answer };
  };
  const page = new RunPage({ runs } as unknown as RunClient);
  return { page, asked };
}

const shown = (page: RunPage): string[] =>
  page.runs.map(run => `#${run.number} ${run.status}`);

describe('RunPage', () => {
  it('keeps an open run that was closed without another word', async () => {
    const { page, asked } = setUp(
      { runs: [open(1)], revision: 8 },
      { runs: [open(2)], revision: 9 },
      { runs: [makeRun(1)], revision: 9 }
    );
    await page.refresh({ notebook: 'nb' });
    await page.refresh({ notebook: 'nb' });
    expect(shown(page)).toEqual(['#2 open', '#1 finished']);
    expect(asked[2]).toEqual({ ids: 'run-1' });
  });

  it('leaves out an open run that the server no longer knows', async () => {
    const { page } = setUp(
      { runs: [open(1)], revision: 8 },
      { revision: 8 },
      { revision: 8 }
    );
    await page.refresh({ notebook: 'nb' });
    await page.refresh({ notebook: 'nb' });
    expect(shown(page)).toEqual([]);
  });

  it('asks for nothing more while the open runs are answered', async () => {
    const { page, asked } = setUp(
      { runs: [open(1)], revision: 8 },
      { runs: [open(1)], revision: 8 }
    );
    await page.refresh({ notebook: 'nb' });
    expect(await page.refresh({ notebook: 'nb' })).toBe(false);
    expect(asked).toHaveLength(2);
  });
});

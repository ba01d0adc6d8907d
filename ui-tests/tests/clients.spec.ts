// One notebook in a page that is loaded again, in two tabs, beside a console.
import { galata } from '@jupyterlab/galata';

import { connected, expect, openNotebook, type ISettled, type IStep, test } from '../lab';

test.use({ autoGoto: false, kernels: null, sessions: null, terminals: null });

const SLOW =
  'import time\nfor n in range(1, 9):\n    print(f"epoch {n} loss {1 / n:.3f}", flush=True)\n    time.sleep(1)';

interface IRun extends ISettled {
  flags: Record<string, string[]>;
}

/** What must be said of each execution once. */
const who = (steps: readonly IStep[]) => steps.map(step => [step.origin, step.cell_id]);

test('case 07: a page loaded again in a cell: the same run goes on, nothing is there twice', async ({
  page,
  lab
}) => {
  lab.write('again.ipynb', [
    { id: 'slow', source: SLOW },
    { id: 'queued', source: 'alpha = 0.5' },
    { id: 'after', source: 'print("test_acc:", alpha)' }
  ]);
  // Ran cells are not saved: the browser asks whether to leave.
  page.on('dialog', dialog => void dialog.accept());
  await page.goto();
  await openNotebook(page, 'again.ipynb');
  await page.notebook.selectCells(2);
  await page.menu.clickMenuItem('Run>Run All Above Selected Cell');
  await lab.stands('again.ipynb', ['busy']);
  // The notebook is opened again by the page's address; Galata would wait for the launcher.
  await page.reload({ waitForIsReady: false });
  await connected(page, 'again.ipynb');
  const before = await lab.stands('again.ipynb', ['finished', 'finished']);
  expect(before[0].outputs.map(output => output.text).join('').match(/^epoch/gm)).toHaveLength(8);

  await page.notebook.selectCells(2);
  await page.menu.clickMenuItem('Run>Run Selected Cell and Do not Advance');
  await lab.stands('again.ipynb', ['finished', 'finished', 'finished']);
  const [run] = await lab.settled<IRun>(1);
  const steps = await lab.steps('again.ipynb');
  expect(who(steps)).toEqual([
    ['cell', 'slow'],
    ['cell', 'queued'],
    ['cell', 'after']
  ]);
  expect(steps.map(step => step.run_ids)).toEqual(Array(3).fill([run.run_id]));
});

test('case 08: two tabs and a console on one kernel: one record each, of the right origin', async ({
  page,
  lab,
  waitForApplication
}) => {
  const sources = ['alpha = 0.5', 'print("loss:", alpha)', 'print("test_acc:", alpha)'];
  lab.write(
    'shared.ipynb',
    sources.map((source, n) => ({ id: `cell-${n}`, source }))
  );
  await page.goto();
  await openNotebook(page, 'shared.ipynb');
  const opened = await page.context().newPage();
  const second = galata.addHelpersToPage(opened, lab.url, waitForApplication, '/lab');
  await second.goto('workspaces/second');
  await openNotebook(second, 'shared.ipynb');
  const statuses: string[] = [];
  const ran = () => lab.stands('shared.ipynb', [...statuses, 'finished']).then(() => statuses.push('finished'));

  for (const [n, tab] of [page, second, page].entries()) {
    await tab.bringToFront();
    await tab.notebook.selectCells(n);
    await tab.menu.clickMenuItem('Run>Run Selected Cell and Do not Advance');
    await ran();
  }
  await page.evaluate(() => window.jupyterapp.commands.execute('notebook:create-console'));
  const prompt = page.locator('.jp-CodeConsole-promptCell .cm-content');
  await prompt.fill('alpha = 0.25');
  await prompt.press('Shift+Enter');
  await ran();
  await second.bringToFront();
  await second.notebook.selectCells(1);
  await second.menu.clickMenuItem('Run>Run Selected Cell and Do not Advance');
  await ran();

  const steps = await lab.steps('shared.ipynb');
  expect(who(steps)).toEqual([
    ['cell', 'cell-0'],
    ['cell', 'cell-1'],
    ['cell', 'cell-2'],
    ['console', null],
    ['cell', 'cell-1']
  ]);
  expect(new Set(steps.map(step => step.msg_id)).size).toBe(5);
  const console = steps[3];
  expect(console.run_ids).toEqual([]);
  const runs = await lab.settled<IRun>(2);
  expect(runs.map(run => run.flags['foreign-code'] ?? [])).toContainEqual([console.step_id]);
});

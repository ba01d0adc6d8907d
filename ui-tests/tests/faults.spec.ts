// The tab closed in the middle of a cell; the kernel killed; the server stopped and started.
import { expect, openNotebook, test } from '../lab';

interface ISteps {
  steps: { status: string; outputs: { text: string }[] }[];
}
interface IRuns {
  runs: { status: string; number: number }[];
}

const CELLS = [
  {
    id: 'slow',
    source:
      'import time\nfor epoch in range(1, 11):\n    time.sleep(1.2)\n    print(f"epoch {epoch} loss {1 / epoch:.4f}")'
  }
];

test.use({ autoGoto: false, kernels: null, sessions: null, terminals: null });

test('case 06: tab closed in a cell, then the server down and up: nothing is lost or left open', async ({
  page,
  lab
}) => {
  lab.write('slow.ipynb', CELLS);
  await page.goto();
  await openNotebook(page, 'slow.ipynb');
  await page.menu.clickMenuItem('Run>Run All Cells');
  await expect
    .poll(async () => (await lab.get<ISteps>('steps')).steps[0]?.status)
    .toBe('busy');

  await test.step('close the tab, come back: the step is complete', async () => {
    await page.close();
    await expect
      .poll(async () => (await lab.get<ISteps>('steps')).steps[0]?.status, {
        timeout: 40000
      })
      .toBe('finished');
    const [step] = (await lab.get<ISteps>('steps')).steps;
    const text = step.outputs.map(output => output.text).join('');
    expect(text.match(/^epoch \d+ loss/gm)).toHaveLength(10);
  });
});

test('server stopped and started: stale banner, rows stay, no run is left open', async ({
  page,
  lab
}) => {
  lab.write('slow2.ipynb', CELLS);
  await page.goto();
  await openNotebook(page, 'slow2.ipynb');
  await page.sidebar.openTab('runfolio-runs');
  const panel = page.locator('#runfolio-runs');
  await page.menu.clickMenuItem('Run>Run All Cells');
  await expect(panel.getByRole('region', { name: /Open run/ })).toBeVisible();
  await lab.stop('SIGKILL');
  await expect(panel.getByText(/Not up to date since/)).toBeVisible({
    timeout: 25000
  });
  await lab.start();
  await expect(panel.getByText(/Not up to date since/)).toBeHidden({
    timeout: 40000
  });
  // The kernel outlives its server by a moment; the bar is 30 seconds.
  await expect
    .poll(
      async () => (await lab.get<IRuns>('runs')).runs.map(run => run.status),
      { timeout: 30000 }
    )
    .toEqual(['killed']);
  const { steps } = await lab.get<ISteps>('steps');
  expect(steps.map(step => step.status)).toContain('lost');
  expect(steps.map(step => step.status)).not.toContain('busy');
});

// A run appears by itself, live, with its params, metrics, packages; run from the middle; looks.
import { expect, type ISettled, openNotebook, test } from '../lab';

interface IRun extends ISettled {
  number: number;
  status: string;
  opened_by: string;
  params: Record<string, { text?: string }>;
  results: { metrics: Record<string, { count: number }> }[];
  environment_digest: string | null;
  changes: { params: { name: string }[] } | null;
}

// Without Galata's mocks of kernels and sessions: they hold up a kernel's restart.
test.use({ autoGoto: false, kernels: null, sessions: null, terminals: null });

const MODEL_CELL = 10;
const EDITED = `clf = SGDClassifier(
    loss="log_loss", alpha=0.01,
    learning_rate="constant", eta0=0.01, random_state=0)`;

test('a training notebook without tracking code becomes comparable runs', async ({ page, lab }) => {
  const settled = (count: number) => lab.settled<IRun>(count);
  lab.copy('examples/digits.ipynb', 'digits.ipynb');
  await page.goto();
  await openNotebook(page, 'digits.ipynb');
  await page.sidebar.openTab('runfolio-runs');
  const panel = page.locator('#runfolio-runs');

  await test.step('the first-use notice says where runs are kept, once', async () => {
    await expect(panel.getByText('Runs of your notebooks are kept')).toBeVisible();
    await expect(panel.getByText(lab.folder, { exact: false }).first()).toBeVisible();
    await panel.getByRole('button', { name: 'Got it' }).click();
    await expect(panel.getByText('Runs of your notebooks are kept')).toBeHidden();
  });

  await test.step('run all: the run appears live and is complete', async () => {
    await page.menu.clickMenuItem('Run>Run All Cells');
    await expect(panel.getByRole('region', { name: 'Open run 1' })).toBeVisible();
    const [run] = await settled(1);
    expect(run.opened_by).toBe('run-all');
    expect(run.params['SGDClassifier.alpha']?.text).toBe('0.001');
    expect(run.params['train_test_split.test_size']?.text).toBe('0.25');
    const metrics = Object.assign({}, ...run.results.map(one => one.metrics));
    expect(metrics['loss'].count).toBe(20);
    expect(metrics['val_acc'].count).toBe(20);
    expect(metrics['test_acc'].count).toBe(1);
    await expect.poll(async () => (await lab.get<{ runs: IRun[] }>('runs')).runs[0].environment_digest).not.toBeNull();
  });

  await test.step('edit the model cell, run from there: a second run with what changed', async () => {
    await page.notebook.setCell(MODEL_CELL, 'code', EDITED);
    await page.notebook.selectCells(MODEL_CELL);
    await page.menu.clickMenuItem('Run>Run Selected Cell and All Below');
    const [run] = await settled(2);
    expect(run.number).toBe(2);
    expect(run.opened_by).toBe('re-execution');
    expect(run.changes?.params.map(change => change.name)).toContain('SGDClassifier.alpha');
    await expect(panel.getByRole('row', { name: /alpha 0\.001 → 0\.01/ })).toBeVisible();
  });

  await test.step('looking again above the result opens nothing', async () => {
    await page.notebook.selectCells(1);
    await page.menu.clickMenuItem('Run>Run Selected Cell');
    await page.notebook.selectCells((await page.notebook.getCellCount()) - 1);
    await page.menu.clickMenuItem('Run>Run Selected Cell');
    await expect
      .poll(async () => (await lab.get<{ steps: unknown[] }>('steps?limit=1000')).steps.length)
      .toBe(16);
    await settled(2);
  });

  await test.step('New run: the next cell opens one', async () => {
    await page.getByRole('button', { name: 'New run' }).first().click();
    await page.notebook.selectCells(MODEL_CELL);
    await page.menu.clickMenuItem('Run>Run Selected Cell and All Below');
    const [run] = await settled(3);
    expect(run.opened_by).toBe('new-run');
  });

  await test.step('restart, then run all: one run', async () => {
    await page.menu.clickMenuItem('Kernel>Restart Kernel and Run All Cells…');
    await page.locator('.jp-Dialog').getByRole('button', { name: 'Confirm Kernel Restart' }).click();
    const runs = await settled(4);
    expect(runs[0].opened_by).toBe('run-all');
    expect(runs[1].status).toBe('finished');
  });
});

// The notebook as it stood when a run opened: from the live document, read-only, without a kernel.
import { expect, type ISettled, openNotebook, test } from '../lab';

interface IRun extends ISettled {
  number: number;
}

interface ISnapshot {
  source: string;
  notebook: { cells: { cell_type: string; source: string }[] };
}

// Without Galata's mocks of kernels and sessions: they hold up a kernel's restart.
test.use({ autoGoto: false, kernels: null, sessions: null, terminals: null });

const MODEL_CELL = 10;
const EDITED =
  'clf = SGDClassifier(loss="log_loss", alpha=0.01, learning_rate="constant", eta0=0.01, random_state=0)';

test('a run opens its notebook as it was', async ({ page, lab }) => {
  const settled = (count: number) => lab.settled<IRun>(count);
  const kernels = async () => (await (await fetch(`${lab.url}/api/kernels`)).json()).length;
  const snapshot = async (runId: string) => {
    const ask = () => lab.get<ISnapshot>(`runs/${runId}/snapshot`);
    await expect.poll(async () => 'notebook' in (await ask())).toBe(true);
    return ask();
  };
  lab.copy('examples/digits.ipynb', 'digits.ipynb');
  await page.goto();
  await openNotebook(page, 'digits.ipynb');
  await page.sidebar.openTab('runfolio-runs');
  const panel = page.locator('#runfolio-runs');
  await panel.getByRole('button', { name: 'Got it' }).click();
  await page.menu.clickMenuItem('Run>Run All Cells');
  const [first] = await settled(1);
  await page.notebook.setCell(MODEL_CELL, 'code', EDITED);
  await page.notebook.selectCells(MODEL_CELL);
  await page.menu.clickMenuItem('Run>Run Selected Cell and All Below');
  const [second] = await settled(2);

  await test.step('what was never saved is in the snapshot, without outputs', async () => {
    const before = await snapshot(first.run_id);
    const after = await snapshot(second.run_id);
    expect([before.source, after.source]).toEqual(['browser', 'browser']);
    expect(before.notebook.cells[MODEL_CELL].source).toContain('alpha=0.001');
    expect(after.notebook.cells[MODEL_CELL].source).toContain('alpha=0.01,');
    expect(before.notebook.cells).toHaveLength(after.notebook.cells.length);
    expect(JSON.stringify(after)).not.toContain('output_type');
  });

  await test.step('it opens from the panel, read-only, and no kernel starts', async () => {
    const before = await kernels();
    await panel.getByRole('row', { name: /^Run 1,/ }).focus();
    await page.keyboard.press('Space');
    await panel.getByRole('region', { name: 'Selection' }).getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Open notebook as it was' }).click();
    const tab = page.getByRole('main').getByRole('tab', { name: 'digits #1 as opened' });
    await expect(tab).toBeVisible();
    const shown = page.locator('.jp-NotebookPanel:visible');
    await expect(shown.getByText('The notebook as the browser had it', { exact: false })).toBeVisible();
    const cell = shown.locator('.jp-CodeCell').filter({ hasText: 'SGDClassifier(' }).first();
    await expect(cell.locator('.cm-content')).toContainText('alpha=0.001');
    await cell.locator('.cm-content').click();
    await page.keyboard.type('changed');
    await page.keyboard.press('Shift+Enter');
    await expect(cell.locator('.cm-content')).not.toContainText('changed');
    await expect(page.locator('.jp-Dialog')).toHaveCount(0);
    expect(await kernels()).toBe(before);
    expect((await lab.get<{ runs: IRun[] }>('runs')).runs).toHaveLength(2);
  });

  await test.step('keys in it do nothing to the notebook itself', async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('d');
    await page.keyboard.press('d');
    await page.activity.activateTab('digits.ipynb');
    expect(await page.notebook.getCellCount()).toBe((await snapshot(first.run_id)).notebook.cells.length);
  });
});

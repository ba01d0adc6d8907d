// Which notebook a step is of: renamed, moved, copied, not yet named, or sharing a kernel.
import type { NotebookPanel } from '@jupyterlab/notebook';

import { connected, expect, type ISettled, openNotebook, test } from '../lab';

test.use({ autoGoto: false, kernels: null, sessions: null, terminals: null });

interface INotebooks {
  notebooks: { notebook_id: string; path: string }[];
}

interface IRun extends ISettled {
  notebook_id: string;
  notebook_path: string;
}

const SCORE = 'score = 0.5\nprint("accuracy:", score)';

test('case 20: untitled then named, moved, copied with its ids: one notebook, and its copy', async ({
  page,
  lab
}) => {
  const paths = async () => (await lab.get<INotebooks>('notebooks')).notebooks.map(one => one.path).sort();
  const run = () => page.menu.clickMenuItem('Run>Run All Cells');
  await page.goto();

  await test.step('untitled, then saved under a name', async () => {
    await page.evaluate(() =>
      window.jupyterapp.commands.execute('notebook:create-new', { kernelName: 'python3' })
    );
    await expect(page.locator('.jp-NotebookPanel')).toBeVisible();
    await openNotebook(page, 'Untitled.ipynb');
    await page.notebook.setCell(0, 'code', SCORE);
    await run();
    await lab.settled(1);
    expect(await paths()).toEqual(['Untitled.ipynb']);
    await page.keyboard.press('Control+s');
    const dialog = page.locator('.jp-Dialog');
    await dialog.getByRole('textbox').fill('named.ipynb');
    await dialog.getByRole('button', { name: 'Rename' }).click();
    await expect.poll(paths, { timeout: 30000 }).toEqual(['named.ipynb']);
    await run();
    await lab.settled(2);
  });

  await test.step('moved into a folder', async () => {
    await page.evaluate(async () => {
      const { contents } = window.jupyterapp.serviceManager;
      const folder = await contents.newUntitled({ type: 'directory' });
      await contents.rename(folder.path, 'moved');
      await contents.rename('named.ipynb', 'moved/named.ipynb');
    });
    await expect.poll(paths, { timeout: 30000 }).toEqual(['moved/named.ipynb']);
    await run();
    await lab.settled(3);
  });

  await test.step('a copy has the same ids of cells and is another notebook', async () => {
    await page.notebook.save();
    await page.evaluate(() =>
      window.jupyterapp.serviceManager.contents.copy('moved/named.ipynb', 'moved')
    );
    await openNotebook(page, 'moved/named-Copy1.ipynb');
    await run();
    const runs = await lab.settled<IRun>(4);
    expect(new Set(runs.slice(1).map(one => one.notebook_id)).size).toBe(1);
    expect(runs[0].notebook_id).not.toBe(runs[1].notebook_id);
    const [copied] = await lab.steps('moved/named-Copy1.ipynb');
    const [first, second, third] = await lab.steps('moved/named.ipynb');
    expect([first.cell_key, second.cell_key]).toEqual([third.cell_key, third.cell_key]);
    expect(copied.cell_id).toBe(third.cell_id);
    expect(copied.cell_key).not.toBe(third.cell_key);
    expect(await paths()).toEqual(['moved/named-Copy1.ipynb', 'moved/named.ipynb']);
  });
});

test('case 30: two notebooks on one kernel: each step goes to the one it was run from', async ({
  page,
  lab
}) => {
  for (const name of ['one', 'two']) {
    lab.write(`${name}.ipynb`, [{ id: 'fit', source: `${SCORE}  # ${name}` }]);
  }
  await page.goto();
  await openNotebook(page, 'one.ipynb');
  const kernel = await page.evaluate(() => {
    const panel = window.jupyterapp.shell.currentWidget as NotebookPanel;
    return panel.sessionContext.session?.kernel?.id;
  });
  await openNotebook(page, 'two.ipynb');
  await page.menu.clickMenuItem('Kernel>Change Kernel…');
  const dialog = page.locator('.jp-Dialog');
  await dialog.locator('select').selectOption(JSON.stringify({ id: kernel }));
  await dialog.getByRole('button', { name: 'Select Kernel' }).click();
  await connected(page, 'two.ipynb', kernel);
  for (const [n, name] of ['two', 'one', 'two'].entries()) {
    await page.activity.activateTab(`${name}.ipynb`);
    await page.menu.clickMenuItem('Run>Run All Cells');
    await lab.settled(n + 1);
  }
  for (const [name, count] of [['one', 1], ['two', 2]] as const) {
    const steps = await lab.steps(`${name}.ipynb`);
    expect(steps.map(step => step.code)).toEqual(Array(count).fill(`${SCORE}  # ${name}`));
  }
  const runs = await lab.settled<IRun>(3);
  expect(runs.map(run => run.notebook_path)).toEqual(['two.ipynb', 'one.ipynb', 'two.ipynb']);
});

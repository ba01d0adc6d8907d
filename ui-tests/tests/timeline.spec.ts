// Every recorded step; runs of a range, split, merged, and all of it taken back.
import type { Locator } from '@playwright/test';

import { expect, openNotebook, test } from '../lab';

interface IRuns {
  runs: { number: number; busy: boolean; draft: boolean; status: string }[];
}

const CELLS = [
  'rows = 100',
  'alpha = 0.1\nfor epoch in range(1, 4):\n    print(f"epoch {epoch} loss {alpha / epoch:.4f}")',
  'print("test_acc:", 0.9 - alpha)'
];

test.use({ autoGoto: false, kernels: null, sessions: null, terminals: null });

test('runs are made, split and merged after the fact, and taken back', async ({ page, lab }) => {
  const errors: string[] = [];
  page.on('pageerror', error => errors.push(String(error)));
  lab.write(
    'after.ipynb',
    CELLS.map((source, n) => ({ id: `cell-${n}`, source }))
  );
  await page.goto();
  await openNotebook(page, 'after.ipynb');
  await page.sidebar.openTab('runfolio-runs');
  const panel = page.locator('#runfolio-runs');
  const numbers = async () =>
    (await lab.get<IRuns>('runs')).runs.map(run => run.number).sort((a, b) => a - b);
  for (const count of [1, 2, 3]) {
    await page.notebook.setCell(1, 'code', CELLS[1].replace('0.1', `0.${count}`));
    await page.menu.clickMenuItem('Run>Run All Cells');
    await lab.settled(count);
  }
  const list = panel.getByRole('treegrid');
  const run = (number: number): Locator =>
    list.getByRole('row', { name: new RegExp(`^Run ${number},`) });
  const grid = panel.getByRole('grid', { name: 'Steps of the notebook' });
  const step = (number: number): Locator =>
    grid.getByRole('row', { name: new RegExp(`^Step ${number},`) });
  const undo = async (): Promise<void> => {
    await panel.getByRole('button', { name: 'Undo' }).click();
    await expect(panel.getByRole('button', { name: 'Undo' })).toBeHidden();
    await expect.poll(numbers).toEqual([1, 2, 3]);
    await expect(run(1)).toBeVisible();
    await expect(run(2)).toBeVisible();
    await expect(run(3)).toBeVisible();
  };

  await test.step('the section shows every step with its run', async () => {
    await expect(grid).toHaveCount(0);
    await panel.getByRole('button', { name: 'Steps' }).click();
    await expect(panel.getByRole('button', { name: 'Steps 9' })).toBeVisible();
    await expect(step(1)).toHaveAttribute('aria-label', /rows = 100.* run 1, not selected$/);
    await expect(step(9)).toHaveAttribute('aria-label', /run 3, not selected$/);
    await expect(grid.getByText(/^Kernel epoch 1 · /)).toBeVisible();
  });

  await test.step('a click leads to the cell', async () => {
    await step(3).click();
    await expect(page.locator('.jp-Notebook .jp-Cell.jp-mod-active')).toContainText('test_acc');
  });

  await test.step('a range makes a run, by the keyboard alone', async () => {
    await step(9).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    await expect(panel.getByRole('region', { name: 'Selection' })).toContainText('3 steps');
    await page.keyboard.press('m');
    await expect(panel.getByText('#4 was made of recorded steps')).toBeVisible();
    await expect(run(4)).toBeVisible();
    await expect(step(7)).toHaveAttribute('aria-label', /run 4/);
    await undo();
    await expect(step(7)).not.toHaveAttribute('aria-label', /run 4/);
  });

  await test.step('a closed run is split at a step', async () => {
    await step(2).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Split run #1 here' }).click();
    await expect(panel.getByText('#1 was split into #5 and #6')).toBeVisible();
    await expect(run(1)).toHaveCount(0);
    await expect(step(1)).toHaveAttribute('aria-label', /run 5, /);
    await expect(step(2)).toHaveAttribute('aria-label', /run 6, /);
    await undo();
  });

  await test.step('runs that followed each other are merged', async () => {
    await run(2).click();
    await run(1).click();
    await panel.getByRole('region', { name: 'Selection' }).getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Merge runs' }).click();
    await expect(panel.getByText('#1 and #2 were merged into #7')).toBeVisible();
    await expect(run(7)).toBeVisible();
    await expect(run(2)).toHaveCount(0);
    await undo();
  });

  await test.step('what the server refuses is said', async () => {
    await page.route('**/runfolio/api/runs/*', route =>
      route.request().method() === 'DELETE'
        ? route.fulfill({
            status: 503,
            contentType: 'application/json',
            body: JSON.stringify({
              error: { code: 'store-unavailable', message: 'The store is busy.', hint: null }
            })
          })
        : route.continue()
    );
    await run(1).focus();
    await page.keyboard.press('Delete');
    const alert = panel.getByRole('alert');
    await expect(alert).toContainText('Not everything was deleted.');
    await expect(alert).toContainText('The store is busy.');
    await expect(run(1)).toBeVisible();
    await alert.getByRole('button', { name: 'Dismiss' }).click();
    await expect(alert).toHaveCount(0);
  });
  expect(errors).toEqual([]);
});

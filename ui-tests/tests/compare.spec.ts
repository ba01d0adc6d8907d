// Select two runs, compare: table, chart from the lazy chunk, differences; reload restores it.
import { expect, openNotebook, test } from '../lab';

const CELLS = [
  'alpha = 0.1\nseed = 3',
  'for epoch in range(1, 6):\n    print(f"epoch {epoch} loss {alpha / epoch:.4f}")\nprint("test_acc:", 0.9 - alpha)'
];

test.use({ autoGoto: false, kernels: null, sessions: null, terminals: null });

test('compare two runs', async ({ page, lab }) => {
  const requests: string[] = [];
  const errors: string[] = [];
  let layout = '';
  page.on('request', request => {
    requests.push(request.url());
    if (request.method() === 'PUT' && request.url().includes('/api/workspaces/')) {
      layout = request.postData() ?? '';
    }
  });
  page.on('console', message => {
    if (message.type() === 'error' && /runfolio/i.test(message.text())) {
      errors.push(message.text());
    }
  });
  lab.write(
    'compare.ipynb',
    CELLS.map((source, n) => ({ id: `cell-${n}`, source }))
  );
  await page.goto();
  await openNotebook(page, 'compare.ipynb');
  await page.sidebar.openTab('runfolio-runs');
  const panel = page.locator('#runfolio-runs');
  await page.menu.clickMenuItem('Run>Run All Cells');
  await lab.settled(1);
  await page.notebook.setCell(0, 'code', CELLS[0].replace('0.1', '0.2'));
  await page.menu.clickMenuItem('Run>Run All Cells');
  await lab.settled(2);

  await panel.getByRole('row', { name: /^Run 2,/ }).focus();
  await page.keyboard.press('Space');
  await panel.getByRole('row', { name: /^Run 1,/ }).focus();
  await page.keyboard.press('Space');
  expect(requests.some(url => /plotly/.test(url))).toBe(false);
  await panel.getByRole('button', { name: 'Compare', exact: true }).click();

  const view = page.getByRole('region', { name: 'Comparison of 2 runs' });
  await expect(view).toBeVisible();
  const table = view.getByRole('grid');
  await expect(table.getByRole('columnheader', { name: /alpha/ }).first()).toBeVisible();
  await expect(table.getByRole('columnheader', { name: /seed/ })).toHaveCount(0);

  await view.getByRole('tab', { name: /Charts/ }).click();
  await expect(view.locator('.js-plotly-plot .scatterlayer .trace').first()).toBeVisible({
    timeout: 20000
  });
  await view.getByRole('tab', { name: /Differences/ }).click();
  await expect(view.getByText('alpha').first()).toBeVisible();
  await expect(view.locator('.cm-editor, .cm-mergeView').first()).toBeVisible({
    timeout: 20000
  });

  // JupyterLab writes its layout a while after it changed.
  await expect.poll(() => layout, { timeout: 20000 }).toMatch(/runfolio-comparison/);
  await page.reload({ waitForIsReady: false });
  await expect(page.getByRole('region', { name: 'Comparison of 2 runs' })).toBeVisible({
    timeout: 30000
  });
  const origin = new URL(lab.url).host;
  expect(requests.filter(url => url.startsWith('http') && new URL(url).host !== origin)).toEqual(
    []
  );
  expect(errors).toEqual([]);
  expect(lab.log()).not.toMatch(/\[[WEC] .*[Rr]unfolio/);
});

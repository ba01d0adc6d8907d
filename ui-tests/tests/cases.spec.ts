// Failure cases of capture that only a browser can make (docs/capture.md).
import { expect, openNotebook, test } from '../lab';

test.use({ autoGoto: false, kernels: null, sessions: null, terminals: null });

const SLOW = 'import time\nprint("on", flush=True)\ntime.sleep(4)\nprint("loss:", 0.5)';

test('case 01: a cell edited while it runs keeps the code that ran', async ({ page, lab }) => {
  lab.write('case01.ipynb', [{ id: 'slow', source: SLOW }]);
  await page.goto();
  await openNotebook(page, 'case01.ipynb');
  await page.menu.clickMenuItem('Run>Run All Cells');
  await lab.stands('case01.ipynb', ['busy']);
  await page.notebook.setCell(0, 'code', 'edited = True');
  const [step] = await lab.stands('case01.ipynb', ['finished']);
  expect(step.code).toBe(SLOW);
});

test('case 04: a restart in a cell leaves nothing busy', async ({ page, lab }) => {
  const forever = 'import time\nprint("on", flush=True)\ntime.sleep(600)';
  lab.write('case04.ipynb', [{ id: 'slow', source: forever }]);
  await page.goto();
  await openNotebook(page, 'case04.ipynb');
  await page.menu.clickMenuItem('Run>Run All Cells');
  await lab.stands('case04.ipynb', ['busy']);
  await page.menu.clickMenuItem('Kernel>Restart Kernel…');
  await page.locator('.jp-Dialog').getByRole('button', { name: 'Confirm Kernel Restart' }).click();
  const ended = expect.stringMatching(/^(lost|interrupted)$/);
  await lab.stands('case04.ipynb', [ended]);
  // A server that is stopped in the middle of a restart does not end (jupyter_client).
  await expect.poll(() => lab.log()).toContain('Kernel restarted');
});

test('case 11: blank, markdown and raw cells are no steps', async ({ page, lab }) => {
  lab.write('case11.ipynb', [
    { id: 'text', cell_type: 'markdown', source: '# Title' },
    { id: 'blank', source: '   ' },
    { id: 'raw', cell_type: 'raw', source: 'raw' },
    { id: 'code', source: 'print("loss:", 0.5)' }
  ]);
  await page.goto();
  await openNotebook(page, 'case11.ipynb');
  await page.menu.clickMenuItem('Run>Run All Cells');
  const [step] = await lab.stands('case11.ipynb', ['finished']);
  expect([step.cell_id, step.origin]).toEqual(['code', 'cell']);
});

test('case 21: a cell in two views of one notebook is one step', async ({ page, lab }) => {
  lab.write('case21.ipynb', [{ id: 'a', source: 'print("loss:", 0.5)' }]);
  await page.goto();
  await openNotebook(page, 'case21.ipynb');
  await page.menu.clickMenuItem('File>New View for Notebook');
  await expect(page.locator('.jp-NotebookPanel')).toHaveCount(2);
  await page.menu.clickMenuItem('Run>Run Selected Cell and Do not Advance');
  const found = await lab.stands('case21.ipynb', ['finished']);
  expect(found.map(step => [step.cell_id, step.origin])).toEqual([['a', 'cell']]);
});

test('case 23: a cell deleted and brought back, or merged, while it runs is complete', async ({ page, lab }) => {
  lab.write('case23.ipynb', [
    { id: 'slow', source: SLOW },
    { id: 'next', source: 'x = 1' }
  ]);
  await page.goto();
  await openNotebook(page, 'case23.ipynb');
  await page.notebook.selectCells(0);
  await page.menu.clickMenuItem('Run>Run Selected Cell and Do not Advance');
  await lab.stands('case23.ipynb', ['busy']);
  await page.menu.clickMenuItem('Edit>Delete Cell');
  await page.menu.clickMenuItem('Edit>Undo Cell Operation');
  const [step] = await lab.stands('case23.ipynb', ['finished']);
  expect(step.cell_id).toBe('slow');
  expect(step.outputs.map(output => output.text).join('')).toBe('on\nloss: 0.5\n');

  await page.notebook.selectCells(0);
  await page.menu.clickMenuItem('Run>Run Selected Cell and Do not Advance');
  await lab.stands('case23.ipynb', ['finished', 'busy']);
  await page.menu.clickMenuItem('Edit>Merge Cell Below');
  await expect.poll(() => page.notebook.getCellCount()).toBe(1);
  const steps = await lab.stands('case23.ipynb', ['finished', 'finished']);
  expect([steps[1].cell_id, steps[1].code]).toEqual(['slow', SLOW]);
  expect(steps[1].outputs.map(output => output.text).join('')).toBe('on\nloss: 0.5\n');
});

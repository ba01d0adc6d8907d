// A kernel that waits for an answer, and one that another takes the place of.
import { framesOf, type IFrame } from '../frames';
import { expect, type ISettled, openNotebook, test } from '../lab';

test.use({ autoGoto: false, kernels: null, sessions: null, terminals: null });

interface IRun extends ISettled {
  status: string;
  language: string;
}

/**
 * What went to the kernel since it began with a message: what the page sent, and what it never
 * sent and is answered nonetheless. JupyterLab's debugger asks of its own accord.
 */
function besides(frames: readonly IFrame[], message: string): string[] {
  const began = frames.findIndex(frame => frame.parent === message);
  const known = new Set(frames.filter(frame => frame.sent).map(frame => frame.id));
  return frames
    .slice(began)
    .filter(frame => (frame.sent ? frame.type !== 'debug_request' : !known.has(frame.parent)))
    .map(frame => `${frame.sent ? 'sent' : 'received'} ${frame.type}`);
}

test('case 14: a cell waits for input: the kernel is left alone, and the answer reaches it', async ({
  page,
  lab
}) => {
  lab.write('asks.ipynb', [
    { id: 'asks', source: 'name = input("who? ")\nprint("hello", name)\nprint("loss:", 0.5)' },
    { id: 'other', source: 'other = 1' }
  ]);
  const frames = framesOf(page);
  await page.goto();
  await openNotebook(page, 'asks.ipynb');
  await page.notebook.selectCells(0);
  await page.menu.clickMenuItem('Run>Run Selected Cell and Do not Advance');
  const box = page.locator('.jp-Stdin-input');
  await expect(box).toBeVisible();
  const [waits] = await lab.stands('asks.ipynb', ['busy']);
  expect(besides(frames, waits.msg_id)).toEqual([]);

  // What makes us look at a notebook: its panel, other cells, the run being asked for.
  await page.sidebar.openTab('runfolio-runs');
  const panel = page.locator('#runfolio-runs');
  await expect(panel.getByRole('region', { name: 'Open run 1' })).toBeVisible();
  await panel.getByRole('button', { name: /^Steps/ }).click();
  await expect(panel.getByRole('row', { name: /^Step 1,/ })).toBeVisible();
  await expect(page.getByRole('button', { name: 'New run' }).first()).toBeVisible();
  await expect.poll(async () => (await lab.steps('asks.ipynb'))[0]?.status).toBe('busy');
  expect(besides(frames, waits.msg_id)).toEqual([]);

  await box.fill('Ada');
  await box.press('Enter');
  const [step] = await lab.stands('asks.ipynb', ['finished']);
  expect(step.step_id).toBe(waits.step_id);
  const text = step.outputs.map(output => output.text).join('');
  expect(text).toContain('hello Ada\nloss: 0.5\n');
  expect([step.cell_id, step.origin]).toEqual(['asks', 'cell']);
  const asked = frames.filter(frame => frame.sent && frame.type === 'execute_request');
  expect(asked).toHaveLength(1);
  expect(besides(frames, step.msg_id)).toEqual(['sent input_reply']);
});

test('case 22: another language in the middle of a run: that ends, the next has its language', async ({
  page,
  lab
}) => {
  lab.kernel('bash', 'bash_kernel');
  lab.write('langs.ipynb', [
    { id: 'first', source: 'print("loss:", 0.5)' },
    { id: 'slow', source: 'import time\nprint("on", flush=True)\ntime.sleep(600)' }
  ]);
  await page.goto();
  await openNotebook(page, 'langs.ipynb');
  await page.menu.clickMenuItem('Run>Run All Cells');
  await lab.stands('langs.ipynb', ['finished', 'busy']);
  // The server interrupts before it shuts down; whether the kernel still tells that, is a race.
  const ended = expect.stringMatching(/^(lost|interrupted)$/);
  await page.menu.clickMenuItem('Kernel>Change Kernel…');
  const dialog = page.locator('.jp-Dialog');
  await dialog.locator('select').selectOption(JSON.stringify({ name: 'bash' }));
  await dialog.getByRole('button', { name: 'Select Kernel' }).click();
  await expect(page.locator('.jp-Toolbar-kernelName')).toContainText('bash');
  await lab.stands('langs.ipynb', ['finished', ended]);
  await openNotebook(page, 'langs.ipynb');
  await page.notebook.setCell(0, 'code', 'echo "loss: 0.25"');
  await page.notebook.selectCells(0);
  await page.menu.clickMenuItem('Run>Run Selected Cell and Do not Advance');
  const steps = await lab.stands('langs.ipynb', ['finished', ended, 'finished']);
  const runs = await lab.settled<IRun>(2);
  expect(runs.map(run => run.language)).toEqual(['bash', 'python']);
  expect(runs[1].status).not.toBe('open');
  expect(steps[2].cell_key).toBe(steps[0].cell_key);
  expect(steps.map(step => step.run_ids.length)).toEqual([1, 1, 1]);
});

// What recording does to figures: nothing. The saved notebooks are compared, byte for byte.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { IJupyterLabPageFixture } from '@jupyterlab/galata';

import { expect, Lab, openNotebook, test } from '../lab';

test.use({ autoGoto: false, kernels: null, sessions: null, terminals: null });

const FIGURES = 20;
const NAME = 'figures.ipynb';

/** Every fourth figure is shown by the end of its cell, the others by the code. */
const CELLS = [
  '%matplotlib inline\nimport matplotlib.pyplot as plt',
  ...Array.from({ length: FIGURES }, (_, n) =>
    n % 4 === 2
      ? `fig, ax = plt.subplots(figsize=(2, 1)); ax.plot(range(${n}));\nprint("loss:", ${n})`
      : `plt.figure(figsize=(2, 1)); plt.plot([0, ${n}]); plt.title("${n}"); plt.show()`
  )
].map((source, n) => ({ id: `cell-${n}`, source }));

interface IOutput {
  output_type: string;
  data?: Record<string, unknown>;
}

interface ISaved {
  cells: { execution_count: number | null; outputs: IOutput[] }[];
}

/** Run all cells in a fresh kernel, save, and read the file. */
async function saved(page: IJupyterLabPageFixture, lab: Lab): Promise<ISaved> {
  lab.write(NAME, CELLS);
  if (!page.url().startsWith(lab.url)) {
    await page.goto(`${lab.url}/lab?reset`);
  }
  await openNotebook(page, NAME);
  await page.menu.clickMenuItem('Run>Run All Cells');
  const prompt = page.locator('.jp-CodeCell').last().locator('.jp-InputPrompt');
  await expect(prompt).toHaveText(`[${CELLS.length}]:`, { timeout: 60000 });
  await page.menu.clickMenuItem('File>Save Notebook');
  // Written in place: a reader may find half of it.
  const read = () => readFileSync(join(lab.work, NAME), 'utf8');
  const whole = () => read().includes(`"execution_count": ${CELLS.length},`) && read().endsWith('}\n');
  await expect.poll(whole, { timeout: 30000 }).toBe(true);
  await page.menu.clickMenuItem('Kernel>Shut Down Kernel');
  await expect(page.locator('.jp-Toolbar-kernelName')).toContainText('No Kernel');
  await page.menu.clickMenuItem('File>Close Tab');
  return JSON.parse(read()) as ISaved;
}

const imagesOf = (notebook: ISaved): unknown[] =>
  notebook.cells.flatMap(cell => cell.outputs.flatMap(one => one.data?.['image/png'] ?? []));

test('case 17: 20 figure cells are byte-identical with recording on, off, and without us', async ({
  page,
  lab
}) => {
  test.slow(); // three times through the notebook, on two servers
  const bare = new Lab('bare', ['browser', 'server']);
  await bare.start();
  try {
    const without = await saved(page, bare);
    expect(imagesOf(without)).toHaveLength(FIGURES);
    expect(await saved(page, lab), 'recording on').toEqual(without);
    await lab.stands(NAME, Array(CELLS.length).fill('finished'));

    const body = JSON.stringify({ default: false });
    const switched = await fetch(`${lab.url}/runfolio/api/recording`, { method: 'PATCH', body });
    expect(switched.ok).toBe(true);
    expect(await saved(page, lab), 'recording off').toEqual(without);
    expect(await lab.steps(NAME)).toHaveLength(CELLS.length);
  } finally {
    await bare.stop();
  }
});

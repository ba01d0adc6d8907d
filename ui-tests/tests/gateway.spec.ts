// Kernels that run at a gateway: the server cannot listen to them, so the pages tell
// (docs/adr/0052). The gateway is a second Jupyter server, without Runfolio.
import { galata } from '@jupyterlab/galata';

import { connected, expect, type ISettled, type IStep, Lab, openNotebook, test as base } from '../lab';

const test = base.extend<{ gateway: Lab }>({
  gateway: async ({ browserName }, use) => {
    const gateway = new Lab(`gateway-of-${browserName}`, ['server']);
    await gateway.start();
    await use(gateway);
    await gateway.stop();
  },
  lab: async ({ browserName, gateway }, use) => {
    const lab = new Lab(browserName);
    lab.configure('jupyter_config.json', {
      GatewayClient: { url: gateway.url }
    });
    await lab.start();
    await use(lab);
    await lab.stop();
  }
});

test.use({ autoGoto: false, kernels: null, sessions: null, terminals: null });

interface IRun extends ISettled {
  status: string;
  flags: Record<string, string[]>;
  params: Record<string, { text?: string }>;
  results: { metrics: Record<string, { last: number; count: number }> }[];
}

const TRAIN = `for epoch in range(3):
    print(f"epoch {epoch} loss: {1 / (epoch + 1):.3f}")
print("accuracy: 0.91")`;

const COUNT = `import time
for n in range(12):
    print(n, flush=True)
    time.sleep(1)`;

const flagsOf = (step: IStep): string[] => Object.keys(step.flags);
const shown = (step: IStep): string => step.outputs.map(output => output.text).join('');

test('Run All, and a second page that goes on: each step once, and by whom it was told', async ({
  page,
  lab,
  waitForApplication
}) => {
  lab.write('train.ipynb', [
    { id: 'lr', source: 'lr = 0.1' },
    { id: 'train', source: TRAIN }
  ]);
  await page.goto();
  await openNotebook(page, 'train.ipynb');
  await page.menu.clickMenuItem('Run>Run All Cells');
  const steps = await lab.stands('train.ipynb', ['finished', 'finished']);
  expect(steps.map(step => [step.cell_id, step.origin])).toEqual([
    ['lr', 'cell'],
    ['train', 'cell']
  ]);
  expect(shown(steps[1])).toContain('epoch 2 loss: 0.333\naccuracy: 0.91');
  expect(steps.map(flagsOf)).toEqual([['frontend-only'], ['frontend-only']]);
  const [run] = await lab.settled<IRun>(1);
  expect(run.params['lr'].text).toBe('0.1');
  expect(run.results[0].metrics['loss'].count).toBe(3);
  expect(run.flags['frontend-only']).toHaveLength(2);

  const opened = await page.context().newPage();
  const second = galata.addHelpersToPage(opened, lab.url, waitForApplication, '/lab');
  await second.goto('workspaces/second');
  await openNotebook(second, 'train.ipynb');
  await page.bringToFront();
  await page.menu.clickMenuItem('Run>Run All Cells');
  const all = await lab.stands('train.ipynb', Array<string>(4).fill('finished'));
  expect(new Set(all.map(step => step.msg_id)).size).toBe(4);
  expect(shown(all[3])).toBe(shown(all[1]));
  await page.close();
  // At a gateway that is a plain server, what one page asks while another one leaves can be lost
  // on its way, with us and without: it connects anew first.
  await second.menu.clickMenuItem('Kernel>Reconnect to Kernel');
  await connected(second, 'train.ipynb');
  await second.menu.clickMenuItem('Run>Run All Cells');
  await lab.stands('train.ipynb', Array<string>(6).fill('finished'));
});

test('a reload in the middle of a cell: one step, and it says that something may be missing', async ({ page, lab }) => {
  lab.write('reload.ipynb', [{ id: 'slow', source: COUNT }]);
  await page.goto();
  await openNotebook(page, 'reload.ipynb');
  await page.menu.clickMenuItem('Run>Run All Cells');
  await expect.poll(async () => (await lab.steps('reload.ipynb')).length, { timeout: 30000 }).toBe(1);
  // Ran cells are not saved: the browser asks whether to leave.
  page.on('dialog', dialog => void dialog.accept());
  await page.reload({ waitForIsReady: false });
  const [step] = await lab.stands('reload.ipynb', ['finished']);
  expect(step.cell_id).toBe('slow');
  expect(flagsOf(step).sort()).toEqual(['frontend-only', 'outputs-capped']);
  const numbers = shown(step).trim().split('\n').map(Number);
  expect(numbers[0]).toBe(0);
  expect(numbers[numbers.length - 1]).toBe(11);
  expect(new Set(numbers).size).toBe(numbers.length);
});

test('a page closed in the middle of a cell: nothing stays open, and nobody claims how it ended', async ({ page, lab }) => {
  lab.write('closed.ipynb', [{ id: 'slow', source: COUNT }]);
  await page.goto();
  await openNotebook(page, 'closed.ipynb');
  await page.menu.clickMenuItem('Run>Run All Cells');
  await lab.stands('closed.ipynb', ['busy']);
  await page.close();
  const [step] = await lab.stands('closed.ipynb', ['lost']);
  expect(shown(step)).toMatch(/^0\n/);
  expect(flagsOf(step)).toContain('outputs-capped');
});

// A server without Runfolio's part, as JupyterLite has none: the notebook works, and the panel says
// what is missing.
import { expect, openNotebook, test } from '../lab';

test.use({
  autoGoto: false,
  kernels: null,
  sessions: null,
  terminals: null,
  without: ['server']
});

const RECORD = 'Record runs of this notebook';

test('case 28: without the server part the notebook works, and one sentence says what is missing', async ({
  page,
  lab
}) => {
  const errors: string[] = [];
  const asked: string[] = [];
  page.on('pageerror', error => errors.push(String(error)));
  page.on('console', message => {
    // The browser itself tells of a 404; it does so for JupyterLab's own, too.
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) {
      errors.push(message.text());
    }
  });
  page.on('request', request => {
    if (request.url().includes('/runfolio/api/')) {
      asked.push(request.url());
    }
  });
  lab.write('plain.ipynb', [
    { id: 'a', source: 'x = 1' },
    { id: 'b', source: 'print("x is", x)' }
  ]);
  await page.goto();
  await openNotebook(page, 'plain.ipynb');
  await page.menu.clickMenuItem('Run>Run All Cells');
  await expect(page.locator('.jp-OutputArea-output')).toHaveText('x is 1');
  await page.notebook.save();

  await page.sidebar.openTab('runfolio-runs');
  const panel = page.locator('#runfolio-runs');
  await test.step('the panel says it once, with the mend', async () => {
    await expect(panel.getByText('The Runfolio server part does not answer.')).toHaveCount(1);
    await expect(panel.getByText('Your notebook works as usual; nothing is recorded.')).toBeVisible();
    await panel.getByRole('button', { name: 'How to mend' }).click();
    await expect(panel.getByText('pip install runfolio')).toBeVisible();
  });

  await test.step('the toolbar and the commands are off, and say why', async () => {
    const record = page.getByRole('button', { name: RECORD });
    await expect(record).toBeDisabled();
    await expect(record).toHaveAttribute('title', /server part does not answer/);
    await expect(page.getByRole('button', { name: 'New run' }).first()).toBeDisabled();
    const enabled = await page.evaluate(() =>
      ['runfolio:toggle-recording', 'runfolio:new-run'].map(id => window.jupyterapp.commands.isEnabled(id))
    );
    expect(enabled).toEqual([false, false]);
  });

  await test.step('nothing errs, and nothing is asked again and again', async () => {
    const before = asked.length;
    await page.menu.clickMenuItem('Run>Run All Cells');
    await expect(page.locator('.jp-InputArea-prompt').nth(1)).toHaveText('[4]:');
    expect(asked.filter(url => url.includes('intents')).length).toBeLessThanOrEqual(2);
    expect(asked.length - before).toBeLessThanOrEqual(3);
    expect(errors).toEqual([]);
  });
});

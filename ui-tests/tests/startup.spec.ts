// What JupyterLab has to fetch of us before it has started: a few files, and little of them.
import { expect, openNotebook, test } from '../lab';

test.use({ autoGoto: false, kernels: null, sessions: null, terminals: null });

/** Bytes of scripts, uncompressed (the bar of every part). */
const MOST = 60_000;

test('little is fetched before JupyterLab has started, and nothing of a chart', async ({ page, lab }) => {
  lab.copy('examples/digits.ipynb', 'digits.ipynb');
  const fetched: { url: string; bytes: Promise<number> }[] = [];
  page.on('response', response => {
    if (/\/extensions\/runfolio\/.*\.js/.test(response.url())) {
      fetched.push({
        url: response.url(),
        bytes: response.body().then(body => body.length)
      });
    }
  });
  await page.addInitScript(() => {
    const timer = setInterval(() => {
      if (window.jupyterapp) {
        clearInterval(timer);
        void window.jupyterapp.restored.then(() => performance.mark('restored'));
      }
    }, 5);
  });
  await page.goto();
  const start = await page.evaluate(() => {
    const [restored] = performance.getEntriesByName('restored');
    return performance
      .getEntriesByType('resource')
      .filter(entry => entry.startTime < restored.startTime)
      .map(entry => entry.name);
  });
  const before = fetched.filter(({ url }) => start.includes(url));
  expect(before.length).toBeGreaterThan(1);
  const bytes = await Promise.all(before.map(one => one.bytes));
  expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(MOST);
  await openNotebook(page, 'digits.ipynb');
  await page.sidebar.openTab('runfolio-runs');
  await expect(page.locator('#runfolio-runs')).toBeVisible();
  const sizes = await Promise.all(fetched.map(one => one.bytes));
  expect(Math.max(...sizes)).toBeLessThan(200_000);
});

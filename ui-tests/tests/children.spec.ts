// Child runs below their parent, moved and taken back; what came out of a step.
import { expect, type ISettled, openNotebook, test } from '../lab';

interface IRun extends ISettled {
  number: number;
  name: string | null;
  parent_run_id: string | null;
}

const FOLDS = `alpha = 0.1
for fold in (1, 2):
    with runfolio.run(f"fold {fold}"):
        runfolio.param("fold", fold)
        for epoch in range(1, 4):
            runfolio.log({"val_acc": 0.9 + fold / 100 - 0.1 / epoch}, x=epoch)
print("test_acc:", 0.9)`;

const SEEN = `from IPython.display import HTML, Image, display
import base64
dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
display(Image(base64.b64decode(dot)))
HTML("<p>bold</p><script>parent.document.title = 'taken'</script>")`;

test.use({ autoGoto: false, kernels: null, sessions: null, terminals: null });

test('child runs fold below their parent and can be moved; a step shows what was seen', async ({ page, lab }) => {
  const errors: string[] = [];
  page.on('pageerror', error => errors.push(String(error)));
  lab.write(
    'folds.ipynb',
    ['import runfolio', FOLDS, SEEN].map((source, n) => ({ id: `cell-${n}`, source }))
  );
  await page.goto();
  await openNotebook(page, 'folds.ipynb');
  await page.sidebar.openTab('runfolio-runs');
  const panel = page.locator('#runfolio-runs');
  await page.menu.clickMenuItem('Run>Run All Cells');
  await lab.settled(3);
  await page.menu.clickMenuItem('Run>Run All Cells');
  const runs = await lab.settled<IRun>(6);
  const parents = runs.filter(run => run.parent_run_id === null).reverse();
  const folds = (parent: IRun) => runs.filter(run => run.parent_run_id === parent.run_id).length;
  expect(parents.map(folds)).toEqual([2, 2]);

  const list = panel.getByRole('treegrid');
  const row = (number: number) => list.getByRole('row', { name: new RegExp(`^Run ${number},`) });
  const fold = list.getByText('2 child runs · val_acc 0.8767 to 0.8867');

  await test.step('they are folded at first, with what they gave', async () => {
    await expect(fold).toHaveCount(2);
    await expect(row(1)).toHaveAttribute('aria-expanded', 'false');
    await expect(list.getByRole('row', { name: /fold 1/ })).toHaveCount(0);
  });

  await test.step('arrows open and close them', async () => {
    await row(1).focus();
    await page.keyboard.press('ArrowRight');
    await expect(row(2)).toHaveAttribute('aria-label', /fold 1.* val_acc 0\.8767/);
    await expect(row(2)).toHaveAttribute('aria-level', '2');
    await row(3).focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await expect(row(2)).toHaveCount(0);
    await row(1).focus();
    await page.keyboard.press('ArrowRight');
  });

  const childrenOf = async (parent: IRun): Promise<number[]> =>
    (await lab.get<{ runs: IRun[] }>('runs')).runs
      .filter(run => run.parent_run_id === parent.run_id)
      .map(run => run.number)
      .sort((a, b) => a - b);

  await test.step('one is moved below another run, and back', async () => {
    await row(3).click();
    await row(parents[1].number).click();
    const bar = panel.getByRole('region', { name: 'Selection' });
    await bar.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: `Move below #${parents[1].number}` }).click();
    await expect(panel.getByText(`#3 was moved below #${parents[1].number}`)).toBeVisible();
    await expect.poll(() => childrenOf(parents[1])).toContain(3);
    await expect(list.getByText('3 child runs · val_acc 0.8767 to 0.8867')).toBeVisible();
    await panel.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => childrenOf(parents[0])).toEqual([2, 3]);
    await expect(fold).toHaveCount(2);
    await bar.getByRole('button', { name: 'Clear selection' }).click();
  });

  await test.step('a step opens to what was seen, and nothing of it acts', async () => {
    await panel.getByRole('button', { name: 'Steps', exact: true }).click();
    const grid = panel.getByRole('grid', { name: 'Steps of the notebook' });
    await grid.getByRole('row', { name: /^Step 6,/ }).focus();
    await page.keyboard.press('ArrowRight');
    const outputs = grid.getByRole('row', { name: 'Outputs of step 6' });
    const image = outputs.getByRole('img', { name: /^PNG/ });
    await expect
      .poll(() => image.evaluate((node: HTMLImageElement) => node.complete && node.naturalWidth))
      .toBe(1);
    await image.click();
    const dialog = page.getByRole('dialog');
    const close = async (): Promise<void> => {
      await expect(dialog.getByRole('button', { name: 'Close' }).last()).toBeFocused();
      await page.keyboard.press('Escape');
      await expect(dialog).toHaveCount(0);
    };
    await expect(dialog.getByRole('img', { name: /^PNG/ })).toBeVisible();
    await close();
    await outputs.getByRole('button', { name: /^HTML/ }).click();
    await expect(dialog.frameLocator('iframe').getByText('bold')).toBeVisible();
    await close();
    expect(await page.title()).not.toBe('taken');
  });
  expect(errors).toEqual([]);
});

import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';

import type {
  ComparisonAspect,
  IComparisonModel,
  IComparisonState
} from '../tokens';
import { ComparisonWidget, type IViewModule } from './widget';

class FakeModel {
  readonly changed = new Signal<IComparisonModel, readonly ComparisonAspect[]>(
    this as unknown as IComparisonModel
  );
  readonly visible: boolean[] = [];
  isDisposed = false;
  constructor(public state: Partial<IComparisonState>) {}
  setVisible(visible: boolean): void {
    this.visible.push(visible);
  }
  update(change: Partial<IComparisonState>): void {
    this.state = { ...this.state, ...change };
    this.changed.emit(['state']);
  }
  dispose(): void {
    this.isDisposed = true;
  }
}

const View: IViewModule = { ComparisonView: () => null };

function make(load: () => Promise<IViewModule> = async () => View) {
  const models: FakeModel[] = [];
  const widget = new ComparisonWidget({
    state: { runs: ['r1', 'r2'], tab: 'charts' },
    factory: {
      create: async state => {
        models.push(new FakeModel(state));
        return models[0] as unknown as IComparisonModel;
      }
    },
    trans: nullTranslator.load('runfolio'),
    themes: null,
    languages: null,
    runs: null,
    load
  });
  return { widget, models };
}

const turn = () => new Promise(resolve => setTimeout(resolve, 10));

beforeAll(() => {
  globalThis.requestIdleCallback ??= callback =>
    setTimeout(callback, 0) as unknown as number;
});

describe('ComparisonWidget', () => {
  it('names its tab by the number of runs', () => {
    const { widget } = make();
    expect(widget.title.label).toBe('Compare 2 runs');
    widget.dispose();
  });

  it('makes neither model nor view before it is shown', async () => {
    const load = jest.fn(async () => View);
    const { widget, models } = make(load);
    widget.hide();
    Widget.attach(widget, document.body);
    await turn();
    expect([models.length, load.mock.calls.length]).toEqual([0, 0]);
    expect(widget.state).toEqual({ runs: ['r1', 'r2'], tab: 'charts' });
    widget.show();
    await turn();
    expect([models.length, load.mock.calls.length]).toEqual([1, 1]);
    widget.dispose();
    expect(models[0].isDisposed).toBe(true);
  });

  it('loses no change that came while its model was made', async () => {
    const { widget, models } = make();
    Widget.attach(widget, document.body);
    widget.change({ tab: 'differences' });
    await turn();
    expect(models[0].state).toMatchObject({ tab: 'differences' });
    expect(widget.state.tab).toBe('differences');
    widget.dispose();
  });

  it('leaves no model behind when it was closed before it was made', async () => {
    const { widget, models } = make();
    Widget.attach(widget, document.body);
    widget.dispose();
    await turn();
    expect(models.every(model => model.isDisposed)).toBe(true);
  });

  it('tells its model when it is hidden', async () => {
    const { widget, models } = make();
    Widget.attach(widget, document.body);
    await turn();
    widget.hide();
    widget.show();
    expect(models[0].visible).toEqual([true, false, true]);
    widget.dispose();
  });

  it('tells of each change of its state, to be saved', async () => {
    const { widget } = make();
    Widget.attach(widget, document.body);
    await turn();
    const saved = jest.fn();
    widget.stateChanged.connect(saved);
    widget.change({ runs: ['r1', 'r2', 'r3'] });
    expect(saved).toHaveBeenCalledTimes(1);
    expect(widget.title.label).toBe('Compare 3 runs');
    expect(widget.runs).toHaveLength(3);
    widget.dispose();
  });

  it('says that it could not be loaded, and tries again', async () => {
    const warn = jest
      .spyOn(console, 'warn')
      .mockImplementation(() => undefined);
    const load = jest
      .fn()
      .mockRejectedValueOnce(new Error('offline'))
      .mockResolvedValue(View);
    const { widget } = make(load);
    Widget.attach(widget, document.body);
    await turn();
    expect(widget.node.textContent).toContain(
      'The comparison could not be loaded.'
    );
    widget.node.querySelector('button')?.click();
    await turn();
    expect(load).toHaveBeenCalledTimes(2);
    expect(widget.node.textContent).toBe('');
    widget.dispose();
    warn.mockRestore();
  });
});

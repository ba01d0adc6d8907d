import type { ILayoutRestorer, JupyterFrontEnd } from '@jupyterlab/application';
import { Signal } from '@lumino/signaling';
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { Widget } from '@lumino/widgets';

import type {
  IComparisonModelFactory,
  IComparisonOpener,
  IComparisonState
} from '../tokens';
import { comparisonPlugin } from './plugin';
import type { ComparisonWidget } from './widget';

interface IRestoring {
  command: string;
  args: (widget: ComparisonWidget) => Partial<IComparisonState>;
  name: (widget: ComparisonWidget) => string;
}

function activate(onlyDiffering?: boolean) {
  const added: ComparisonWidget[] = [];
  const activated: string[] = [];
  const restoring: IRestoring[] = [];
  const app = {
    shell: {
      add: (widget: Widget, area: string) => {
        expect(area).toBe('main');
        added.push(widget as ComparisonWidget);
      },
      activateById: (id: string) => activated.push(id)
    }
  } as unknown as JupyterFrontEnd;
  const restorer = {
    restore: async (_: unknown, options: IRestoring) => restoring.push(options)
  } as unknown as ILayoutRestorer;
  const factory: IComparisonModelFactory = {
    create: async state =>
      ({
        state,
        changed: new Signal({}),
        setVisible: () => undefined,
        dispose: () => undefined
      }) as never
  };
  const settings = {
    load: async (id: string) => {
      if (onlyDiffering === undefined) {
        throw new Error(`No schema of ${id}`);
      }
      return { get: () => ({ composite: onlyDiffering }) };
    }
  } as unknown as ISettingRegistry;
  const opener = comparisonPlugin.activate(
    app,
    factory,
    null,
    restorer,
    null,
    null,
    settings,
    null
  ) as IComparisonOpener;
  return { opener, added, activated, restoring: () => restoring[0] };
}

describe('comparisonPlugin', () => {
  beforeEach(() => {
    jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  });
  afterEach(() => jest.restoreAllMocks());

  it('opens a comparison in the main area', async () => {
    const { opener, added, activated } = activate();
    await opener.open({ runs: ['r1', 'r2'] });
    expect(added).toHaveLength(1);
    expect(activated).toEqual([added[0].id]);
  });

  it('begins as the settings say, and without them all the same', async () => {
    const told = activate(false);
    await told.opener.open({ runs: ['r1', 'r2'] });
    expect(told.added[0].state.onlyDiffering).toBe(false);
    const saved = activate(false);
    await saved.opener.open({ runs: ['r1', 'r2'], onlyDiffering: true });
    expect(saved.added[0].state.onlyDiffering).toBe(true);
  });

  it('brings the comparison of the same runs to the front', async () => {
    const { opener, added, activated } = activate();
    await opener.open({ runs: ['r1', 'r2'] });
    await opener.open({ runs: ['r2', 'r1'], tab: 'charts' });
    expect(added).toHaveLength(1);
    expect(activated).toHaveLength(2);
    expect(added[0].state.tab).toBe('charts');
    await opener.open({ runs: ['r1', 'r3'] });
    expect(added).toHaveLength(2);
  });

  it('comes back after a reload by its whole state, as small JSON', async () => {
    const { opener, added, restoring } = activate();
    const state = {
      runs: ['r1', 'r2'],
      tab: 'charts' as const,
      smoothing: 0.5
    };
    await opener.open(state);
    const { command, args, name } = restoring();
    expect(command).toBe('runfolio:compare');
    expect(JSON.parse(JSON.stringify(args(added[0])))).toEqual(state);
    // The same name before and after, or the layout would not find it.
    const again = activate();
    await again.opener.open(args(added[0]));
    expect(name(again.added[0])).toBe(name(added[0]));
  });
});

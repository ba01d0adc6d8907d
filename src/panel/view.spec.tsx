import {
  act,
  fireEvent,
  render,
  screen,
  waitForElementToBeRemoved,
  within
} from '@testing-library/react';
import * as React from 'react';

import type { ListEntry } from '../compare/shapes';
import { giveSizes } from '../testing/layout';
import { entryOf, makePanel, makeRun } from '../testing/panelFakes';
import { PanelView } from './view';

beforeAll(() => giveSizes(350, 600));

function show(prepare: (panel: ReturnType<typeof makePanel>) => void) {
  const panel = makePanel();
  prepare(panel);
  render(
    <PanelView context={panel.context} showDrafts={false} visible={true} />
  );
  return panel;
}

const rows = () =>
  screen.getAllByRole('row').map(row => row.getAttribute('aria-label'));

describe('PanelView', () => {
  it('lists runs with value, delta and name for screen readers', () => {
    show(({ runs }) => {
      const [a, b] = [makeRun(2), makeRun(1)];
      runs.show(a, b);
      runs.values = { 'run-2': 0.9688, 'run-1': 0.9444 };
      runs.baseline = b;
      runs.deltas = {
        'run-2': {
          value: 0.0244,
          glyph: '▲',
          number: '+0.0244',
          word: 'better',
          tone: 'better',
          text: '▲ +0.0244 better',
          title: '0.0244 better than baseline #1'
        }
      };
    });
    expect(rows()).toEqual([
      'Run 2, val_acc 0.9688, 0.0244 better than baseline #1, not selected',
      'Run 1, baseline, val_acc 0.9444, not selected'
    ]);
    expect(screen.getByText('2 runs')).toBeTruthy();
    expect(screen.getByText('+0.0244 better')).toBeTruthy();
  });

  it('selects by click and by Space, and offers to compare', () => {
    const { runs, executed } = show(({ runs }) => {
      runs.show(makeRun(2), makeRun(1));
    });
    const [first, second] = screen.getAllByRole('row');
    fireEvent.click(first);
    act(() => second.focus());
    fireEvent.keyDown(second, { key: ' ' });
    expect(runs.selection).toEqual(['run-2', 'run-1']);
    expect(screen.getByText('2 selected')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Compare' }));
    expect(executed.map(([id]) => id)).toEqual(['runfolio:compare']);
  });

  it('has one tab stop in the list, which the keys move', async () => {
    show(({ runs }) => runs.show(makeRun(3), makeRun(2), makeRun(1)));
    const stops = () =>
      screen
        .getAllByRole('row')
        .filter(row => row.tabIndex === 0)
        .map(row => row.getAttribute('data-entry'));
    expect(stops()).toEqual(['run-3']);
    fireEvent.keyDown(screen.getAllByRole('row')[0], { key: 'End' });
    expect(stops()).toEqual(['run-1']);
    fireEvent.keyDown(screen.getAllByRole('row')[2], { key: 'k' });
    expect(stops()).toEqual(['run-2']);
    const order = screen.getAllByRole('row').map(row => row.dataset.entry);
    expect(order).toEqual(['run-3', 'run-2', 'run-1']);
  });

  it('opens and closes folds by click and by arrow', () => {
    const { runs } = show(({ runs }) => {
      const fold: ListEntry = {
        kind: 'fold',
        id: 'drafts:1',
        fold: 'drafts',
        depth: 0,
        open: false,
        runs: [makeRun(2), makeRun(1)],
        text: '2 drafts · #1–#2'
      };
      runs.runs = [makeRun(3), makeRun(2), makeRun(1)];
      runs.list = [fold, entryOf(makeRun(3))];
    });
    const fold = screen.getByText('2 drafts · #1–#2').closest('[role="row"]');
    expect(fold?.getAttribute('aria-expanded')).toBe('false');
    fireEvent.click(fold!);
    fireEvent.keyDown(fold!, { key: 'ArrowRight' });
    fireEvent.keyDown(fold!, { key: 'ArrowLeft' });
    expect(runs.callsOf('toggleFold')).toEqual([['drafts:1'], ['drafts:1']]);
  });

  it('opens child runs from their parent, and goes back from one to their fold', () => {
    const { runs } = show(({ runs }) => {
      const parent = makeRun(1);
      const child = makeRun(2, { name: 'fold 1', parent_run_id: 'run-1' });
      const below: ListEntry = {
        kind: 'fold',
        id: 'children:run-1',
        fold: 'children',
        depth: 0,
        open: true,
        runs: [child],
        text: '1 child run'
      };
      runs.runs = [child, parent];
      runs.list = [entryOf(parent, 0, true), below, entryOf(child, 1)];
    });
    const [parent, fold, child] = screen.getAllByRole('row');
    expect(parent.getAttribute('aria-expanded')).toBe('true');
    expect(child.getAttribute('aria-expanded')).toBeNull();
    expect(child.getAttribute('aria-level')).toBe('2');
    expect(screen.getByTitle('and 1 child run').textContent).toBe('1 run');
    fireEvent.keyDown(parent, { key: 'ArrowRight' });
    expect(runs.callsOf('toggleFold')).toEqual([]);
    fireEvent.keyDown(parent, { key: 'ArrowLeft' });
    expect(runs.callsOf('toggleFold')).toEqual([['children:run-1']]);
    act(() => child.focus());
    fireEvent.keyDown(child, { key: 'ArrowLeft' });
    expect(fold.tabIndex).toBe(0);
    fireEvent.focus(child);
    fireEvent.keyDown(child, { key: ' ' });
    expect(runs.selection).toEqual(['run-2']);
  });

  it('shows the first-use notice with the true path until it is taken', () => {
    const { runs } = show(({ runs }) => {
      runs.notices = [
        {
          notice_id: 'n1',
          kind: 'first-use',
          created_at: '2026-11-23T13:02:11Z',
          facts: { store_path: '/home/ada/.local/share/jupyter/runfolio' }
        }
      ];
    });
    const notice = screen.getByRole('region', {
      name: 'Runs of your notebooks are kept'
    });
    expect(notice.querySelector('code')?.textContent).toBe(
      '/home/ada/.local/share/jupyter/runfolio'
    );
    fireEvent.click(screen.getByRole('button', { name: 'Got it' }));
    expect(runs.callsOf('dismissNotice')).toEqual([['n1']]);
  });

  it('turns recording off for all without asking, and offers to undo', async () => {
    const { runs } = show(({ runs }) => {
      runs.health = {
        version: '0.1.0',
        status: 'ok',
        store_path: '/s',
        pending: 0,
        blocked: false,
        dropped: 0,
        outputs_dropped: 0,
        problem: null,
        rules_version: 1
      };
      runs.notices = [
        {
          notice_id: 'n1',
          kind: 'first-use',
          created_at: '2026-11-23T13:02:11Z',
          facts: {}
        }
      ];
    });
    fireEvent.click(screen.getByRole('button', { name: 'Turn off' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Undo' }));
    expect(runs.callsOf('setRecording')).toEqual([[false], [true]]);
    await waitForElementToBeRemoved(() => screen.queryByText('Undo'));
  });

  it.each<[string, (panel: ReturnType<typeof makePanel>) => void]>([
    ['No runs of this notebook yet', () => undefined],
    ['No runs yet', ({ runs }) => (runs.path = null)],
    [
      'Recording is off for this notebook',
      ({ runs }) => (runs.recordingOn = false)
    ],
    [
      'No runs to show',
      ({ runs }) =>
        (runs.status = { state: 'missing', updatedAt: null, fault: null })
    ],
    [
      'No run matches',
      ({ runs }) => {
        runs.runs = [makeRun(1)];
        runs.filter = 'val_acc > 2';
      }
    ]
  ])('says why the list is empty: %s', (title, prepare) => {
    show(prepare);
    expect(screen.getByText(title)).toBeTruthy();
  });

  it('filters, says what is wrong with the filter, and clears it by Escape', () => {
    const { runs } = show(({ runs }) => runs.show(makeRun(1)));
    fireEvent.click(screen.getByRole('button', { name: 'Filter' }));
    const box = screen.getByRole('textbox', { name: 'Filter runs' });
    fireEvent.change(box, { target: { value: 'val_ac > 1' } });
    expect(runs.callsOf('setFilter')).toEqual([['val_ac > 1']]);
    runs.filter = 'val_ac > 1';
    runs.filterFault = {
      message: 'Unknown field val_ac. Did you mean val_acc?',
      suggestion: 'val_acc'
    };
    act(() => runs.fire('filter'));
    expect(screen.getByText(/Unknown field val_ac/)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'val_acc' }));
    fireEvent.keyDown(box, { key: 'Escape' });
    expect(runs.callsOf('setFilter')).toEqual([
      ['val_ac > 1'],
      ['val_acc > 1'],
      ['']
    ]);
    expect(screen.queryByRole('textbox')).toBeNull();
  });

  it('shows the open run with its steps, and its time as it ticks', () => {
    const { live } = show(({ live }) => {
      live.step = 18;
      live.run = makeRun(14, {
        status: 'open',
        busy: true,
        live: {
          steps: [
            {
              step_id: 's1',
              cell_key: 'c1',
              cell_number: 1,
              execution_count: 20,
              status: 'finished',
              role: 'inherited'
            },
            {
              step_id: 's2',
              cell_key: 'c2',
              cell_number: 2,
              execution_count: 21,
              status: 'busy',
              role: 'own'
            }
          ],
          queued: 1,
          busy_since: '2026-11-23T13:02:11Z',
          last_step_at: null,
          probable: false
        }
      });
    });
    const card = within(screen.getByRole('region', { name: 'Open run 14' }));
    expect(card.getByText('Step 2 of 3 · cell [21] · 0:18')).toBeTruthy();
    expect(
      card.getByRole('listitem', { name: 'Step 1, inherited' })
    ).toBeTruthy();
    expect(card.getByText('0:06')).toBeTruthy();
    live.busy = 7;
    act(() => live.ticked.emit());
    expect(card.getByText('0:07')).toBeTruthy();
  });

  it('says on the card that params of R are not read', () => {
    const live = {
      steps: [],
      queued: 0,
      busy_since: null,
      last_step_at: null,
      probable: false
    };
    show(panel => {
      panel.live.run = makeRun(3, { status: 'open', language: 'R', live });
    });
    const card = within(screen.getByRole('region', { name: 'Open run 3' }));
    expect(card.getByText('Params of R are not read')).toBeTruthy();
  });

  it('keeps rows and says so when the server is silent', () => {
    const { runs } = show(({ runs }) => runs.show(makeRun(1)));
    runs.status = { ...runs.status, state: 'stale' };
    act(() => runs.fire('status'));
    expect(screen.getByText(/Not up to date since/)).toBeTruthy();
    expect(screen.getAllByRole('row')).toHaveLength(1);
    fireEvent.click(screen.getByRole('button', { name: 'Retry' }));
    expect(runs.callsOf('refresh')).toHaveLength(1);
  });

  it('asks for older runs when the end of the list comes near', () => {
    const { runs } = show(({ runs }) => {
      runs.hasOlder = true;
      runs.show(makeRun(2), makeRun(1));
    });
    expect(runs.callsOf('loadOlder')).toHaveLength(1);
  });
});

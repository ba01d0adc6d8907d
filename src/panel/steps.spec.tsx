import { act, fireEvent, render, screen, within } from '@testing-library/react';
import * as React from 'react';

import { content, output, timelineStep as step } from '../testing/builders';
import { giveSizes } from '../testing/layout';
import { makePanel, makeRun } from '../testing/panelFakes';
import { openMenu } from './menu';
import { stepAction, stepMenu } from './stepActions';
import { PanelView } from './view';

jest.mock('./menu', () => ({ openMenu: jest.fn() }));

beforeAll(() => giveSizes(350, 600));

const steps = [
  step(5, 'plot(x)', 2, { epoch: 2, seq: 1 }),
  step(4, 'clf.fit(X)', 1, { status: 'failed', duration: 18.34 }),
  step(3, 'x?', null, { origin: 'console', cell_id: null }),
  step(2, '# fit\nclf = SGDClassifier()', 1, {
    execution_count: 20,
    flags: { 'stale-input': ['X'], repeated: ['2'] }
  }),
  step(1, 'import numpy', 1)
];

async function open() {
  const panel = makePanel();
  panel.timeline.steps = steps;
  const view = (
    <PanelView context={panel.context} showDrafts={false} visible={true} />
  );
  render(view);
  expect(panel.timeline.visible).toBe(false);
  await act(async () => {
    fireEvent.click(screen.getByRole('button', { name: /^Steps/ }));
  });
  return panel;
}

const grid = () => screen.getByRole('grid', { name: 'Steps of the notebook' });
const row = (name: RegExp) => screen.getByRole('row', { name });

describe('the section Steps', () => {
  it('shows every step under the head of its kernel epoch when opened', async () => {
    const { timeline } = await open();
    expect(timeline.visible).toBe(true);
    expect(
      [...grid().querySelectorAll('[role="row"]')].map(
        item => item.getAttribute('aria-label') ?? item.textContent
      )
    ).toEqual([
      expect.stringMatching(/^Kernel epoch 2 · /),
      'Step 1, cell [5], plot(x), 1.00 s, run 2, not selected',
      expect.stringMatching(/^Kernel epoch 1 · /),
      'Step 4, cell [4], clf.fit(X), failed, 18.3 s, run 1, not selected',
      'Step 3, console, cell [3], x?, 1.00 s, not selected',
      'Step 2, cell [20], clf = SGDClassifier(), 1.00 s, run 1, not selected',
      'Step 1, cell [1], import numpy, 1.00 s, run 1, not selected'
    ]);
    expect(
      screen.getByRole('img', {
        name: '`X` was made before a cell above it ran again'
      })
    ).toBeTruthy();
    expect(screen.getByText('×2')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: /^Steps/ }));
    expect(timeline.visible).toBe(false);
  });

  it('shows what came out of a step, small, and folds it away again', async () => {
    const panel = await open();
    panel.timeline.outputs = {
      s4: [
        output({ kind: 'error', text: '\u001b[31mValueError\u001b[0m: rows' }),
        output({ contents: [content('image/png', { digest: 'd1' })] }),
        output({ contents: [content('application/pdf', { digest: 'd2' })] })
      ],
      s2: []
    };
    const step4 = row(/^Step 4,/);
    expect(step4.getAttribute('aria-expanded')).toBe('false');
    act(() => step4.focus());
    await act(async () => {
      fireEvent.keyDown(step4, { key: 'ArrowRight' });
    });
    expect(step4.getAttribute('aria-expanded')).toBe('true');
    const outputs = within(row(/^Outputs of step 4/));
    expect(outputs.getByText('ValueError: rows').dataset.error).toBe('true');
    const image = outputs.getByRole('img', { name: /^PNG/ });
    expect(image.getAttribute('src')).toBe('/contents/d1?step=s4');
    expect(image.getAttribute('loading')).toBe('lazy');
    const link = outputs.getByRole('link', { name: /^application\/pdf/ });
    expect(link.getAttribute('href')).toBe('/contents/d2?step=s4');
    await act(async () => {
      fireEvent.click(
        screen.getByRole('button', { name: 'Outputs of step 2' })
      );
    });
    expect(
      screen.queryByRole('row', { name: /^Outputs of step 4/ })
    ).toBeNull();
    const second = row(/^Outputs of step 2/);
    expect(second.textContent).toContain('No outputs.');
    // What was said by an icon alone has its words here.
    expect(second.textContent).toContain('`X` was made before a cell above');
    fireEvent.focus(second);
    fireEvent.keyDown(second, { key: 'ArrowLeft' });
    expect(screen.queryByRole('row', { name: /^Outputs/ })).toBeNull();
  });

  it('opens an output in full, HTML in a frame that may do nothing', async () => {
    const panel = await open();
    panel.timeline.outputs = {
      s4: [output({ contents: [content('text/html', { digest: 'd3' })] })]
    };
    panel.timeline.texts = { d3: '<b onclick="steal()">bold</b>' };
    await act(async () => {
      fireEvent.click(
        screen.getByRole('button', { name: 'Outputs of step 4' })
      );
    });
    await act(async () => {
      fireEvent.click(screen.getByRole('button', { name: /^HTML/ }));
    });
    const frame = await screen.findByTitle(/^HTML/, {
      selector: 'iframe'
    } as object);
    expect(frame.getAttribute('sandbox')).toBe('');
    expect(frame.getAttribute('srcdoc')).toMatch(
      /^<!doctype html>.*default-src 'none'.*<b onclick="steal\(\)">bold<\/b>$/
    );
    expect(document.querySelector('b[onclick]')).toBeNull();
    fireEvent.keyDown(frame.closest('dialog, .jp-Dialog')!, { keyCode: 27 });
  });

  it('says that outputs could not be loaded', async () => {
    await open();
    await act(async () => {
      fireEvent.click(
        screen.getByRole('button', { name: 'Outputs of step 4' })
      );
    });
    expect(screen.getByText('The outputs could not be loaded.')).toBeTruthy();
  });

  it('says which run an open step probably is of', async () => {
    const { live } = await open();
    live.run = makeRun(7, {
      live: {
        steps: [
          {
            step_id: 's3',
            cell_key: null,
            cell_number: null,
            execution_count: 3,
            status: 'finished',
            role: 'own'
          }
        ],
        queued: 0,
        busy_since: null,
        last_step_at: null,
        probable: true
      }
    });
    act(() => live.changed.emit());
    expect(row(/^Step 3, .* run 7,/)).toBeTruthy();
  });

  it('goes to the cell of a step that is clicked', async () => {
    const { doors } = await open();
    fireEvent.click(row(/^Step 2,/));
    fireEvent.click(row(/^Step 3,/));
    expect(doors.goToCell.mock.calls).toEqual([['digits.ipynb', 'id2']]);
  });

  it('makes a run of a range by the keyboard alone', async () => {
    const { runs, timeline } = await open();
    fireEvent.keyDown(row(/^Step 1, .*plot/), { key: 'ArrowDown' });
    fireEvent.keyDown(row(/^Step 1, .*plot/), { key: 'ArrowDown' });
    fireEvent.keyDown(row(/^Step 4,/), { key: 'ArrowDown', shiftKey: true });
    fireEvent.keyDown(row(/^Step 3,/), { key: 'ArrowDown', shiftKey: true });
    expect(timeline.selected.map(item => item.step_id)).toEqual([
      's2',
      's3',
      's4'
    ]);
    const bar = screen.getByRole('region', { name: 'Selection' });
    expect(bar.textContent).toContain('2 steps · 1 stays outside');
    await act(async () => {
      fireEvent.keyDown(row(/^Step 2,/), { key: 'm' });
    });
    expect(runs.callsOf('fromSteps')).toEqual([[['s2', 's4']]]);
    expect(timeline.selected).toEqual([]);
  });

  it('selects from the focus by a click with Shift, and by the bar makes the run', async () => {
    const { doors, runs } = await open();
    fireEvent.focus(row(/^Step 1, .*numpy/));
    fireEvent.click(row(/^Step 2,/), { shiftKey: true });
    expect(doors.goToCell).not.toHaveBeenCalled();
    await act(async () => {
      fireEvent.click(screen.getByRole('button', { name: 'Make a run' }));
    });
    expect(runs.callsOf('fromSteps')).toEqual([[['s1', 's2']]]);
  });

  it('lets the selection go with Escape', async () => {
    const { timeline } = await open();
    fireEvent.focus(row(/^Step 2,/));
    fireEvent.keyDown(row(/^Step 2,/), { key: ' ' });
    expect(timeline.selected).toHaveLength(1);
    fireEvent.keyDown(row(/^Step 2,/), { key: 'Escape' });
    expect(timeline.selected).toEqual([]);
    expect(screen.queryByRole('region', { name: 'Selection' })).toBeNull();
  });

  it('splits a run by key and by menu', async () => {
    const { context, runs, timeline } = await open();
    fireEvent.focus(row(/^Step 4,/));
    fireEvent.keyDown(row(/^Step 4,/), { key: 's' });
    expect(runs.callsOf('split')).toEqual([['r1', 's4']]);
    fireEvent.contextMenu(row(/^Step 2,/));
    expect(openMenu).toHaveBeenCalledTimes(1);
    const labels = stepMenu(steps[3], timeline as never, context).map(
      item => `${item.label}${item.disabled ? ' -' : ''}`
    );
    expect(labels).toEqual([
      'Go to cell',
      'Make a run of this step',
      'Make a run from here',
      'Split run #1 here'
    ]);
    const first = stepMenu(steps[4], timeline as never, context);
    expect(first[first.length - 1]).toMatchObject({
      label: 'Split run here',
      disabled: true
    });
  });

  it('says why there are no steps, and asks again', async () => {
    const { timeline } = await open();
    timeline.steps = [];
    timeline.status = { state: 'error', updatedAt: null, fault: null };
    act(() => timeline.changed.emit(['steps', 'status']));
    expect(screen.getByText('The steps could not be loaded.')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Retry' }));
    expect(timeline.refreshed).toBe(1);
    timeline.status = { state: 'ready', updatedAt: null, fault: null };
    act(() => timeline.changed.emit(['status']));
    expect(
      screen.getByText('No cell of this notebook was recorded yet.')
    ).toBeTruthy();
  });
});

it('has keys of its own', () => {
  const key = {
    shiftKey: false,
    altKey: false,
    metaKey: false,
    ctrlKey: false
  };
  expect(stepAction({ ...key, key: 's' })).toEqual({ kind: 'split' });
  expect(stepAction({ ...key, key: 'F10', shiftKey: true })).toEqual({
    kind: 'menu'
  });
  expect(stepAction({ ...key, key: 'z', ctrlKey: true })).toEqual({
    kind: 'undo'
  });
  expect(stepAction({ ...key, key: 's', ctrlKey: true })).toBeNull();
});

import { nullTranslator } from '@jupyterlab/translation';

import type { Live, LiveStep } from '../api/types';
import { busyStep, stripOf } from './strip';

const trans = nullTranslator.load('runfolio');

const step = (id: string, more: Partial<LiveStep> = {}): LiveStep => ({
  step_id: id,
  cell_key: id,
  cell_number: 1,
  execution_count: 1,
  status: 'finished',
  role: 'own',
  ...more
});

const live = (steps: LiveStep[], queued = 0): Live => ({
  steps,
  queued,
  busy_since: null,
  last_step_at: null,
  probable: false
});

describe('stripOf', () => {
  it('draws each step by status first, then by role', () => {
    const { blocks, more } = stripOf(
      live(
        [
          step('a', { role: 'inherited' }),
          step('b'),
          step('c', { status: 'failed' }),
          step('d', { status: 'busy' }),
          step('e', { role: 'after-result' })
        ],
        1
      ),
      300,
      trans
    );
    expect(more).toBe(0);
    expect(blocks.map(block => block.look)).toEqual([
      'inherited',
      'own',
      'failed',
      'busy',
      'after-result',
      'queued'
    ]);
    expect(blocks[0].title).toBe('Step 1, inherited');
  });

  it('keeps the latest where not all fit, and says how many are left out', () => {
    const steps = Array.from({ length: 40 }, (_, i) => step(`s${i}`));
    const { blocks, more } = stripOf(live(steps), 240, trans);
    expect(blocks.length + more).toBe(40);
    expect(blocks[blocks.length - 1].id).toBe('s39');
    expect(28 + blocks.length * 12).toBeLessThanOrEqual(240);
  });
});

describe('busyStep', () => {
  it('counts the cells that are asked for', () => {
    const found = busyStep(live([step('a'), step('b', { status: 'busy' })], 3));
    expect(found).toMatchObject({ place: 2, of: 5 });
  });

  it('is null when idle', () => {
    expect(busyStep(live([step('a')]))).toBeNull();
  });
});

import { englishWords as words } from '../format/words';
import { run, timelineStep as step } from '../testing/builders';
import {
  canBeOfRun,
  canMerge,
  firstLine,
  splitsAt,
  stepsBetween,
  timelineEntries
} from './timeline';

const now = new Date('2026-11-23T12:30:00Z');
/** Newest first: two lives of a kernel. */
const steps = [
  step(6, 'f', 2, { epoch: 2, seq: 2 }),
  step(5, 'e', 2, { epoch: 2, seq: 1 }),
  step(4, 'd', 1),
  step(3, 'c', null, { origin: 'console' }),
  step(2, 'b', 1),
  step(1, 'a', 1)
];
const ids = (found: readonly { step_id: string }[]) =>
  found.map(item => item.step_id);

describe('timelineEntries', () => {
  it('has a head over each life of a kernel', () => {
    const lines = timelineEntries(steps, now, words);
    expect(
      lines.map(line => (line.kind === 'epoch' ? line.text : line.id))
    ).toEqual([
      'Kernel epoch 2 · 30 min ago',
      's6',
      's5',
      'Kernel epoch 1 · 30 min ago',
      's4',
      's3',
      's2',
      's1'
    ]);
  });
});

describe('stepsBetween', () => {
  it('is in executed order, whichever end comes first', () => {
    expect(ids(stepsBetween(steps, 's4', 's2'))).toEqual(['s2', 's3', 's4']);
    expect(ids(stepsBetween(steps, 's2', 's4'))).toEqual(['s2', 's3', 's4']);
  });

  it('stays in the kernel epoch in which it began', () => {
    expect(ids(stepsBetween(steps, 's5', 's1'))).toEqual(['s5']);
    expect(ids(stepsBetween(steps, 's2', 's6'))).toEqual(['s2', 's3', 's4']);
  });

  it('is empty for a step that is not here', () => {
    expect(stepsBetween(steps, 's1', 'gone')).toEqual([]);
  });
});

describe('what can be made', () => {
  it('is no run of console code, nor of what never ended', () => {
    expect(steps.filter(canBeOfRun)).toHaveLength(5);
    expect(canBeOfRun(step(1, 'a', 1, { status: 'busy' }))).toBe(false);
    expect(canBeOfRun(step(1, 'a', 1, { status: 'aborted' }))).toBe(false);
    expect(canBeOfRun(step(1, 'a', 1, { status: 'failed' }))).toBe(true);
  });

  it('splits a closed run at a step after its first', () => {
    const closed = () => run(1);
    const at = (id: string) =>
      splitsAt(
        steps.find(item => item.step_id === id)!,
        steps,
        false,
        closed
      ).map(found => found.number);
    expect(at('s4')).toEqual([1]);
    expect(at('s2')).toEqual([1]);
    expect(at('s1')).toEqual([]);
    expect(at('s3')).toEqual([]);
  });

  it('splits no open run', () => {
    const open = () => run(1, { status: 'open' });
    expect(splitsAt(steps[2], steps, false, open)).toEqual([]);
  });

  it('leaves to the server what begins before what is here', () => {
    const [newest] = steps.slice(5);
    expect(splitsAt(newest, steps, true, () => run(1))).toHaveLength(1);
    expect(splitsAt(steps[1], steps, true, () => run(2))).toEqual([]);
  });

  it('merges closed runs of one kernel epoch', () => {
    expect(canMerge([run(1), run(2)])).toBe(true);
    expect(canMerge([run(1)])).toBe(false);
    expect(canMerge([run(1), run(2, { status: 'open' })])).toBe(false);
    expect(canMerge([run(1), run(2, { kernel_id: 'k2' })])).toBe(false);
    expect(canMerge([run(1), run(2, { parent_run_id: 'r1' })])).toBe(false);
  });
});

it('shows the first line that does something', () => {
  expect(firstLine('\n# fit\n  clf.fit(X)\nprint()')).toBe('clf.fit(X)');
  expect(firstLine('# only words')).toBe('# only words');
  expect(firstLine('')).toBe('');
});

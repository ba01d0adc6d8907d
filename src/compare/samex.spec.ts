import { englishWords as words } from '../format/words';
import {
  metric,
  points,
  result,
  run,
  training as growing
} from '../testing/builders';
import { atText, reachedAt, sharedX } from './samex';
import type { StepStatus } from '../api/types';

/** A run that has so many values of val_acc. */
const training = (count: number, status?: StepStatus) =>
  growing(
    'val_acc',
    Array.from({ length: count }, (_, at) => at / 10),
    status
  );

const done = run(1, { results: [result({ val_acc: [0.1, 0.5, 0.3, 0.4] })] });

describe('sharedX', () => {
  it('is the newest x of a run whose metric still grows', () => {
    expect(sharedX(training(1), done, 'val_acc')).toBe(1);
    expect(sharedX(training(3), done, 'val_acc')).toBe(3);
    expect(sharedX(training(4), done, 'val_acc')).toBe(4);
  });

  it('is none once the step has ended', () => {
    expect(sharedX(training(3, 'finished'), done, 'val_acc')).toBeNull();
    expect(sharedX(run(3), done, 'val_acc')).toBeNull();
  });

  it('is none where the baseline never was', () => {
    expect(sharedX(training(5), done, 'val_acc')).toBeNull();
  });

  it('is none where a side has no course', () => {
    const single = run(1, { results: [result({ val_acc: 0.5 })] });
    expect(sharedX(training(3), single, 'val_acc')).toBeNull();
    expect(sharedX(training(3), run(1), 'val_acc')).toBeNull();
    expect(sharedX(training(3), done, 'loss')).toBeNull();
  });

  it('is none for an x that is no number', () => {
    const odd = training(2);
    odd.results[0].metrics.val_acc = metric([0, 1], { last_x: 'NaN' });
    expect(sharedX(odd, done, 'val_acc')).toBeNull();
  });
});

describe('reachedAt', () => {
  const course = points('r1', 'val_acc', [0.1, 'NaN', 0.5, 0.3]);

  it('is the value of the point there', () => {
    expect(reachedAt(course, 4, 'last')).toBe(0.3);
    expect(reachedAt(course, 2, 'last')).toBeNaN();
  });

  it('is the extreme until there', () => {
    expect(reachedAt(course, 4, 'max')).toBe(0.5);
    expect(reachedAt(course, 2, 'max')).toBe(0.1);
    expect(reachedAt(course, 4, 'min')).toBe(0.1);
  });

  it('of an x logged twice is the later value', () => {
    const twice = points('r1', 'loss', [1, 2], { x: [3, 3] });
    expect(reachedAt(twice, 3, 'last')).toBe(2);
  });

  it('guesses nothing between points or of what was thinned out', () => {
    expect(reachedAt(course, 2.5, 'last')).toBeNull();
    expect(reachedAt({ ...course, count: 9000 }, 4, 'last')).toBe(0.3);
    expect(reachedAt({ ...course, count: 9000 }, 4, 'max')).toBeNull();
  });
});

it('says at which x', () => {
  expect(atText(18, words)).toBe('at x 18');
});

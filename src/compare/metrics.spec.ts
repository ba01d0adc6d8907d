import { result, run } from '../testing/builders';
import { defaultMetric } from './metrics';

describe('defaultMetric', () => {
  const having = (...keys: string[]) =>
    run(1, {
      results: [result(Object.fromEntries(keys.map(key => [key, 1])))]
    });

  it.each([
    [['loss', 'acc', 'val_acc'], 'val_acc'],
    [['loss', 'val_loss'], 'val_loss'],
    [['score', 'loss'], 'loss'],
    [['invalid_acc', 'test f1'], 'test f1'],
    [['score'], 'score'],
    [[], null]
  ])('of %p is %p', (keys, key) => {
    expect(defaultMetric([having(...keys)])).toBe(key);
  });

  it('is one that most runs have', () => {
    expect(
      defaultMetric([having('val_acc', 'loss'), having('loss'), having('loss')])
    ).toBe('loss');
  });
});

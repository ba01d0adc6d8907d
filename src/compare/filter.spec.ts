import { englishWords as words } from '../format/words';
import { metric, param, params, result, run } from '../testing/builders';
import { filterOf } from './filter';

const runs = [
  run(1, {
    results: [result({ val_acc: 0.95, loss: [0.9, 0.5] })],
    params: params({ 'SGDClassifier.alpha': '0.01', penalty: "'l2'" }),
    tags: ['fast', 'good'],
    status: 'finished'
  }),
  run(2, {
    results: [result({ val_acc: 0.85 })],
    params: params({ 'SGDClassifier.alpha': '0.1', penalty: "'l1'" }),
    name: 'with Scaler',
    note: 'try again',
    status: 'failed'
  }),
  run(3, {
    results: [result({ val_acc: 'NaN' })],
    params: { lr: { varied: [0.1, 0.5], varied_at: ['a', 'b'] } },
    observations: { rows: metric([1797]) },
    starred: true
  })
];

function found(text: string, pick: 'last' | 'max' = 'last'): number[] {
  const filter = filterOf(text, runs, pick, words);
  expect(filter.error).toBeNull();
  return runs.filter(filter.matches).map(item => item.number);
}

describe('filterOf', () => {
  it.each([
    ['', [1, 2, 3]],
    ['val_acc > 0.9', [1]],
    ['val_acc>=0.85', [1, 2]],
    ['val_acc < 0.9', [2]],
    ['val_acc = 0.95', [1]],
    ['val_acc != 0.95', [2, 3]],
    ['alpha <= 0.01', [1]],
    ['SGDClassifier.alpha == 0.1', [2]],
    ['penalty = l2', [1]],
    ["penalty = 'l1'", [2]],
    ['penalty ~ L', [1, 2]],
    ['val_acc > 0.8 alpha < 0.05', [1]],
    ['val_acc > 0.8 and alpha < 0.05', [1]],
    ['val_acc > 0.8, alpha > 0.05', [2]],
    ['status:failed', [2]],
    ['tag:fast', [1]],
    ['tag != fast', [2, 3]],
    ['starred = true', [3]],
    ['number >= 2', [2, 3]],
    ['lr = 0.5', [3]],
    ['rows > 1000', [3]],
    ['scaler', [2]],
    ['again', [2]],
    ['GOOD', [1]],
    ['#3', [3]],
    ['name = "with scaler"', [2]],
    ['nowhere', []]
  ])('%s finds %p', (text, numbers) => {
    expect(found(text)).toEqual(numbers);
  });

  it('reads the value that the list shows', () => {
    expect(found('loss > 0.8')).toEqual([]);
    expect(found('loss > 0.8', 'max')).toEqual([1]);
  });

  it('takes NaN for no answer', () => {
    expect(found('val_acc < 2')).toEqual([1, 2]);
  });

  it('says what is unknown and what may have been meant', () => {
    const { error } = filterOf('val_ac > 0.9', runs, 'last', words);
    expect(error).toEqual({
      message: 'Unknown field val_ac. Did you mean val_acc?',
      suggestion: 'val_acc'
    });
    expect(filterOf('zzzzzz > 1', runs, 'last', words).error).toEqual({
      message: 'Unknown field zzzzzz.',
      suggestion: null
    });
  });

  it('compares params that are text as text', () => {
    const texts = [run(4, { params: { a: param("'b'") } })];
    const filter = filterOf('a > a', texts, 'last', words);
    expect(texts.filter(filter.matches)).toHaveLength(1);
  });
});

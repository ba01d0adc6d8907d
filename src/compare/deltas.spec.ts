import { columnFormat } from '../format/numbers';
import { englishWords as words } from '../format/words';
import {
  deltaOf,
  replicatesText,
  spreadText,
  type IDeltaInput
} from './deltas';
import { directionOf, directionText } from './directions';

const SHOWN = /^[+\u2212]\d.* (better|worse|higher|lower|in noise)$|^= same$/;

const noise = { mean: 0.9667, deviation: 0.0037, count: 3, numbers: [7, 8, 9] };

function delta(change: Partial<IDeltaInput>) {
  return deltaOf({
    value: 0.9688,
    baseline: 0.9444,
    direction: 'higher',
    format: columnFormat([0.9688, 0.9444]),
    noise: null,
    against: 'baseline #5',
    words,
    ...change
  });
}

describe('deltaOf', () => {
  it.each([
    ['higher', 0.9688, '▲ +0.0244 better', 'better'],
    ['higher', 0.937, '▼ −0.0074 worse', 'worse'],
    ['lower', 0.9688, '▲ +0.0244 worse', 'worse'],
    ['lower', 0.937, '▼ −0.0074 better', 'better'],
    ['unknown', 0.9688, '▲ +0.0244 higher', 'none'],
    ['unknown', 0.937, '▼ −0.0074 lower', 'none']
  ] as const)('of direction %s and %p', (direction, value, text, tone) => {
    const found = delta({ direction, value });
    expect(found?.text).toBe(text);
    expect(found?.tone).toBe(tone);
    expect(text.replace(/^[▲▼] /, '')).toMatch(SHOWN);
  });

  it('says in full what it is against', () => {
    expect(delta({})?.title).toBe('0.0244 better than baseline #5');
    expect(delta({ direction: 'unknown', value: 0.937 })?.title).toBe(
      '0.0074 lower than baseline #5'
    );
  });

  it('is the same where only the arithmetic rounds', () => {
    const found = delta({ value: 0.1 + 0.2, baseline: 0.3 });
    expect(found).toMatchObject({ text: '= same', value: 0, tone: 'none' });
    expect(delta({ value: 0, baseline: 0 })?.text).toBe('= same');
  });

  it('is in noise up to one standard deviation, without a glyph', () => {
    const found = delta({ value: 0.9481, noise });
    expect(found).toMatchObject({
      text: '+0.0037 in noise',
      glyph: '',
      tone: 'none',
      title: 'Within one standard deviation of #7 and 2 replicates'
    });
    expect(delta({ value: 0.9482, noise })?.word).toBe('better');
  });

  it.each([
    ['no value', { value: null }],
    ['no baseline', { baseline: null }],
    ['NaN', { value: NaN }],
    ['infinity', { baseline: Infinity }]
  ])('is nothing with %s', (_, change) => {
    expect(delta(change)).toBeNull();
  });

  it('keeps a difference that the decimals of the column would hide', () => {
    const found = delta({ value: 0.944401, baseline: 0.9444 });
    expect(found?.text).toBe('▲ +1e−6 better');
  });
});

describe('spreadText and replicatesText', () => {
  it('are worded for folds and headlines', () => {
    expect(spreadText(noise, columnFormat([0.9667]))).toBe('0.9667 ± 0.0037');
    expect(replicatesText(noise, words)).toBe('#7 and 2 replicates');
    expect(replicatesText({ ...noise, count: 2 }, words)).toBe(
      '#7 and 1 replicate'
    );
  });
});

describe('directionOf', () => {
  it.each([
    ['loss', 'lower'],
    ['val_loss', 'lower'],
    ['trainLoss', 'lower'],
    ['log_loss', 'lower'],
    ['logloss', 'lower'],
    ['test/error', 'lower'],
    ['mean_squared_error', 'lower'],
    ['RMSE', 'lower'],
    ['perplexity', 'lower'],
    ['acc', 'higher'],
    ['val_acc', 'higher'],
    ['valAccuracy', 'higher'],
    ['acc@5', 'higher'],
    ['acc1', 'higher'],
    ['f1', 'higher'],
    ['macro-f1', 'higher'],
    ['roc_auc', 'higher'],
    ['r2', 'higher'],
    ['balanced_accuracy', 'higher'],
    ['neg_mean_squared_error', 'higher'],
    ['accuracy_error', 'lower'],
    ['score', 'unknown'],
    ['accelerator', 'unknown'],
    ['glossary', 'unknown'],
    ['lr', 'unknown']
  ])('of %s is %s', (key, direction) => {
    expect(directionOf(key)).toBe(direction);
  });

  it('goes by the setting of the metric first', () => {
    expect(directionOf('loss', { loss: 'higher' })).toBe('higher');
    expect(directionOf('score', { score: 'lower' })).toBe('lower');
  });

  it('is told in words, and unknown is not told', () => {
    expect(directionText('lower', words)).toBe('lower is better');
    expect(directionText('higher', words)).toBe('higher is better');
    expect(directionText('unknown', words)).toBe('');
  });
});

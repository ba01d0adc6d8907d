import type { Changes } from '../api/types';
import { englishWords as words } from '../format/words';
import { params, run } from '../testing/builders';
import { fitSubtitle, subtitleOf, unquoted, wholeSubtitle } from './subtitle';

function changes(extra: Partial<Changes>): Changes {
  return {
    against: 'r10',
    against_number: 10,
    params: [],
    cells: [],
    packages: [],
    data: [],
    ...extra
  };
}

function whole(extra: Partial<Changes>, texts: Record<string, string> = {}) {
  const made = run(13, { changes: changes(extra), params: params(texts) });
  return wholeSubtitle(subtitleOf(made, words));
}

const cell = (
  number: number | null,
  kind: 'edited' | 'added' | 'removed',
  before_word: string | null = null,
  after_word: string | null = null
) => ({ cell_key: `c${number}`, number, kind, before_word, after_word });

describe('subtitleOf', () => {
  it('shortens names to what is unique in the run', () => {
    const param = { name: 'SGDClassifier.alpha', before: '0.1', after: '0.01' };
    expect(whole({ params: [param] }, { 'SGDClassifier.alpha': '0.01' })).toBe(
      'alpha 0.1 → 0.01'
    );
    expect(
      whole(
        { params: [param] },
        { 'SGDClassifier.alpha': '0.01', 'Ridge.alpha': '1' }
      )
    ).toBe('SGDClassifier.alpha 0.1 → 0.01');
  });

  it('shows strings without quotes, other values as written', () => {
    expect(
      whole({
        params: [
          { name: 'f.rate', before: "'constant'", after: '"optimal"' },
          { name: 'f.x', before: '1e-4', after: 'None' }
        ]
      })
    ).toBe('rate constant → optimal, x 1e-4 → None');
  });

  it('puts changed params before added and removed ones', () => {
    expect(
      whole({
        params: [
          { name: 'gone', before: '1', after: null },
          { name: 'come', before: null, after: '2' },
          { name: 'alpha', before: '1', after: '2' }
        ]
      })
    ).toBe('alpha 1 → 2, come 2 added, gone removed');
  });

  it('words cells, packages and data in that order', () => {
    expect(
      whole({
        data: ['in/blurred_ids.txt'],
        packages: [{ name: 'scikit-learn', before: '1.9.0', after: '1.9.1' }],
        cells: [
          cell(4, 'edited', 'StandardScaler', 'MinMaxScaler'),
          cell(6, 'edited'),
          cell(9, 'added'),
          cell(3, 'removed'),
          cell(null, 'edited')
        ]
      })
    ).toBe(
      'StandardScaler → MinMaxScaler, cell 6 edited, cell 9 added, ' +
        'cell 3 removed, cell edited, scikit-learn 1.9.0 → 1.9.1, ' +
        'blurred_ids.txt changed'
    );
  });

  it('says an edit once that a param already tells', () => {
    expect(
      whole({
        params: [{ name: 'alpha', before: '0.1', after: '0.01' }],
        cells: [cell(5, 'edited', '0.1', '0.01'), cell(6, 'edited')]
      })
    ).toBe('alpha 0.1 → 0.01, cell 6 edited');
  });

  it('words packages that came and went', () => {
    expect(
      whole({
        packages: [
          { name: 'torch', before: null, after: '2.4' },
          { name: 'keras', before: '3.1', after: null }
        ]
      })
    ).toBe('torch 2.4 added, keras removed');
  });

  it.each([
    ['first run', changes({ against: null, against_number: null })],
    ['same code as #10', changes({})]
  ])('is «%s» where nothing is to compare', (text, facts) => {
    const made = run(13, { changes: facts });
    expect(wholeSubtitle(subtitleOf(made, words))).toBe(text);
  });

  it('claims nothing before the run is frozen', () => {
    expect(subtitleOf(run(13), words)).toEqual([]);
  });
});

describe('fitSubtitle', () => {
  const items = subtitleOf(
    run(13, {
      changes: changes({
        params: [
          { name: 'alpha', before: '0.001', after: '0.0001' },
          { name: 'eta0', before: '0.1', after: '0.02' }
        ],
        cells: [cell(6, 'edited')]
      })
    }),
    words
  );
  const measure = (text: string) => text.length;
  const fit = (width: number, form?: 'long' | 'short') =>
    fitSubtitle(items, width, measure, form);

  it.each([
    [100, 'alpha 0.001 → 0.0001, eta0 0.1 → 0.02, cell 6 edited'],
    [42, 'alpha 0.001 → 0.0001, eta0 0.1 → 0.02, +1'],
    [25, 'alpha 0.001 → 0.0001, +2'],
    [23, 'alpha 0.0001, +2'],
    [16, 'alpha 0.0001, +2']
  ])('fits %p by whole items', (width, text) => {
    expect(fit(width).text).toBe(text);
  });

  it('starts in the short form where there is little room', () => {
    expect(fit(100, 'short').text).toBe(
      'alpha 0.0001, eta0 0.02, cell 6 edited'
    );
  });

  it('leaves the name apart for the view to cut, never the value', () => {
    const fitted = fit(5);
    expect(fitted.parts).toEqual([{ name: 'alpha', rest: '0.0001' }]);
    expect(fitted.more).toBe(2);
  });

  it('is never wider than asked while one short item fits', () => {
    for (let width = 16; width < 60; width++) {
      expect(fit(width).text.length).toBeLessThanOrEqual(width);
    }
  });

  it('of nothing is nothing', () => {
    expect(fitSubtitle([], 10, measure)).toEqual({
      parts: [],
      more: 0,
      text: ''
    });
  });
});

describe('unquoted', () => {
  it.each([
    ["'l2'", 'l2'],
    ['"l2"', 'l2'],
    ["r'\\d'", '\\d'],
    ['0.1', '0.1'],
    ["['a']", "['a']"],
    ['\'mixed"', '\'mixed"']
  ])('makes %s into %s', (text, bare) => {
    expect(unquoted(text)).toBe(bare);
  });
});

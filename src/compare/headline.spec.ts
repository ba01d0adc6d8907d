import type { Run, WireNumber } from '../api/types';
import { englishWords as words } from '../format/words';
import {
  cell,
  draft,
  environment,
  params,
  result,
  run
} from '../testing/builders';
import { headlineOf, whatDiffers, type IHeadlineInput } from './headline';
import { fillTemplate, listText, partsText, plain, SLOTS } from './parts';

const scored = (number: number, value: WireNumber, extra: Partial<Run> = {}) =>
  run(number, { results: [result({ acc: value })], ...extra });

function parts(runs: Run[], change: Partial<IHeadlineInput> = {}) {
  return headlineOf({
    runs,
    baseline: null,
    environments: {},
    metric: 'acc',
    pick: 'last',
    directions: {},
    words,
    ...change
  });
}

const told = (runs: Run[], change: Partial<IHeadlineInput> = {}) =>
  partsText(parts(runs, change));

const repeated = (number: number, values: number[]) =>
  values.map((value, index) =>
    scored(number + index, value, {
      replicate_of: index ? `r${number}` : null,
      params: params({ a: String(number) })
    })
  );

describe('headlineOf', () => {
  it('says nothing of one run', () => {
    expect(told([scored(1, 0.5)])).toBe('');
  });

  it('says that nothing differs, and by how much chance did', () => {
    expect(told([scored(1, 0.9444), scored(2, 0.9518)])).toMatch(
      /^The code, params and packages of these runs are the same; results differ by chance by up to 0.0074\./
    );
    expect(told([run(1), run(2)], { metric: null })).toBe(
      'The code, params and packages of these runs are the same. ' +
        'None of these runs has a result yet.'
    );
  });

  it('does not call packages the same that nobody recorded', () => {
    const text = told([
      scored(1, 0.5, { environment_digest: null }),
      scored(2, 0.5)
    ]);
    expect(text).toMatch(/^The code and params of these runs are the same/);
    expect(text).toMatch(/Packages of #1 were not recorded\.$/);
  });

  it('does not call params the same that are not read', () => {
    const r = { language: 'r' };
    expect(told([scored(1, 0.5, r), scored(2, 0.5, r)])).toMatch(
      /^The code and packages of these runs are the same.*Params of R are not read\.$/
    );
    const bash = { language: 'bash', environment_digest: null };
    expect(told([scored(1, 0.5, r), scored(2, 0.5, bash)])).toMatch(
      /^The code of these runs is the same.*Params of R and Bash are not read\.$/
    );
  });

  it('counts what differs, one thing in the singular', () => {
    const one = told([
      scored(1, 0.5, { params: params({ a: '1' }) }),
      scored(2, 0.6, { params: params({ a: '2' }) })
    ]);
    expect(one).toMatch(/^Between these 2 runs 1 param differs\./);
  });

  it('ranks runs of notebooks, and child runs only among themselves', () => {
    const child = { parent_run_id: 'r1' };
    const folds = [scored(2, 0.9, child), scored(3, 0.8, child)];
    expect(told([scored(1, 0.5), scored(4, 0.6), ...folds])).toMatch(
      /#4 has the highest acc, 0.6000/
    );
    expect(told([scored(1, 0.5), scored(4, 0.5), ...folds])).toMatch(
      /#1 and #4 have the same acc, 0.5000/
    );
    expect(told([run(1), ...folds])).toMatch(/#2 has the highest acc, 0.9000/);
    expect(told([scored(1, 0.5), folds[0]])).not.toContain('highest');
  });

  it('never names a highest without saying how sure that is', () => {
    const apart = { params: params({ a: '9' }) };
    expect(told([scored(1, 0.5), scored(2, 0.9, apart)])).toMatch(
      /#2 has the highest acc, 0.9000 \(no replicates, so its noise is not known\)\.$/
    );
    const clear = [...repeated(1, [0.5, 0.51, 0.49]), scored(9, 0.9)];
    expect(told(clear)).toMatch(
      /#9 has the highest acc, 0.9000 \(not repeated, so its own noise is not known\)\.$/
    );
    const both = [
      ...repeated(1, [0.5, 0.51, 0.49]),
      ...repeated(5, [0.9, 0.91, 0.89])
    ];
    expect(told(both)).toMatch(
      /#5 × 3 has the highest acc, 0.9000, outside the noise of all others\.$/
    );
  });

  it('names those within noise, groups by their mean', () => {
    const runs = [...repeated(7, [0.9667, 0.9704, 0.963]), scored(13, 0.9688)];
    expect(told(runs)).toMatch(
      /#13 has the highest acc, 0.9688, but is within noise of #7 × 3 \(0.9667 ± 0.0037\)\.$/
    );
  });

  it('names the lowest where lower is better', () => {
    const loss = (number: number, value: number) =>
      run(number, { results: [result({ loss: value })] });
    expect(told([loss(1, 0.5), loss(2, 0.3)], { metric: 'loss' })).toContain(
      '#2 has the lowest loss, 0.3000'
    );
  });

  it('says how the first stands to the baseline', () => {
    const runs = [scored(1, 0.9444), scored(2, 0.9688)];
    expect(told(runs, { baseline: 'r1' })).toContain(
      '0.9688, +0.0244 on the baseline #1'
    );
    expect(told(runs, { baseline: 'r2' })).toContain(
      '0.9688, and is the baseline'
    );
  });

  it('does not rank what is no number, nor drafts, nor one alone', () => {
    expect(told([scored(1, 'NaN'), scored(2, 0.5)])).not.toContain('highest');
    expect(
      told([draft(1, { results: [result({ acc: 1 })] }), scored(2, 0.5)])
    ).not.toContain('highest');
    expect(
      told([scored(1, 'Infinity'), scored(2, 0.5), scored(3, 0.4)])
    ).toContain('#2 has the highest');
  });

  it('links each fact to where it shows', () => {
    const runs = [
      scored(1, 0.5, { params: params({ a: '1' }), cells: [cell(1, 'x')] }),
      scored(2, 0.6, { params: params({ a: '2' }), cells: [cell(1, 'y')] })
    ];
    const targets = parts(runs).flatMap(part => part.target ?? []);
    expect(targets.map(target => target.kind)).toEqual([
      'params',
      'cells',
      'run',
      'metric',
      'noise'
    ]);
    expect(targets[2].id).toBe('r2');
  });
});

describe('whatDiffers', () => {
  const differs = (runs: Run[], environments = {}) =>
    whatDiffers({ runs, baseline: null, environments });

  it('counts a cell once over all runs, what ran after the result not at all', () => {
    const runs = ['x', 'y', 'z'].map((code, index) =>
      run(index + 1, {
        cells: [
          cell(1, 'same'),
          cell(2, code),
          cell(3, code, { role: 'after-result' })
        ]
      })
    );
    expect(differs(runs).cells).toBe(1);
  });

  it('compares packages of known environments', () => {
    const runs = [
      run(1, { environment_digest: 'a' }),
      run(2, { environment_digest: 'b' }),
      run(3, { environment_digest: null })
    ];
    const environments = {
      a: environment({ numpy: '2.0', pandas: '2' }),
      b: environment({ numpy: '2.1', pandas: '2', torch: '2.4' })
    };
    expect(differs(runs, environments)).toMatchObject({
      packages: ['numpy', 'torch'],
      unrecorded: [3]
    });
  });

  it('takes one digest for the same without looking', () => {
    expect(differs([run(1), run(2)])).toMatchObject({
      packages: [],
      packagesKnown: true,
      unrecorded: []
    });
  });

  it('claims nothing about environments that are not here yet', () => {
    const runs = [
      run(1, { environment_digest: 'a' }),
      run(2, { environment_digest: 'b' })
    ];
    expect(differs(runs)).toMatchObject({
      packages: [],
      packagesKnown: false,
      unrecorded: []
    });
    expect(told(runs, { metric: null })).toMatch(
      /^The code and params of these runs are the same\./
    );
  });

  it('takes an environment that could not be read for not recorded', () => {
    const runs = [
      run(1, { environment_digest: 'a' }),
      run(2, { environment_digest: 'b' })
    ];
    const environments = {
      a: environment({ numpy: '1' }),
      b: environment({}, { source: 'unknown' })
    };
    expect(differs(runs, environments)).toMatchObject({
      packages: [],
      packagesKnown: false,
      unrecorded: [2]
    });
  });
});

describe('parts', () => {
  it('keep the order of a translation', () => {
    const template = `${SLOTS[1]} vor ${SLOTS[0]}`;
    const filled = fillTemplate(template, [[plain('a')], [plain('b')]]);
    expect(partsText(filled)).toBe('b vor a');
  });

  it.each([
    [[], ''],
    [['a'], 'a'],
    [['a', 'b'], 'a and b'],
    [['a', 'b', 'c'], 'a, b and c']
  ])('list %p as %p', (items, text) => {
    expect(listText(items, words)).toBe(text);
  });
});

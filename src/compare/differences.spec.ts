import type { Differences, Run } from '../api/types';
import { englishWords as words } from '../format/words';
import { cell, params, result, run, step } from '../testing/builders';
import { differencesOf } from './differences';
import { replicatesOf } from './noise';

const FACTS: Differences = {
  left: 'r1',
  right: 'r2',
  params: [],
  cells: [],
  packages: [],
  packages_same: 0,
  packages_known: true,
  data: []
};

function view(
  left: Run,
  right: Run,
  facts: Partial<Differences> = {},
  runs = [left, right]
) {
  return differencesOf({
    left,
    right,
    facts: { ...FACTS, ...facts },
    leftSteps: [step(1, 'left code')],
    rightSteps: [step(1, 'right code')],
    replicates: replicatesOf(runs),
    numbers: new Map(runs.map(item => [item.run_id, item.number])),
    environments: {},
    unrecorded: [],
    pick: 'last',
    directions: {},
    words
  });
}

describe('differencesOf', () => {
  it('of two equal runs says so in each section', () => {
    const one = run(1, {
      cells: [cell(1, 'x')],
      params: params({ a: '1' }),
      results: [result({ acc: 1 })]
    });
    const found = view(one, { ...one, run_id: 'r2', number: 2 });
    expect(found.ids).toEqual([]);
    const summaries = found.sections.map(section => section.summary);
    expect(summaries.slice(0, 4)).toEqual([
      'the same',
      'the same',
      'the same',
      'the same'
    ]);
    expect(found.sections[3].blocks[0]).toMatchObject({
      kind: 'same',
      text: '1 cell is the same · 1'
    });
  });

  it('says what is not there at all', () => {
    const instead = view(run(1), run(2)).sections.map(item => item.instead);
    expect(instead.slice(0, 4)).toEqual([
      'Neither run has a result',
      'No params were found in the code of these runs',
      'The same',
      'No cells were recorded'
    ]);
  });

  it('never shows params as equal that are not read', () => {
    const r = { language: 'R' };
    expect(view(run(1, r), run(2, r)).sections[1]).toMatchObject({
      summary: 'not read',
      instead: 'Params of R are not read'
    });
  });

  it('never shows unrecorded packages as equal', () => {
    const packages = view(run(1), run(2), { packages_known: false })
      .sections[2];
    expect(packages).toMatchObject({
      summary: 'not recorded',
      instead: 'Not recorded',
      count: 0
    });
  });

  it('tells the noise of a result beside its delta', () => {
    const runs = [0.9667, 0.963, 0.9704].map((value, index) =>
      run(index + 7, {
        results: [result({ acc: value })],
        replicate_of: index ? 'r7' : null
      })
    );
    const other = run(1, { results: [result({ acc: 0.9444 })] });
    const [row] = view(other, runs[0], {}, [other, ...runs]).sections[0].rows;
    expect(row).toMatchObject({ note: 'noise ±0.0037', differs: true });
    expect(row.delta?.text).toBe('▲ +0.0223 better');
  });

  it('shows a metric that one run lacks', () => {
    const found = view(run(1, { results: [result({ acc: 1 })] }), run(2));
    expect(found.sections[0].rows[0]).toMatchObject({
      left: '1',
      right: '–',
      differs: true,
      delta: null
    });
  });

  it('shows what a run only inherited hollow, without a delta', () => {
    const from = (number: number, stale: boolean) => ({
      ...result({ acc: number }, { cell_number: 6 }),
      run_id: 'r1',
      stale
    });
    const left = run(1, { results: [result({ acc: 0.9 })] });
    const right = run(2, { inherited_results: [from(0.9, false)] });
    const [row] = view(left, right).sections[0].rows;
    expect(row).toMatchObject({
      left: '0.9000',
      right: '0.9000',
      differs: false,
      delta: null,
      inherited: { left: null, right: 'From #1, not run again' }
    });
    const old = run(3, { inherited_results: [from(0.8, true)] });
    const [stale] = view(left, old, {}, [left, right, old]).sections[0].rows;
    expect(stale).toMatchObject({
      right: '0.8000?',
      differs: true,
      delta: null,
      inherited: {
        right: 'From #1; a cell above cell 6 ran again since'
      }
    });
  });

  it('says of each step what must be said', () => {
    const one = run(1, { cells: [cell(1, 'left')] });
    const other = run(2, { cells: [cell(1, 'right')] });
    const { blocks } = differencesOf({
      left: one,
      right: other,
      facts: FACTS,
      leftSteps: [step(1, 'a')],
      rightSteps: [step(1, 'b', { flags: { 'stale-input': ['evals'] } })],
      replicates: replicatesOf([one, other]),
      numbers: new Map(),
      environments: {},
      unrecorded: [],
      pick: 'last',
      directions: {},
      words
    }).sections.find(section => section.id === 'code')!;
    expect(blocks[0]).toMatchObject({
      left: { flags: [] },
      right: { flags: ['`evals` was made before a cell above it ran again'] }
    });
  });

  it('takes NaN for the same as NaN', () => {
    const nan = (number: number) =>
      run(number, { results: [result({ acc: 'NaN' })] });
    expect(view(nan(1), nan(2)).sections[0].count).toBe(0);
  });

  it('shows params that came and went as missing on the other side', () => {
    const left = run(1, { params: params({ gone: '1' }) });
    const right = run(2, { params: params({ come: "'x'" }) });
    const { rows } = view(left, right, {
      params: [
        { name: 'gone', before: '1', after: null },
        { name: 'come', before: null, after: "'x'" }
      ]
    }).sections[1];
    expect(rows.map(row => [row.name, row.left, row.right])).toEqual([
      ['gone', '1', '–'],
      ['come', '–', "'x'"]
    ]);
  });

  it('warns where a param feeds the split', () => {
    const made = (number: number) =>
      run(number, { results: [result({ acc: 1 })] });
    const { notes } = view(made(1), made(2), {
      params: [
        { name: 'train_test_split.test_size', before: '0.2', after: '0.3' }
      ]
    }).sections[0];
    expect(notes).toEqual([
      {
        text: 'test_size differs: acc may be measured on other rows.',
        caution: true
      }
    ]);
  });

  it('words packages by what happened to them', () => {
    const { rows, notes } = view(run(1), run(2), {
      packages: [
        { name: 'a', before: '1.9', after: '1.10' },
        { name: 'b', before: '2', after: '1' },
        { name: 'c', before: null, after: '1' },
        { name: 'd', before: '1', after: null }
      ],
      packages_same: 61
    }).sections[2];
    expect(rows.map(row => row.note)).toEqual([
      'upgraded',
      'downgraded',
      'added',
      'removed'
    ]);
    expect(notes[0].text).toBe('61 packages are the same');
  });

  it('says of packages that are all the same how many there are, once', () => {
    const same = view(run(1), run(2), { packages_same: 61 }).sections[2];
    expect(same).toMatchObject({
      summary: 'the same',
      instead: '61 packages are the same',
      notes: []
    });
  });

  it('shows a look that only one run has, and does not count it', () => {
    const plot = cell(2, 'plot', { look: true });
    const right = run(2, { cells: [cell(1, 'a'), plot] });
    const found = view(run(1, { cells: [cell(1, 'a')] }), right);
    const code = found.sections[3];
    expect(code).toMatchObject({ count: 0, summary: 'the same' });
    expect(code.blocks[0]).toMatchObject({
      markText: 'added · only shows something, not counted'
    });
    expect(found.ids).toEqual([]);
  });

  it('says where a moved cell came from', () => {
    const left = run(1, { cells: [cell(1, 'a'), cell(2, 'b'), cell(3, 'c')] });
    const right = run(2, {
      cells: [
        cell(1, 'b', { cell_key: 'c2' }),
        cell(2, 'c', { cell_key: 'c3' }),
        cell(3, 'a', { cell_key: 'c1' })
      ]
    });
    const [block] = view(left, right).sections[3].blocks;
    expect(block).toMatchObject({ mark: 'moved', markText: 'moved 1 → 3' });
  });
});

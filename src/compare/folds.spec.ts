import type { Run } from '../api/types';
import { columnFormat } from '../format/numbers';
import { englishWords as words } from '../format/words';
import { draft, result, run } from '../testing/builders';
import { listOf, numberRanges, type IListInput } from './folds';

function list(runs: Run[], change: Partial<IListInput> = {}) {
  return listOf({
    runs,
    open: new Set(),
    showDrafts: false,
    days: false,
    metric: 'acc',
    pick: 'last',
    format: columnFormat([0.9667]),
    now: new Date(2026, 10, 23, 18, 0),
    words,
    locale: 'en',
    ...change
  });
}

/** The list as it reads. */
function told(runs: Run[], change: Partial<IListInput> = {}): string[] {
  return list(runs, change).map(entry =>
    entry.kind === 'run'
      ? `${'  '.repeat(entry.depth)}#${entry.run.number}`
      : entry.text
  );
}

const acc = (number: number, value: number, replicate_of: string | null) =>
  run(number, { results: [result({ acc: value })], replicate_of });

describe('listOf', () => {
  it('folds each unbroken series of drafts at its place', () => {
    expect(
      told([run(8), draft(7), draft(6), run(5), draft(4), draft(3), draft(1)])
    ).toEqual(['#8', '2 drafts · #6, #7', '#5', '3 drafts · #1, #3, #4']);
  });

  it('says what became of a single draft', () => {
    expect(told([draft(6, { status: 'killed' })])).toEqual([
      '1 draft · #6 · killed'
    ]);
    expect(told([draft(6, { status: 'failed' })])).toEqual([
      '1 draft · #6 · failed'
    ]);
  });

  it('opens a fold to indented runs', () => {
    const runs = [draft(2), draft(1)];
    const [fold] = list(runs);
    expect(told(runs, { open: new Set([fold.id]) })).toEqual([
      '2 drafts · #1, #2',
      '  #2',
      '  #1'
    ]);
  });

  it('keeps a fold when a newer draft joins it', () => {
    const before = list([draft(1)])[0].id;
    expect(list([draft(2), draft(1)])[0].id).toBe(before);
  });

  it('shows drafts as rows where that is set', () => {
    expect(told([draft(2), run(1)], { showDrafts: true })).toEqual([
      '#2',
      '#1'
    ]);
  });

  it('does not fold an open draft', () => {
    expect(told([draft(2, { status: 'open' }), draft(1)])).toEqual([
      '#2',
      '1 draft · #1'
    ]);
  });

  it('folds replicates with their mean and spread', () => {
    const runs = [
      acc(10, 0.9, null),
      acc(9, 0.963, 'r7'),
      acc(8, 0.9704, 'r7'),
      acc(7, 0.9667, null)
    ];
    expect(told(runs)).toEqual([
      '#10',
      '#7 and 2 replicates · 0.9667 ± 0.0037'
    ]);
    const fold = list(runs)[1];
    expect(told(runs, { open: new Set([fold.id]) }).slice(2)).toEqual([
      '  #9',
      '  #8',
      '  #7'
    ]);
  });

  it('brings replicates together though others stand between', () => {
    const runs = [acc(9, 0.9, 'r7'), acc(8, 0.5, null), acc(7, 0.8, null)];
    expect(told(runs, { metric: null })).toEqual(['#7 and 1 replicate', '#8']);
  });

  it('has a heading for each day where all notebooks are listed', () => {
    const at = (number: number, day: number) =>
      run(number, { opened_at: new Date(2026, 10, day, 12).toISOString() });
    expect(
      told([at(4, 23), at(3, 23), at(2, 22), at(1, 12)], { days: true })
    ).toEqual(['Today', '#4', '#3', 'Yesterday', '#2', '12 Nov', '#1']);
  });

  const child = (number: number, parent: string, more: Partial<Run> = {}) =>
    run(number, {
      parent_run_id: parent,
      opened_by: 'code',
      results: [result({ acc: number / 100 })],
      ...more
    });

  it('folds child runs below their parent, in the order in which they were opened', () => {
    const runs = [
      run(9),
      child(8, 'r5'),
      child(7, 'r5', { status: 'failed', results: [], draft: true }),
      child(6, 'r5'),
      run(5),
      draft(4)
    ];
    expect(told(runs)).toEqual([
      '#9',
      '#5',
      '3 child runs · 0.0600 to 0.0800 · 1 failed',
      '1 draft · #4'
    ]);
    expect(told(runs, { open: new Set(['children:r5']) })).toEqual([
      '#9',
      '#5',
      '3 child runs · 0.0600 to 0.0800 · 1 failed',
      '  #6',
      '  #7',
      '  #8',
      '1 draft · #4'
    ]);
  });

  it('tells the own metric of child runs by its name where they lack the chosen one', () => {
    const loss = (number: number) =>
      child(number, 'r1', { results: [result({ loss: number / 10 })] });
    expect(told([loss(3), loss(2), acc(1, 0.9, null)])[1]).toBe(
      '2 child runs · loss 0.2000 to 0.3000'
    );
  });

  it('hangs child runs of child runs below those, and replicates none of them', () => {
    const runs = [
      child(5, 'r3', { replicate_of: 'r4' }),
      child(4, 'r3'),
      child(3, 'r2'),
      run(2, { replicate_of: 'r1' }),
      run(1)
    ];
    const open = new Set(['replicates:r1', 'children:r2', 'children:r3']);
    expect(told(runs, { open, metric: null })).toEqual([
      '#1 and 1 replicate',
      '  #2',
      '1 child run · acc 0.0300',
      '    #3',
      '2 child runs · acc 0.0400 to 0.0500',
      '      #4',
      '      #5',
      '  #1'
    ]);
  });

  it('says of a child run whose parent is not listed what it is', () => {
    const [only] = list([child(2, 'gone')]);
    expect(only).toMatchObject({ depth: 0, open: null });
    expect(only.kind === 'run' && only.subtitle[0].long).toBe('child run');
  });

  it('lists runs that are said to hang below each other', () => {
    expect(told([child(2, 'r1'), child(1, 'r2')])).toEqual(['#2', '#1']);
  });

  it('holds every run once when all folds are open', () => {
    const runs = [
      run(12),
      draft(11),
      acc(10, 1, 'r9'),
      acc(9, 1, null),
      draft(8),
      draft(7)
    ];
    const open = new Set(list(runs).map(entry => entry.id));
    const shown = list(runs, { open }).flatMap(entry =>
      entry.kind === 'run' ? [entry.run.number] : []
    );
    expect(shown).toEqual([12, 11, 10, 9, 8, 7]);
  });

  it('of no runs is empty', () => {
    expect(list([])).toEqual([]);
  });
});

describe('numberRanges', () => {
  it.each([
    [[6, 4, 3, 2, 1], '#1–#4, #6'],
    [[2, 1], '#1, #2'],
    [[5], '#5'],
    [[9, 7, 8, 1, 1], '#1, #7–#9'],
    [[], '']
  ])('of %p is %s', (numbers, text) => {
    expect(numberRanges(numbers)).toBe(text);
  });
});

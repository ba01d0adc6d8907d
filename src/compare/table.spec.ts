import { englishWords as words } from '../format/words';
import {
  draft,
  environment,
  inherited,
  metric,
  param,
  params,
  result,
  run
} from '../testing/builders';
import { curveKey } from './cellparts';
import type { ITable } from './shapes';
import { tableOf, type ITableInput } from './table';

function table(change: Partial<ITableInput>): ITable {
  return tableOf({
    runs: [],
    baseline: null,
    environments: {},
    curves: new Map(),
    metric: null,
    pick: 'last',
    directions: {},
    onlyDiffering: false,
    observations: true,
    groupReplicates: true,
    hiddenColumns: [],
    pinnedColumns: [],
    columnOrder: [],
    sort: [],
    order: null,
    words,
    ...change
  });
}

const acc = (
  number: number,
  value: number | 'NaN' | 'Infinity' | '-Infinity'
) => run(number, { results: [result({ acc: value })] });

const labels = (found: ITable) => found.rows.map(row => row.label);

describe('tableOf', () => {
  it('of no runs is empty', () => {
    expect(table({})).toEqual({
      columns: [],
      allColumns: [],
      rows: [],
      resort: false
    });
  });

  it('hides nothing of a single run, which differs from nobody', () => {
    const found = table({ runs: [acc(1, 0.5)], onlyDiffering: true });
    expect(found.columns.map(column => column.id)).toEqual([
      'metrics:acc',
      'delta:acc'
    ]);
  });

  it('pins the baseline first whatever is sorted', () => {
    const runs = [acc(1, 0.1), acc(2, 0.9), acc(3, 0.5)];
    for (const descending of [true, false]) {
      const found = table({
        runs,
        baseline: 'r3',
        sort: [{ column: 'metrics:acc', descending }]
      });
      expect(labels(found)[0]).toBe('#3');
      expect(found.rows[0].baseline).toBe(true);
      expect(found.rows[0].cells['delta:acc'].text).toBe('–');
    }
  });

  it('puts child runs below their parent, which stays a row of its own', () => {
    const child = (number: number, value: number) =>
      run(number, {
        parent_run_id: 'r1',
        params: params({ fold: String(number) }),
        results: [result({ acc: value })]
      });
    const runs = [run(5), child(3, 0.3), child(2, 0.2), run(1)];
    const found = table({
      runs,
      onlyDiffering: true,
      sort: [{ column: 'metrics:acc', descending: true }]
    });
    const parent = found.rows.find(row => row.run_id === 'r1');
    expect(labels(found)).toEqual(['#5', '#1 · 2 child runs']);
    expect(parent?.kind).toBe('run');
    expect(parent?.cells['metrics:acc'].text).toBe('–');
    expect(parent?.children.map(row => row.label)).toEqual(['#3', '#2']);
    expect(parent?.children[0].cells['metrics:acc'].text).toBe('0.3000');
    expect(found.columns.map(column => column.id)).toContain('params:fold');
  });

  it('says where a param is missing that its language is not read', () => {
    const runs = [
      run(1, { params: params({ alpha: '1' }) }),
      run(2, { language: 'r' }),
      run(3)
    ];
    const titles = table({ runs }).rows.map(
      row => row.cells['params:alpha'].title
    );
    expect(titles).toEqual(['1', 'Params of R are not read', 'not recorded']);
  });

  it('takes a child run that is the baseline to the top', () => {
    const child = run(2, {
      parent_run_id: 'r1',
      results: [result({ acc: 1 })]
    });
    const found = table({ runs: [run(1), child], baseline: 'r2' });
    expect(labels(found)).toEqual(['#2', '#1']);
    expect(found.rows[0].run.parent_run_id).toBe('r1');
  });

  it('sorts NaN and infinities last in both directions', () => {
    const runs = [
      acc(1, 'NaN'),
      acc(2, 0.5),
      acc(3, 'Infinity'),
      acc(4, 0.7),
      acc(5, '-Infinity')
    ];
    const sorted = (descending: boolean) =>
      labels(table({ runs, sort: [{ column: 'metrics:acc', descending }] }));
    expect(sorted(false).slice(0, 2)).toEqual(['#2', '#4']);
    expect(sorted(true).slice(0, 2)).toEqual(['#4', '#2']);
  });

  it('never ranks an inherited value with own ones', () => {
    const runs = [
      run(1, {
        inherited_results: [inherited({ acc: 0.99 }, { run_id: 'r0' })]
      }),
      acc(2, 0.5),
      run(3),
      acc(4, 'NaN')
    ];
    for (const descending of [true, false]) {
      const sort = [{ column: 'metrics:acc', descending }];
      expect(labels(table({ runs, sort }))).toEqual(['#2', '#4', '#1', '#3']);
    }
    const cell = table({ runs, baseline: 'r2' }).rows[1].cells['metrics:acc'];
    expect(cell).toMatchObject({
      kind: 'inherited',
      value: null,
      differs: false,
      title: 'From an earlier run, not run again'
    });
  });

  it('marks a stale inherited value and says why', () => {
    const runs = [
      acc(7, 0.5),
      run(8, {
        inherited_results: [
          inherited({ acc: 0.9 }, { run_id: 'r7', stale: true, cell_number: 4 })
        ]
      })
    ];
    const cell = table({ runs }).rows[1].cells['metrics:acc'];
    expect(cell.text).toBe('0.9000?');
    expect(cell.title).toBe('From #7; a cell above cell 4 ran again since');
  });

  it('puts the metric in front first', () => {
    const runs = [run(1, { results: [result({ loss: 1, acc: 0.5 })] })];
    const [first] = table({ runs, metric: 'acc' }).columns;
    expect(first.id).toBe('metrics:acc');
  });

  it('shows last, min or max as asked', () => {
    const runs = [run(1, { results: [result({ loss: [3, 1, 2] })] })];
    const shown = (pick: 'last' | 'min' | 'max') =>
      table({ runs, pick }).rows[0].cells['metrics:loss'].text;
    expect([shown('last'), shown('min'), shown('max')]).toEqual([
      '2',
      '1',
      '3'
    ]);
  });

  it('keeps columns where the user put them', () => {
    const runs = [
      run(1, {
        results: [result({ acc: 0.5 })],
        params: params({ a: '1', b: '2' })
      })
    ];
    const found = table({
      runs,
      columnOrder: ['params:b', 'params:a'],
      pinnedColumns: ['params:a'],
      hiddenColumns: ['delta:acc']
    });
    expect(found.columns.map(column => column.id)).toEqual([
      'params:a',
      'params:b',
      'metrics:acc'
    ]);
    expect(found.allColumns).toHaveLength(4);
  });

  it('does not take what is not recorded for the same', () => {
    const runs = [
      run(1, { environment_digest: 'e1' }),
      run(2, { environment_digest: null })
    ];
    const found = table({
      runs,
      environments: { e1: environment({ numpy: '2.1.0' }) }
    });
    const cells = found.rows.map(row => row.cells['environment:numpy']);
    expect(cells.map(cell => cell.text)).toEqual(['2.1.0', '–']);
    expect(cells[1].title).toBe('not recorded');
  });

  it('tells a package that is missing from one that is unknown', () => {
    const runs = [
      run(1, { environment_digest: 'e1' }),
      run(2, { environment_digest: 'e2' }),
      run(3, { environment_digest: 'e3' })
    ];
    const found = table({
      runs,
      onlyDiffering: true,
      environments: {
        e1: environment({ torch: '2.4' }),
        e2: environment({}),
        e3: environment({ torch: '1' }, { source: 'unknown' })
      }
    });
    expect(found.columns.map(column => column.id)).toEqual([
      'environment:torch'
    ]);
    expect(found.rows.map(row => row.cells['environment:torch'].title)).toEqual(
      ['2.4', 'not installed', 'not recorded']
    );
  });

  it('shows a varied param as a count and tells which result had which', () => {
    const runs = [
      run(1, {
        params: { lr: { varied: [0.1, 0.5], varied_at: ['s4', 's5'] } },
        results: [
          {
            ...result({ acc: 0.8 }, { step_id: 's4' }),
            params: params({ lr: '1e-1' })
          },
          {
            ...result({ test_acc: 0.7 }, { step_id: 's5' }),
            params: params({ lr: '0.5' })
          }
        ]
      })
    ];
    const row = table({ runs }).rows[0];
    expect(row.kind).toBe('run');
    expect(row.cells['params:lr']).toMatchObject({
      kind: 'varied',
      text: '2 values',
      title: '1e-1 for acc · 0.5 for test_acc',
      value: null
    });
  });

  it('keeps the order of rows while values change, and offers to sort anew', () => {
    const sort = [{ column: 'metrics:acc', descending: true }];
    const before = table({ runs: [acc(1, 0.9), acc(2, 0.5)], sort });
    const order = before.rows.map(row => row.id);
    const runs = [acc(1, 0.9), acc(2, 0.95)];
    const after = table({ runs, sort, order });
    expect(labels(after)).toEqual(['#1', '#2']);
    expect(after.resort).toBe(true);
    expect(labels(table({ runs, sort }))).toEqual(['#2', '#1']);
  });

  it('keeps the baseline out of its replicate group, and drafts out of any', () => {
    const runs = [
      acc(1, 0.5),
      run(2, { replicate_of: 'r1', results: [result({ acc: 0.6 })] }),
      run(3, { replicate_of: 'r1', results: [result({ acc: 0.7 })] }),
      draft(4, { replicate_of: 'r1' })
    ];
    expect(labels(table({ runs, baseline: 'r1' }))).toEqual([
      '#1',
      '#2 × 2',
      '#4'
    ]);
    expect(labels(table({ runs, groupReplicates: false }))).toHaveLength(4);
  });

  it('has means in a replicate group and their spread on hover', () => {
    const runs = [
      acc(1, 0.5),
      run(2, { replicate_of: 'r1', results: [result({ acc: 0.7 })] })
    ];
    const [group] = table({ runs, metric: 'acc' }).rows;
    expect(group.cells['metrics:acc']).toMatchObject({
      text: '0.6000',
      title: 'Mean of 2 runs: 0.6000 ± 0.1414'
    });
    expect(group.subtitle[0]).toMatchObject({ name: 'acc', long: '±0.1414' });
  });

  it('gives curves to series alone', () => {
    const runs = [
      run(1, { results: [result({ loss: [2, 1] })] }),
      run(2, { results: [result({ loss: 3 })] })
    ];
    const curves = new Map([[curveKey('r1', 'loss'), [2, 1]]]);
    const found = table({ runs, curves });
    expect(found.rows.map(row => row.cells['curve:loss'].curve)).toEqual([
      [2, 1],
      null
    ]);
  });

  it('keeps observations apart, hidden unless asked for', () => {
    const runs = [1, 2].map(number =>
      run(number, { observations: { rows: metric([1797 + number]) } })
    );
    const ids = (observations: boolean) =>
      table({ runs, observations, onlyDiffering: true }).columns.map(
        column => column.id
      );
    expect(ids(false)).toEqual([]);
    expect(ids(true)).toEqual(['observations:rows']);
  });

  it('takes params of one value for the same, however they are written', () => {
    const runs = [
      run(1, { params: params({ a: '1e-4' }) }),
      run(2, { params: params({ a: '0.0001' }) })
    ];
    expect(table({ runs, onlyDiffering: true }).columns).toEqual([]);
  });

  it('takes an expression for what is written', () => {
    const expression = (text: string) =>
      param(text, { type: 'expression', value: undefined });
    const runs = [
      run(1, { params: { a: expression('f(x)') } }),
      run(2, { params: { a: expression('g(x)') } })
    ];
    expect(table({ runs, onlyDiffering: true }).columns).toHaveLength(1);
  });
});

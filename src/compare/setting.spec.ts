import { englishWords } from '../format/words';
import { environment, param, run } from '../testing/builders';
import { changesOf, environmentRows, noSeedText, seedNames } from './setting';

describe('environmentRows', () => {
  const left = run(1, { environment_digest: 'a' });
  const right = run(2, { environment_digest: 'b' });

  it('stand side by side, without packages', () => {
    const git = {
      commit: 'abcdef1234567890',
      branch: 'main',
      dirty: true,
      changed_files: 3
    };
    const rows = environmentRows(left, right, {
      a: environment({ numpy: '1' }, { python: '3.11.9' }),
      b: environment({ numpy: '2' }, { python: '3.12.1', git })
    });
    expect(
      rows?.filter(row => row.differs).map(row => [row.id, row.left, row.right])
    ).toEqual([
      ['environment:python', '3.11.9', '3.12.1'],
      ['environment:git commit', '–', 'abcdef12+']
    ]);
    expect(rows?.some(row => row.name === 'numpy')).toBe(false);
  });

  it('are not known where one was not recorded', () => {
    const a = environment({});
    expect(environmentRows(left, right, { a })).toBeNull();
    const b = environment({}, { source: 'unknown' });
    expect(environmentRows(left, right, { a, b })).toBeNull();
  });
});

describe('seeds', () => {
  const seeded = run(1, {
    params: { alpha: param('0.1'), seed: param('0', { source: 'seed' }) }
  });
  const change = (name: string) => ({ name, before: '0', after: '1' });

  it('are those of either run, and leave the params', () => {
    const seeds = seedNames(run(2), seeded);
    expect([...seeds]).toEqual(['seed']);
    const changes = [change('alpha'), change('seed')];
    expect(changesOf(changes, seeds, 'seeds')).toEqual([changes[1]]);
    expect(changesOf(changes, seeds, 'others')).toEqual([changes[0]]);
  });

  it('that are missing are said', () => {
    expect(noSeedText(run(1), run(2), englishWords)).toBe(
      'Neither #1 nor #2 sets a seed: made again, results may be others.'
    );
  });
});

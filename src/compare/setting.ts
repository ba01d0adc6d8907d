/** The ground that two runs stand on: environment and seeds, side by side. */
import type { ParamChange, Run } from '../api/types';
import type { IWords } from '../format/words';
import { environmentFacts, type Environments } from './environments';
import type { IDifferenceRow } from './differenceshapes';

/** Facts of an environment that are compared here; packages have a section of their own. */
const FACTS = ['python', 'os', 'cpu', 'git commit'];

/** The environments' facts side by side; null where they are not known of both. */
export function environmentRows(
  left: Run,
  right: Run,
  environments: Environments
): IDifferenceRow[] | null {
  const facts = environmentFacts(environments);
  const [one, other] = [left, right].map(run =>
    facts.get(run.environment_digest ?? '')
  );
  if (!one || !other) {
    return null;
  }
  return FACTS.filter(name => one.has(name) || other.has(name)).map(name => {
    const [before, after] = [one.get(name) ?? '–', other.get(name) ?? '–'];
    return {
      id: `environment:${name}`,
      name,
      left: before,
      right: after,
      differs: before !== after,
      note: '',
      delta: null
    };
  });
}

/** Names of params that are seeds in either run. */
export function seedNames(left: Run, right: Run): ReadonlySet<string> {
  return new Set(
    [left, right].flatMap(run =>
      Object.entries(run.params)
        .filter(([, param]) => param.source === 'seed')
        .map(([name]) => name)
    )
  );
}

/** The server's changes without those of seeds, or those of seeds alone. */
export function changesOf(
  changes: readonly ParamChange[],
  seeds: ReadonlySet<string>,
  wanted: 'seeds' | 'others'
): ParamChange[] {
  return changes.filter(
    change => seeds.has(change.name) === (wanted === 'seeds')
  );
}

/** What is said where no seed is set: a result may be another when it is made again. */
export function noSeedText(left: Run, right: Run, words: IWords): string {
  return words.__(
    'Neither #%1 nor #%2 sets a seed: made again, results may be others.',
    left.number,
    right.number
  );
}

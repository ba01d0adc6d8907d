/** The facts of an environment that are worth a column. */
import type { Environment } from '../api/types';

/** Environments by digest, as far as they are known. */
export type Environments = Readonly<Record<string, Environment>>;

/** Texts by name of fact, by digest; only of environments that were really read. */
export type EnvironmentFacts = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** The facts of all environments that were recorded. */
export function environmentFacts(environments: Environments): EnvironmentFacts {
  return new Map(
    Object.entries(environments)
      .filter(([, environment]) => environment.source !== 'unknown')
      .map(([digest, environment]) => [digest, new Map(factsOf(environment))])
  );
}

/** In the order of columns: interpreter, machine, code, packages. */
function factsOf(environment: Environment): [string, string][] {
  const { git } = environment;
  const facts: [string, string | null][] = [
    ['python', environment.python],
    ['os', environment.os],
    ['cpu', environment.cpu],
    ['git commit', git ? shortCommit(git.commit, git.dirty) : null]
  ];
  const packages = environment.packages.map((item): [string, string] => [
    item.name,
    item.version
  ]);
  return [...facts, ...packages].filter(
    (fact): fact is [string, string] => fact[1] !== null
  );
}

/** Eight digits; `+` when files were changed since. */
function shortCommit(commit: string, dirty: boolean): string {
  return `${commit.slice(0, 8)}${dirty ? '+' : ''}`;
}

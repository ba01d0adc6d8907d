/** Differences of two runs by what is already here, before the server's answer came. */
import type { Differences, Param, ParamChange, Run } from '../api/types';
import type { Environments } from './environments';
import { paramIdentity, variedText } from './params';

/** The facts; null while the packages of either run may differ in a way not known here. */
export function localFacts(
  left: Run,
  right: Run,
  environments: Environments
): Differences | null {
  const packages = packageChanges(left, right, environments);
  return (
    packages && {
      left: left.run_id,
      right: right.run_id,
      params: paramChanges(left, right),
      cells: [],
      packages,
      packages_same: 0,
      packages_known: left.environment_digest !== null,
      data: []
    }
  );
}

function paramChanges(left: Run, right: Run): ParamChange[] {
  const names = new Set([
    ...Object.keys(left.params),
    ...Object.keys(right.params)
  ]);
  return [...names].flatMap(name => {
    const before: Param | undefined = left.params[name];
    const after: Param | undefined = right.params[name];
    const same =
      before && after && paramIdentity(before) === paramIdentity(after);
    return same ? [] : [{ name, before: textOf(before), after: textOf(after) }];
  });
}

function textOf(param: Param | undefined): string | null {
  return param ? (param.text ?? variedText(param)) : null;
}

function packageChanges(
  left: Run,
  right: Run,
  environments: Environments
): ParamChange[] | null {
  if (left.environment_digest === right.environment_digest) {
    return [];
  }
  const [one, other] = [left, right].map(run => {
    const environment = environments[run.environment_digest ?? ''];
    return environment
      ? new Map(environment.packages.map(item => [item.name, item.version]))
      : null;
  });
  if (!one || !other) {
    return null;
  }
  return [...new Set([...one.keys(), ...other.keys()])]
    .map(name => ({
      name,
      before: one.get(name) ?? null,
      after: other.get(name) ?? null
    }))
    .filter(change => change.before !== change.after);
}

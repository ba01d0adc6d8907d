// make lint: every check runs, each says its name; the exit code is non-zero if one fails.
import { run } from './run.mjs';

const CHECKS = [
  ['ruff', 'ruff', ['check', '.']],
  ['mypy', 'mypy', ['--no-error-summary']],
  ['contract is fresh', 'python', ['-m', 'runfolio.api.openapi', '--check']],
  ['tsc', 'jlpm', ['tsc', '--noEmit', '-p', 'tsconfig.test.json']],
  ['eslint', 'jlpm', ['eslint']],
  ['prettier', 'jlpm', ['prettier:check']],
  ['stylelint', 'jlpm', ['stylelint']]
];

/** Run all checks; how many passed and failed. */
export function lint() {
  let failed = 0;
  for (const [name, command, args] of CHECKS) {
    const { status, text } = run(command, args, { capture: true });
    if (status !== 0) {
      failed += 1;
      process.stdout.write(
        `lint: ${name} FAILED\n${text.split('\n').slice(-60).join('\n')}\n`
      );
    } else {
      process.stdout.write(`lint: ${name} ok\n`);
    }
  }
  return { passed: CHECKS.length - failed, failed, skipped: [] };
}

if (process.argv[1]?.endsWith('lint.mjs')) {
  process.exit(lint().failed ? 1 : 0);
}

// make test and its parts. Every suite runs even if one before it failed.
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { browserOfNpm, findBrowser } from './browser.mjs';
import { lint } from './lint.mjs';
import { EXECUTORS, ROOT, run } from './run.mjs';
import { printTally, readReport } from './tally.mjs';

const REPORTS = join(ROOT, '.reports');

function suite(name, command, args, env = {}) {
  rmSync(join(REPORTS, `${name}.xml`), { force: true });
  const { status } = run(command, args, { env });
  const report = readReport(name);
  if (status !== 0 && report.failed === 0) {
    return {
      ...report,
      failed: 1,
      note: `${name} ended with status ${status}`
    };
  }
  return report;
}

// Two at a time, files whole: most of the time is spent on kernels and servers that start and end.
const PARALLEL = ['-n', '2', '--dist', 'loadfile'];

const pytest = (...args) =>
  suite('pytest', 'python', [
    '-m',
    'pytest',
    '-q',
    '--junitxml=.reports/pytest.xml',
    ...args
  ]);

const EXECUTED = 'tests/journeys/test_executors_live.py';

/** With the executors' environment its test runs there, else it is skipped and named. */
function pytestAll() {
  return hasExecutors()
    ? pytest(...PARALLEL, `--ignore=${EXECUTED}`)
    : pytest(...PARALLEL);
}

function hasExecutors() {
  return existsSync(join(ROOT, EXECUTORS));
}

const executors = () =>
  suite('executors', join(ROOT, EXECUTORS), [
    '-m',
    'pytest',
    '-q',
    '--junitxml=.reports/executors.xml',
    EXECUTED
  ]);

const jest = (...args) => suite('jest', 'jlpm', ['test', ...args]);

async function journeys() {
  const browser = findBrowser() ?? (await browserOfNpm());
  if (!browser) {
    return {
      passed: 0,
      failed: 1,
      skipped: [],
      note: 'no Chromium was found: install one, or set CHROME to its path'
    };
  }
  return suite('ui', 'jlpm', ['test:ui'], { CHROME: browser });
}

const SUITES = {
  lint,
  jest: () => jest(),
  pytest: pytestAll,
  ...(hasExecutors() ? { executors } : {}),
  ui: journeys
};

const QUICK = {
  jest: () => jest('src/format', 'src/compare', 'src/recorder'),
  pytest: () =>
    pytest(
      '-m',
      'not kernel and not wheel',
      'tests/facts',
      'tests/rules',
      'tests/store'
    )
};

const which = process.argv[2] ?? 'all';
const chosen =
  which === 'all'
    ? SUITES
    : which === 'quick'
      ? QUICK
      : { [which]: SUITES[which] };
mkdirSync(REPORTS, { recursive: true });
const results = {};
for (const [name, start] of Object.entries(chosen)) {
  process.stdout.write(`\n== ${name}\n`);
  results[name] = await start();
}
process.stdout.write('\n');
process.exit(printTally(results) ? 0 : 1);

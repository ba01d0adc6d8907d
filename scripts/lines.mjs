// Non-blank lines of the product: src/**/*.ts(x) against every tracked *.py outside tests,
// ui-tests and bench; generated files and specs are left out.
import { readFileSync } from 'node:fs';

import { run } from './run.mjs';

function lines(pattern, skip) {
  const files = run('git', ['ls-files', '--', ...pattern], { capture: true })
    .text.split('\n')
    .filter(file => file && !skip.test(file));
  return files.reduce(
    (sum, file) =>
      sum +
      readFileSync(file, 'utf8')
        .split('\n')
        .filter(line => line.trim()).length,
    0
  );
}

const typescript = lines(
  ['src/**/*.ts', 'src/**/*.tsx', 'src/*.ts'],
  /\.spec\.|generated\.ts|src\/testing\//
);
const python = lines(['*.py'], /^(tests|ui-tests|bench)\//);
const share = (100 * typescript) / (typescript + python);
process.stdout.write(
  `TypeScript ${typescript}, Python ${python}: ${share.toFixed(1)} % TypeScript\n`
);

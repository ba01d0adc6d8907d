// make setup: .venv, node_modules, the built labextension; nothing that is done is done again.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { findBrowser, installBrowser } from './browser.mjs';
import { BIN, EXECUTORS, ROOT, fail, once, run } from './run.mjs';

const level = process.argv[2] ?? 'lab';
const NETWORK =
  'check the network (a proxy? a package index of your own?) and run the command again; what is done is kept.';

function must(command, args, sentence, mend) {
  if (run(command, args).status !== 0) {
    fail(sentence, mend);
  }
}

function python() {
  if (!existsSync(join(BIN, 'python'))) {
    must(
      'python3',
      ['-m', 'venv', '.venv'],
      'the virtual environment .venv could not be made.',
      'see the lines above; on Debian: apt install python3-venv.'
    );
  }
  const list = `requirements/${level}.txt`;
  once(`python-${level}`, {
    inputs: ['requirements'],
    product: '.venv/bin/jupyter-lab',
    work: () =>
      pipInstall(
        ['-r', list],
        'the Python packages could not be installed.',
        NETWORK
      )
  });
}

function pipInstall(what, failure, mend) {
  const quietly = ['install', '--quiet', '--disable-pip-version-check'];
  must(join(BIN, 'python'), ['-m', 'pip', ...quietly, ...what], failure, mend);
}

function packages() {
  once('npm', {
    inputs: ['package.json', 'yarn.lock', '.yarnrc.yml'],
    product: 'node_modules/.yarn-state.yml',
    work: () =>
      must(
        join(BIN, 'jlpm'),
        ['install', '--immutable'],
        'the npm packages could not be installed.',
        NETWORK
      )
  });
}

function extension() {
  const built = once('build', {
    inputs: [
      'src',
      'style',
      'schema',
      'package.json',
      'yarn.lock',
      'tsconfig.json'
    ],
    product: 'runfolio/labextension/static/style.js',
    work: () =>
      must(
        join(BIN, 'jlpm'),
        ['build:prod'],
        'the extension could not be built.',
        'see the lines above.'
      )
  });
  const installed = once('install', {
    inputs: ['pyproject.toml', 'jupyter-config', 'install.json'],
    product: '.venv/etc/jupyter/jupyter_server_config.d/runfolio.json',
    work: () =>
      pipInstall(
        ['--no-deps', '--no-build-isolation', '--editable', '.'],
        'the extension could not be installed into .venv.',
        'see the lines above.'
      )
  });
  if (built || installed) {
    // An editable install copies the labextension; a link shows every later build.
    must(
      join(BIN, 'jupyter-builder'),
      ['develop', '.', '--overwrite'],
      'the extension could not be linked.',
      'see the lines above.'
    );
  }
}

/**
 * Executors of the server would run every notebook of .venv: they have a thin environment over it.
 * Where they cannot be had, their test is skipped and named.
 */
function executors() {
  once('executors', {
    inputs: ['requirements/executors.txt', 'requirements/lock.txt'],
    product: EXECUTORS,
    work: () => {
      const made = run(join(BIN, 'python'), [
        'scripts/overlay.py',
        '.venv-executors',
        'requirements/executors.txt'
      ]);
      if (made.status !== 0) {
        rmSync(join(ROOT, '.venv-executors'), { recursive: true, force: true });
        process.stdout.write(
          'runfolio: executors of the server could not be installed; their test is skipped and named\n'
        );
      }
    }
  });
}

/** Where it may be installed without asking (root on Debian, in CI), R makes its tests run. */
function r() {
  const may =
    process.env.CI === 'true' &&
    process.getuid?.() === 0 &&
    existsSync('/etc/debian_version');
  const there = run('R', ['--version'], { capture: true }).status === 0;
  if (there || !may) {
    return;
  }
  const args = ['install', '-y', '--no-install-recommends', 'r-cran-irkernel'];
  const done = run('apt-get', args, {
    capture: true,
    env: { DEBIAN_FRONTEND: 'noninteractive' }
  });
  process.stdout.write(
    done.status === 0
      ? 'runfolio: installed r-cran-irkernel, for the tests of R\n'
      : 'runfolio: R could not be installed; its tests are skipped and named\n'
  );
}

python();
packages();
extension();
if (level === 'test') {
  executors();
  r();
}
if (level === 'test' && !findBrowser()) {
  installBrowser();
}
process.stdout.write(`runfolio: set-up is complete (${ROOT})\n`);

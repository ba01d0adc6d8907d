// make lab: JupyterLab on a copy of the sample, with data of its own in .lab/.
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

import { BIN, ROOT, fail } from './run.mjs';

const lab = join(ROOT, '.lab');
const work = join(lab, 'work');
const args = process.argv.slice(2);

function portOf() {
  const given = args.find(arg => arg.startsWith('--port='));
  return given ? Number(given.slice('--port='.length)) : 8888;
}

function free(port) {
  return new Promise(resolve => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

const port = portOf();
if (!(await free(port))) {
  fail(
    `port ${port} is taken by another program.`,
    `run: make lab ARGS=--port=${port + 1} (or stop what uses ${port}).`
  );
}

mkdirSync(work, { recursive: true });
mkdirSync(join(lab, 'data'), { recursive: true, mode: 0o700 });
const copy = join(work, 'digits.ipynb');
if (!existsSync(copy)) {
  copyFileSync(join(ROOT, 'examples', 'digits.ipynb'), copy);
}

const root = process.getuid?.() === 0 ? ['--allow-root'] : [];
const child = spawn(
  join(BIN, 'jupyter-lab'),
  [
    copy,
    `--ServerApp.root_dir=${work}`,
    `--ServerApp.port=${port}`,
    '--ServerApp.port_retries=0',
    ...root,
    ...args.filter(arg => !arg.startsWith('--port='))
  ],
  {
    cwd: work,
    stdio: 'inherit',
    env: {
      ...process.env,
      PATH: `${BIN}:${process.env.PATH}`,
      JUPYTER_DATA_DIR: join(lab, 'data'),
      JUPYTER_RUNTIME_DIR: join(lab, 'data', 'runtime'),
      JUPYTER_CONFIG_DIR: join(lab, 'config'),
      JUPYTERLAB_WORKSPACES_DIR: join(lab, 'workspaces'),
      JUPYTERLAB_SETTINGS_DIR: join(lab, 'settings'),
      IPYTHONDIR: join(lab, 'ipython')
    }
  }
);
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => child.kill(signal));
}
child.on('exit', code => process.exit(code ?? 1));

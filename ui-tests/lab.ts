// A JupyterLab of its own for each journey: started, stopped and killed by it. What one journey
// records or dismisses no other one sees.
import { type ChildProcess, spawn } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  writeFileSync
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

import {
  expect,
  type IJupyterLabPageFixture,
  test as galata
} from '@jupyterlab/galata';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { Page } from '@playwright/test';

/** A step as the API tells it, as far as journeys look at it. */
export interface IStep {
  step_id: string;
  status: string;
  code: string;
  origin: string;
  cell_id: string | null;
  cell_key: string | null;
  msg_id: string;
  run_ids: string[];
  flags: Record<string, string[]>;
  duration: number | null;
  outputs: { text: string }[];
}

/** A part of the extension that a server can do without. */
export type Part = 'browser' | 'server';

/** What tells of a run that it is settled. */
export interface ISettled {
  run_id: string;
  busy: boolean;
  draft: boolean;
  live: { queued: number } | null;
  step_counts: { own: number };
}

/** A cell of a notebook that a journey writes; a code cell unless told. */
export interface ICell {
  cell_type?: 'code' | 'markdown' | 'raw';
  id: string;
  source: string;
}

/** The text of a notebook for the Python kernel. */
function notebookOf(cells: readonly ICell[]): string {
  const body = cells.map(({ cell_type = 'code', ...cell }) => ({
    cell_type,
    metadata: {},
    ...cell,
    ...(cell_type === 'code' ? { outputs: [], execution_count: null } : {})
  }));
  const kernelspec = {
    display_name: 'Python 3',
    language: 'python',
    name: 'python3'
  };
  return JSON.stringify({
    cells: body,
    metadata: { kernelspec },
    nbformat: 4,
    nbformat_minor: 5
  });
}

const ROOT = resolve(__dirname, '..');

function writeDeep(path: string, value: object): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(value));
}

function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const probe = createServer();
    probe.once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address ? done(address.port) : failed()
      );
    });
  });
}

/** One server with folders of its own; the store outlives restarts. */
export class Lab {
  readonly folder: string;
  port = 0;
  private process: ChildProcess | null = null;

  /** label: part of the folder's name. without: parts of the extension that are switched off. */
  constructor(
    label: string,
    readonly without: readonly Part[] = []
  ) {
    this.folder = mkdtempSync(join(tmpdir(), `runfolio-${label}-`));
    mkdirSync(this.work);
    if (without.includes('server')) {
      this.configure('jupyter_server_config.d/runfolio.json', {
        ServerApp: { jpserver_extensions: { runfolio: false } }
      });
    }
    if (without.includes('browser')) {
      this.configure('labconfig/page_config.json', {
        disabledExtensions: { runfolio: true }
      });
    }
  }

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  get work(): string {
    return join(this.folder, 'work');
  }

  /** Write a file into the folder of configuration; before start. */
  configure(path: string, value: object): void {
    writeDeep(join(this.folder, 'config', path), value);
  }

  /** A kernel that runs a module of the tests' own Python. */
  kernel(name: string, module: string): void {
    const python = join(ROOT, '.venv', 'bin', 'python');
    writeDeep(join(this.folder, 'data', 'kernels', name, 'kernel.json'), {
      argv: [python, '-m', module, '-f', '{connection_file}'],
      display_name: name,
      language: name
    });
  }

  /** Copy a notebook of the repository into the server's root. */
  copy(path: string, name: string): void {
    copyFileSync(join(ROOT, path), join(this.work, name));
  }

  /** Write a notebook into the server's root. */
  write(name: string, cells: readonly ICell[]): void {
    writeFileSync(join(this.work, name), notebookOf(cells));
  }

  log(): string {
    return readFileSync(join(this.folder, 'log'), 'utf8');
  }

  async start(): Promise<void> {
    this.port ||= await freePort();
    const log = openSync(join(this.folder, 'log'), 'a');
    this.process = spawn(
      join(ROOT, '.venv', 'bin', 'jupyter-lab'),
      [
        '--config',
        join(__dirname, 'jupyter_server_test_config.py'),
        '--allow-root',
        `--ServerApp.port=${this.port}`,
        `--ServerApp.root_dir=${this.work}`
      ],
      {
        cwd: this.work,
        stdio: ['ignore', log, log],
        env: {
          ...process.env,
          PATH: `${join(ROOT, '.venv', 'bin')}:${process.env.PATH}`,
          JUPYTER_DATA_DIR: join(this.folder, 'data'),
          JUPYTER_RUNTIME_DIR: join(this.folder, 'runtime'),
          JUPYTER_CONFIG_DIR: join(this.folder, 'config'),
          // In a virtual environment its files would come before these, and switch all on again.
          JUPYTER_PREFER_ENV_PATH: 'no',
          IPYTHONDIR: join(this.folder, 'ipython')
        }
      }
    );
    await expect.poll(() => this.answers(), { timeout: 60000 }).toBe(true);
  }

  private async answers(): Promise<boolean> {
    try {
      const path = this.without.includes('server')
        ? 'api/status'
        : 'runfolio/api/health';
      return (await fetch(`${this.url}/${path}`)).ok;
    } catch {
      return false;
    }
  }

  /** What the REST API answers. */
  async get<T>(path: string): Promise<T> {
    const answer = await fetch(`${this.url}/runfolio/api/${path}`);
    return (await answer.json()) as T;
  }

  /** Steps of the notebook at a path, oldest first; none where there is no such notebook. */
  async steps(path: string): Promise<IStep[]> {
    const { notebooks } = await this.get<{
      notebooks: { notebook_id: string; path: string }[];
    }>('notebooks');
    const notebook = notebooks.find(one => one.path === path);
    if (!notebook) {
      return [];
    }
    const query = `steps?notebook=${notebook.notebook_id}&limit=1000`;
    return (await this.get<{ steps: IStep[] }>(query)).steps.reverse();
  }

  /** Until the steps of a notebook have these statuses (or match them), oldest first. */
  async stands(path: string, statuses: readonly unknown[]): Promise<IStep[]> {
    let steps: IStep[] = [];
    const now = async () => {
      steps = await this.steps(path);
      return steps.map(step => step.status);
    };
    await expect.poll(now, { timeout: 60000 }).toEqual(statuses);
    return steps;
  }

  /**
   * Until there are so many runs, all with a result, no cell runs or waits to, and their steps are
   * in the timeline, which shows what is stored: the runs come from the open view, a moment before.
   * @returns the runs, newest first.
   */
  async settled<T extends ISettled>(count: number): Promise<T[]> {
    let runs: T[] = [];
    const ended = async () => {
      ({ runs } = await this.get<{ runs: T[] }>('runs'));
      if (runs.length !== count || runs.some(run => run.busy || run.draft)) {
        return false;
      }
      const { steps } = await this.get<{ steps: IStep[] }>('steps?limit=1000');
      const kept = (id: string) =>
        steps.filter(step => step.run_ids.includes(id)).length;
      return runs.every(run => kept(run.run_id) >= run.step_counts.own);
    };
    await expect.poll(ended, { timeout: 60000 }).toBe(true);
    return runs;
  }

  /** End the server: SIGTERM, or SIGKILL, with which its kernels die too. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const child = this.process;
    this.process = null;
    if (child && child.exitCode === null) {
      const gone = new Promise(done => child.once('exit', done));
      child.kill(signal);
      // The server can leave a worker thread behind that a page's last request had begun, and then
      // never ends by itself, with or without us.
      const last = setTimeout(() => child.kill('SIGKILL'), 30000);
      await gone;
      clearTimeout(last);
    }
  }
}

/**
 * Open a notebook and wait until its kernel has answered: what is run before that, JupyterLab may
 * drop without a word (its queue is cleared while the connection is made).
 */
export async function openNotebook(
  page: IJupyterLabPageFixture,
  path: string
): Promise<void> {
  await page.notebook.openByPath(path);
  await connected(page, path);
}

/**
 * Wait until the kernel of the notebook in front has answered.
 * @param id of the kernel, where another one was chosen.
 */
export async function connected(
  page: Page,
  path: string,
  id?: string
): Promise<void> {
  await page.waitForFunction(
    async ([name, chosen]) => {
      const widget = window.jupyterapp.shell
        .currentWidget as NotebookPanel | null;
      if (widget?.context?.path !== name) {
        return false;
      }
      await widget.sessionContext.ready;
      const kernel = widget.sessionContext.session?.kernel;
      if (chosen !== undefined && kernel?.id !== chosen) {
        return false;
      }
      // At a gateway the first question can be lost: the server sent it before it was connected.
      const answered = await Promise.race([
        kernel?.info,
        new Promise<null>(give => setTimeout(() => give(null), 5000))
      ]);
      if (!answered) {
        void kernel?.requestKernelInfo().catch(() => undefined);
        return false;
      }
      return kernel?.connectionStatus === 'connected';
    },
    [path, id] as const
  );
}

/** Galata's test, on a server of its own. */
export const test = galata.extend<{
  baseURL: string;
  lab: Lab;
  without: readonly Part[];
}>({
  without: [[], { option: true }],
  lab: [
    async ({ browserName, without }, use) => {
      const lab = new Lab(browserName, without);
      await lab.start();
      await use(lab);
      await lab.stop();
    },
    { timeout: 90000 }
  ],
  baseURL: async ({ lab }, use) => {
    await use(lab.url);
  }
});

export { expect };

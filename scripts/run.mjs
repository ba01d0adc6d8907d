// Running commands and remembering what is done: shared by the other scripts.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  writeFileSync
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
export const BIN = join(ROOT, '.venv', 'bin');

/** Python of the environment with executors of the server, from the project's folder. */
export const EXECUTORS = '.venv-executors/bin/python';

/** Print one sentence and how to mend it, and leave. */
export function fail(sentence, mend) {
  process.stderr.write(`runfolio: ${sentence}\n  Mend: ${mend}\n`);
  process.exit(1);
}

/** Run a command in the project; its status, or its output with capture. */
export function run(command, args, { capture = false, env = {} } = {}) {
  const done = spawnSync(command, args, {
    cwd: ROOT,
    stdio: capture ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    env: { ...process.env, PATH: `${BIN}:${process.env.PATH}`, ...env }
  });
  return {
    status: done.status ?? 1,
    text: `${done.stdout ?? ''}${done.stderr ?? ''}`
  };
}

function* filesBelow(path) {
  if (!existsSync(path)) {
    return;
  }
  if (statSync(path).isFile()) {
    yield path;
    return;
  }
  for (const name of readdirSync(path).sort()) {
    if (name !== '__pycache__' && name !== 'node_modules') {
      yield* filesBelow(join(path, name));
    }
  }
}

/** sha256 over names and bytes of all files below the given paths. */
export function hashOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths) {
    for (const file of filesBelow(join(ROOT, path))) {
      hash.update(file.slice(ROOT.length)).update(readFileSync(file));
    }
  }
  return hash.digest('hex');
}

/** Do a piece of work unless its inputs are those of the last time and its product is there. */
export function once(name, { inputs, product, work }) {
  const stamp = join(ROOT, '.stamps', name);
  const hash = hashOf(inputs);
  const done =
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === hash &&
    existsSync(join(ROOT, product));
  if (done) {
    return false;
  }
  work();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
  return true;
}

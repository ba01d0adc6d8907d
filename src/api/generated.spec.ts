import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';

const ROOT = path.join(__dirname, '..', '..');
const GENERATED = path.join(ROOT, 'src', 'api', 'generated.ts');

/** What `make gen` would write: the same command as in package.json, into a folder of its own. */
function generate(): string {
  const scripts = JSON.parse(
    fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')
  ).scripts as Record<string, string>;
  const flags = scripts['gen:types'].match(/ --[a-z-]+/g) ?? [];
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'runfolio-types-'));
  const output = path.join(folder, 'generated.ts');
  try {
    const cli = path.join(ROOT, 'node_modules', 'openapi-typescript');
    execFileSync(process.execPath, [
      path.join(cli, 'bin', 'cli.js'),
      path.join(ROOT, 'api', 'openapi.json'),
      '-o',
      output,
      ...flags.map(flag => flag.trim()).filter(flag => flag !== '--write')
    ]);
    return fs.readFileSync(output, 'utf8');
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/** Formatting is not what the test is about. */
function formatted(text: string): string {
  const cli = path.join(
    ROOT,
    'node_modules',
    'prettier',
    'bin',
    'prettier.cjs'
  );
  const flags = ['--parser', 'typescript', '--single-quote'];
  return execFileSync(process.execPath, [cli, ...flags], {
    input: text,
    cwd: os.tmpdir(),
    encoding: 'utf8'
  });
}

describe('src/api/generated.ts', () => {
  it('is what api/openapi.json gives', () => {
    const fresh = formatted(generate());
    const kept = formatted(fs.readFileSync(GENERATED, 'utf8'));
    if (fresh !== kept) {
      throw new Error('src/api/generated.ts is out of date: run make gen');
    }
  }, 60_000);
});

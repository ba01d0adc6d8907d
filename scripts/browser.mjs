// A Chromium for the journeys: $CHROME, the system's, Debian's package as root, or one from npm.
import { existsSync } from 'node:fs';

import { run } from './run.mjs';

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable'
];

/** Path of a Chromium that is here, or null. */
export function findBrowser() {
  if (process.env.CHROME) {
    return existsSync(process.env.CHROME) ? process.env.CHROME : null;
  }
  for (const name of NAMES) {
    const found = run('sh', ['-c', `command -v ${name}`], { capture: true });
    if (found.status === 0) {
      return found.text.trim();
    }
  }
  return null;
}

/** Path of the Chromium that npm brings, unpacked; null where it does not run. */
export async function browserOfNpm() {
  if (!existsSync('/usr/lib/x86_64-linux-gnu/libnss3.so')) {
    // Makes the package unpack its own libraries.
    process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs22.x';
  }
  try {
    const { default: chromium } = await import('@sparticuz/chromium');
    return await chromium.executablePath();
  } catch {
    return null;
  }
}

/** As root on Debian, install its chromium and say so; elsewhere npm's serves. */
export function installBrowser() {
  const root = process.getuid?.() === 0;
  if (!root || !existsSync('/etc/debian_version')) {
    return;
  }
  process.stdout.write(
    "runfolio: installing Debian's chromium for the browser tests\n"
  );
  const quiet = '>/dev/null 2>&1';
  const packages = 'chromium fonts-dejavu fonts-liberation';
  run('sh', [
    '-c',
    `apt-get update ${quiet}; apt-get install -y --no-install-recommends ${packages} ${quiet}`
  ]);
}

// The sum over all suites, from their JUnit files, and what was skipped and why.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { ROOT } from './run.mjs';

const SKIPPED =
  /<testcase\b([^>]*[^/])>(?:(?!<\/testcase>)[\s\S])*?<skipped\b([^>]*)/g;

function attribute(text, name) {
  return new RegExp(`\\b${name}="([^"]*)"`).exec(text)?.[1] ?? '';
}

/** Counts of one JUnit file; a file that is missing counts as one failure. */
export function readReport(suite) {
  const path = join(ROOT, '.reports', `${suite}.xml`);
  if (!existsSync(path)) {
    return {
      passed: 0,
      failed: 1,
      skipped: [],
      note: `${suite} wrote no report`
    };
  }
  const xml = readFileSync(path, 'utf8');
  const cases = (xml.match(/<testcase\b/g) ?? []).length;
  const failed = (xml.match(/<(failure|error)\b/g) ?? []).length;
  const skipped = [...xml.matchAll(SKIPPED)].map(
    ([, head, tail]) =>
      `${attribute(head, 'name')}: ${attribute(tail, 'message') || 'skipped'}`
  );
  return { passed: cases - failed - skipped.length, failed, skipped };
}

/** Print what each suite gave and, last, the sum; true when nothing failed. */
export function printTally(results) {
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  for (const [suite, result] of Object.entries(results)) {
    passed += result.passed;
    failed += result.failed;
    skipped += result.skipped.length;
    process.stdout.write(
      `${suite}: ${result.passed} passed, ${result.failed} failed\n`
    );
    for (const reason of result.skipped) {
      process.stdout.write(`  skipped ${reason}\n`);
    }
    if (result.note) {
      process.stdout.write(`  ${result.note}\n`);
    }
  }
  const tail = skipped ? `, ${skipped} skipped` : '';
  process.stdout.write(`${passed} passed, ${failed} failed${tail}\n`);
  return failed === 0;
}

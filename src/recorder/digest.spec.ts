import { createHash } from 'crypto';

import { LONGEST_HASHED, sha256, sourceDigest } from './digest';

const reference = (text: string): string =>
  createHash('sha256').update(text, 'utf8').digest('hex');

describe('sha256', () => {
  it('equals the platform digest at every length around the block size', () => {
    for (let length = 0; length < 200; length++) {
      const text = 'x'.repeat(length);
      expect(sha256(text)).toBe(reference(text));
    }
  });

  it('hashes the UTF-8 bytes', () => {
    const text = 'α = 0.1  # größer 🙂\n'.repeat(50);
    expect(sha256(text)).toBe(reference(text));
  });

  it('leaves out what is too long to hash in passing', () => {
    expect(sourceDigest('x'.repeat(LONGEST_HASHED + 1))).toBe('');
    expect(sourceDigest('x')).toBe(reference('x'));
  });
});

/**
 * SHA-256 in plain TypeScript (FIPS 180-4).
 *
 * The browser's own `crypto.subtle` is missing on http origins other than localhost, and it is
 * asynchronous; intents have to be complete when their tick ends.
 */

/** Longer texts get no digest: hashing them would hold the page; they are joined by msg_id. */
export const LONGEST_HASHED = 1_000_000;

/** Primes up to 311: FIPS derives its constants from the first 64. */
function primes(count: number): number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++) {
    if (found.every(p => n % p !== 0)) {
      found.push(n);
    }
  }
  return found;
}

/** First 32 bits of the fractional part. */
const fraction = (value: number): number =>
  (value - Math.floor(value)) * 2 ** 32;

const ROUNDS = Uint32Array.from(primes(64), p => fraction(Math.cbrt(p)));
const START = Uint32Array.from(primes(8), p => fraction(Math.sqrt(p)));

const rotate = (x: number, n: number): number => (x >>> n) | (x << (32 - n));

/** Bytes with the 1 bit, zeros and the 64-bit length that the standard asks for. */
function pad(bytes: Uint8Array): DataView {
  const length = Math.ceil((bytes.length + 9) / 64) * 64;
  const padded = new Uint8Array(length);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(length - 8, Math.floor(bytes.length / 2 ** 29));
  view.setUint32(length - 4, bytes.length << 3);
  return view;
}

/** Message schedule of the block at offset, into w. */
function schedule(view: DataView, offset: number, w: Int32Array): void {
  for (let i = 0; i < 16; i++) {
    w[i] = view.getInt32(offset + 4 * i);
  }
  for (let i = 16; i < 64; i++) {
    const a = w[i - 15];
    const b = w[i - 2];
    const s0 = rotate(a, 7) ^ rotate(a, 18) ^ (a >>> 3);
    const s1 = rotate(b, 17) ^ rotate(b, 19) ^ (b >>> 10);
    w[i] = w[i - 16] + s0 + w[i - 7] + s1;
  }
}

/** Fold one scheduled block into the state. */
function compress(state: Int32Array, w: Int32Array): void {
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i++) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + ROUNDS[i] + w[i]) | 0;
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((value, i) => {
    state[i] += value;
  });
}

/** SHA-256 of the UTF-8 bytes of text, as 64 hexadecimal digits. */
export function sha256(text: string): string {
  const view = pad(new TextEncoder().encode(text));
  const state = Int32Array.from(START, value => value | 0);
  const w = new Int32Array(64);
  for (let offset = 0; offset < view.byteLength; offset += 64) {
    schedule(view, offset, w);
    compress(state, w);
  }
  return Array.from(state, v => (v >>> 0).toString(16).padStart(8, '0')).join(
    ''
  );
}

/** Digest of the code of a cell; empty where it is too long to hash in passing. */
export function sourceDigest(source: string): string {
  return source.length > LONGEST_HASHED ? '' : sha256(source);
}

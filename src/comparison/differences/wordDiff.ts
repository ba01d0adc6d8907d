/**
 * Pure: which words differ between two texts. A text diff by characters would mark the `5` of
 * `0.25`; a reader compares numbers, names and signs as wholes.
 */
import { Change, diff } from '@codemirror/merge';

/** Numbers with their points and exponents, names, blanks, else single signs. */
const WORD =
  /\d[\d_]*(?:\.\d*)?(?:[eE][+-]?\d+)?|[\p{L}_][\p{L}\p{N}_]*|\n|[^\S\n]+|./gsu;
/** Codes that stand for words: below the surrogates, which a text must have in pairs. */
const FIRST = 0x20;
const LAST = 0xd7ff;
/** The search grows with the square of what changed; beyond this it is coarse. */
const SCAN = { scanLimit: 2000, timeout: 200 };

/** Changes from a to b, each of whole words; positions are those of characters. */
export function wordDiff(a: string, b: string): readonly Change[] {
  const codes = new Map<string, number>();
  const left = encode(a, codes);
  const right = encode(b, codes);
  if (codes.size > LAST - FIRST) {
    return diff(a, b, SCAN);
  }
  return diff(left.text, right.text, SCAN).map(
    change =>
      new Change(
        left.starts[change.fromA],
        left.starts[change.toA],
        right.starts[change.fromB],
        right.starts[change.toB]
      )
  );
}

interface IEncoded {
  /** One character a word. */
  text: string;
  /** Where each word begins, and after the last where the text ends. */
  starts: number[];
}

function encode(text: string, codes: Map<string, number>): IEncoded {
  const starts: number[] = [];
  let encoded = '';
  for (const match of text.matchAll(WORD)) {
    const word = match[0];
    let code = codes.get(word);
    if (code === undefined) {
      code = FIRST + codes.size;
      codes.set(word, code);
    }
    starts.push(match.index);
    encoded += String.fromCharCode(Math.min(code, LAST));
  }
  starts.push(text.length);
  return { text: encoded, starts };
}

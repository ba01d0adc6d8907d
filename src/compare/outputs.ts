/** Outputs of a step as they are shown: what the user saw, and nothing that could act. Pure. */
import type { Content, Output } from '../api/types';
import { formatBytes } from '../format/bytes';
import type { IWords } from '../format/words';

/** One thing to see of an output. */
export type ShownOutput =
  | {
      kind: 'text';
      text: string;
      /** What a program said went wrong: stderr or a traceback. */
      isError: boolean;
    }
  | {
      /** Drawn by the browser, in which an image runs no code. */
      kind: 'image';
      content: Content;
      title: string;
    }
  | {
      /** Seen on demand, in a frame that may do nothing (html), as text, or kept as a file. */
      kind: 'other';
      as: 'html' | 'text' | 'file';
      content: Content;
      /** `HTML, 4.1 kB` */
      title: string;
    }
  | { kind: 'lost'; text: string };

/** Raster images that the server gives out as what they are. */
const RASTER = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'];
const SVG = 'image/svg+xml';
const HTML = 'text/html';
const PLAIN = 'text/plain';

/** Everything of a step's outputs that is to be seen, in order. */
export function shownOutputs(
  outputs: readonly Output[],
  words: IWords
): ShownOutput[] {
  return outputs.flatMap(output =>
    output.kind === 'stream' || output.kind === 'error'
      ? textOutput(output, words)
      : richOutput(output.contents, words)
  );
}

const ESCAPE = String.fromCharCode(27);
const BELL = String.fromCharCode(7);
/** Colours and other orders to a terminal: `ESC [ … m`, `ESC ] … BEL`, `ESC x`. */
const ORDERS = new RegExp(
  `${ESCAPE}(?:\\[[0-?]*[ -/]*[@-~]|\\][^${BELL}${ESCAPE}]*(?:${BELL}|${ESCAPE}\\\\)|[@-Z\\\\-_])`,
  'g'
);

/** A text without orders to a terminal. */
export function plainText(text: string): string {
  return text.replace(ORDERS, '');
}

function textOutput(output: Output, words: IWords): ShownOutput[] {
  const said = [output.ename, output.evalue].filter(Boolean).join(': ');
  const text = plainText(output.text || said).replace(/\n+$/, '');
  const isError = output.kind === 'error' || output.name === 'stderr';
  if (text !== '') {
    return [{ kind: 'text', text, isError }];
  }
  return output.truncated
    ? [lost(words.__('Text'), output.total_bytes, words)]
    : [];
}

/** The image if there is one, else the text; all else on demand. */
function richOutput(
  contents: readonly Content[],
  words: IWords
): ShownOutput[] {
  const kept = contents.filter(content => !content.dropped);
  const image =
    kept.find(({ mime }) => RASTER.includes(mime)) ??
    kept.find(({ mime }) => mime === SVG);
  const plain = kept.find(({ mime }) => mime === PLAIN);
  const others = kept.filter(content => content !== image && content !== plain);
  return [
    ...(image
      ? [imageOutput(image, plain, words)]
      : plain
        ? [plainOutput(plain, words)]
        : []),
    ...others.map(content => otherOutput(content, words)),
    ...contents
      .filter(content => content.dropped)
      .map(({ mime, size }) => lost(mimeWord(mime, words), size, words))
  ];
}

function imageOutput(
  content: Content,
  plain: Content | undefined,
  words: IWords
): ShownOutput {
  const title = [
    mimeWord(content.mime, words),
    formatBytes(content.size),
    plain?.text ?? ''
  ];
  return { kind: 'image', content, title: title.filter(Boolean).join(', ') };
}

function plainOutput(content: Content, words: IWords): ShownOutput {
  return content.text === null
    ? otherOutput(content, words)
    : { kind: 'text', text: plainText(content.text), isError: false };
}

function otherOutput(content: Content, words: IWords): ShownOutput {
  const { mime, size } = content;
  const title = `${mimeWord(mime, words)}, ${formatBytes(size)}`;
  const isText = /^text\/|(json|javascript|xml)$/.test(mime);
  const as = mime === HTML ? 'html' : isText ? 'text' : 'file';
  return { kind: 'other', as, content, title };
}

function lost(what: string, size: number, words: IWords): ShownOutput {
  return {
    kind: 'lost',
    text: words.__('%1, %2, was not kept', what, formatBytes(size))
  };
}

function mimeWord(mime: string, words: IWords): string {
  switch (mime) {
    case HTML:
      return 'HTML';
    case SVG:
      return 'SVG';
    case 'text/latex':
      return 'LaTeX';
    case 'text/markdown':
      return 'Markdown';
    case 'application/json':
      return 'JSON';
    case 'application/vnd.jupyter.widget-state+json':
      return words.__('State of a widget');
    default:
      return RASTER.includes(mime) ? mime.slice(6).toUpperCase() : mime;
  }
}

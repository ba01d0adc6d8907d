/**
 * What the user meant by an execution, as the server wants to know it (DESIGN §4). Pure.
 */

import type { Intent, IntentCell, IntentItem, IntentKind } from '../api/types';
import { sha256, sourceDigest } from './digest';

/** One cell of the document as the recorder reads it. */
export interface ICellFacts {
  id: string;
  type: 'code' | 'markdown' | 'raw';
  source: string;
  /** Digest of source; given where the caller keeps one, else computed. */
  digest?: string;
  /** Its tags or metadata say that it is not recorded. */
  off?: boolean;
}

/** One cell that was scheduled or sent in the tick. */
export interface ISent {
  cellId: string;
  /** Code as sent. */
  code: string;
  /** Unset when nothing was sent from this page (execution on the server). */
  msgId?: string;
  tags?: readonly string[];
  /** The cell's own metadata `runfolio`. */
  runfolio?: Record<string, unknown>;
}

/** Where the intent belongs. */
export interface IWhere {
  kernelId: string;
  path: string;
  user?: string | null;
}

/** Cells of a document with the digest that names the list. */
export interface IDocument {
  digest: string;
  cells: IntentCell[];
  /** Texts of the cells by digest, but those left out. */
  sources: Map<string, string>;
}

/** The wire takes texts of at most so many characters and lists of so many items. */
const LONGEST_TEXT = 1024;
const MOST_CELLS = 5000;
/** Texts after the first so many characters of a document are not told. */
export const LONGEST_DOCUMENT = 5_000_000;

const ATX = /^ {0,3}#{1,6}[ \t]+(.+?)[ \t]*#*[ \t]*$/;
const FENCE = /^ {0,3}(```|~~~)/;

/** Last heading of a markdown cell (the one that stands over what follows), or null. */
export function lastHeading(markdown: string): string | null {
  let found: string | null = null;
  let fenced = false;
  for (const line of markdown.split('\n')) {
    if (FENCE.test(line)) {
      fenced = !fenced;
    } else if (!fenced) {
      found = ATX.exec(line)?.[1] ?? found;
    }
  }
  return found?.slice(0, LONGEST_TEXT) ?? null;
}

/** The document's cells from top to bottom, each with the nearest heading at or above it. */
export function documentOf(cells: readonly ICellFacts[]): IDocument {
  let heading: string | null = null;
  let room = LONGEST_DOCUMENT;
  const sources = new Map<string, string>();
  const listed = cells.slice(0, MOST_CELLS).map(cell => {
    if (cell.type === 'markdown') {
      heading = lastHeading(cell.source) ?? heading;
    }
    const digest = cell.digest ?? sourceDigest(cell.source);
    const leftOut = leftOutOf(cell, digest, room);
    if (digest && !leftOut) {
      sources.set(digest, cell.source);
      room -= cell.source.length;
    }
    return {
      cell_id: cell.id,
      cell_type: cell.type,
      ...(heading ? { heading } : {}),
      ...(digest ? { source_digest: digest } : {}),
      ...(leftOut ? { left_out: leftOut } : {})
    };
  });
  return { digest: sha256(JSON.stringify(listed)), cells: listed, sources };
}

/** Why the text of a cell is not told, if so. */
function leftOutOf(
  cell: ICellFacts,
  digest: string,
  room: number
): IntentCell['left_out'] {
  if (cell.off) {
    return 'off';
  }
  return digest && cell.source.length <= room ? undefined : 'too-large';
}

const isBlank = (source: string): boolean => source.trim() === '';

/** A blank cell is scheduled and never sent: nothing runs for it. */
export const willRun = (sent: ISent): boolean =>
  sent.msgId !== undefined || !isBlank(sent.code);

/**
 * Run All is all non-empty code cells scheduled in one tick (measured: JupyterLab schedules a Run
 * All without a pause). A notebook with one such cell has no Run All: there the rule decides.
 */
export function kindOf(
  sent: readonly ISent[],
  cells: readonly ICellFacts[]
): IntentKind {
  const scheduled = new Set(sent.map(item => item.cellId));
  const code = cells.filter(
    cell => cell.type === 'code' && !isBlank(cell.source)
  );
  return code.length > 1 && code.every(cell => scheduled.has(cell.id))
    ? 'run-all'
    : 'run';
}

/** The wire form of one sent cell. */
export function itemOf(sent: ISent): IntentItem {
  const item: IntentItem = {
    cell_id: sent.cellId,
    source_digest: sourceDigest(sent.code)
  };
  if (sent.msgId) {
    item.msg_id = sent.msgId;
  }
  if (sent.tags?.length) {
    item.tags = sent.tags.map(tag => tag.slice(0, LONGEST_TEXT));
  }
  if (sent.runfolio) {
    item.runfolio = sent.runfolio;
  }
  return item;
}

/** An intent of a kind, not yet telling of cells. */
export function intentOf(id: string, kind: IntentKind, where: IWhere): Intent {
  const intent: Intent = {
    intent_id: id,
    kind,
    kernel_id: where.kernelId,
    path: where.path
  };
  if (where.user) {
    intent.user = where.user;
  }
  return intent;
}

/**
 * The intent of one tick.
 *
 * @param sent - cells that will run, in the order of the tick.
 * @param cells - of the document, as it is now.
 * @param part - what the intent says of the document, see `documentPart`.
 */
export function executionIntent(
  id: string,
  where: IWhere,
  sent: readonly ISent[],
  cells: readonly ICellFacts[],
  part: DocumentPart
): Intent {
  return {
    ...intentOf(id, kindOf(sent, cells), where),
    items: sent.slice(0, MOST_CELLS).map(itemOf),
    ...part
  };
}

/** What an intent says of the document. */
export type DocumentPart = Pick<Intent, 'document' | 'cells'>;

/**
 * Digest of the document, with the list where the server has another one.
 *
 * @param known - digest of the list that was told before, if one was.
 */
export function documentPart(
  document: IDocument,
  known: string | null
): DocumentPart {
  return document.digest === known
    ? { document: document.digest }
    : { document: document.digest, cells: document.cells };
}

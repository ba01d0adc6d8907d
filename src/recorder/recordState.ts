/**
 * What the record toggle of a notebook says. Pure.
 */

import type { TranslationBundle } from '@jupyterlab/translation';

import { missingWords } from '../commands/parts';

/** What is known about the recording of one notebook. */
export interface IRecordFacts {
  /** Null while unknown. */
  recording: boolean | null;
  /** Number of the notebook's open run. */
  number: number | null;
  /** Flags of the open run. */
  flags: readonly string[];
  /** The server part is not there. */
  missing: boolean;
  /** Kind of the store's problem, as health tells it. */
  problem: string | null;
  /** Why the browser's recorder has stopped. */
  recorderFault: string | null;
  /** Intents lost in the browser. */
  dropped: number;
}

/** How the toggle is drawn. */
export interface IRecordState {
  tone: 'on' | 'off' | 'gap';
  label: string;
  tooltip: string;
}

/** Why the record has a gap; null when it has none. */
function gapOf(facts: IRecordFacts, trans: TranslationBundle): string | null {
  if (facts.missing) {
    return missingWords(trans);
  }
  if (facts.recorderFault) {
    return facts.recorderFault;
  }
  if (facts.problem) {
    return trans.__('The record may have a gap. The Runs panel says why.');
  }
  if (facts.flags.includes('steps-missing')) {
    return trans.__('Some cells ran that were not seen.');
  }
  return facts.dropped
    ? trans.__('The server was away for too long: what was asked is missing.')
    : null;
}

/** State, words and tooltip of the record toggle. */
export function recordState(
  facts: IRecordFacts,
  trans: TranslationBundle
): IRecordState {
  if (facts.recording === false) {
    const tooltip = trans.__('Not recording. Click to turn on');
    return { tone: 'off', label: trans.__('Off'), tooltip };
  }
  const label = facts.number === null ? '' : `#${facts.number}`;
  const gap = gapOf(facts, trans);
  if (gap) {
    return { tone: 'gap', label, tooltip: gap };
  }
  const tooltip =
    facts.number === null
      ? trans.__('Recording. Click to turn off for this notebook')
      : trans.__(
          'Recording into run #%1. Click to turn off for this notebook',
          facts.number
        );
  return { tone: 'on', label, tooltip };
}

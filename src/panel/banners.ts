/**
 * What the panel must say about faults: one sentence what happened, one what is safe. Pure.
 */

import type { TranslationBundle } from '@jupyterlab/translation';

import type { Health, Notice } from '../api/types';
import { timeOfDay } from '../format/dates';
import type { ILoadStatus, IRefusal } from '../tokens';
import { refusedText } from './editWords';
import { STORE_FAULTS, type Facts, type IFaultWords } from './storeFaults';

/** What a button of a banner does. */
export type BannerAction = 'retry' | 'mend' | 'go-to-cell' | 'dismiss';

/** Id of the banner that tells of a refusal. */
export const REFUSAL = 'refusal';

/** One banner. */
export interface IBanner {
  id: string;
  tone: 'error' | 'caution';
  /** What happened. */
  what: string;
  /** What is safe; empty where the first sentence says it. */
  safe: string;
  actions: BannerAction[];
  /** What the first of the actions is called. */
  label: string;
  /** How to mend it, shown on demand. */
  mend: string;
  /** The notice behind it, where there is one. */
  notice: Notice | null;
}

/** What banners are made from. */
export interface IBannerFacts {
  status: ILoadStatus;
  health: Health | null;
  notices: readonly Notice[];
  recorderFault: string | null;
  refusal: IRefusal | null;
}

/** All banners, the gravest first. */
export function bannersOf(
  facts: IBannerFacts,
  trans: TranslationBundle
): IBanner[] {
  const { health, notices, recorderFault, refusal, status } = facts;
  const banners = [
    statusBanner(status, trans),
    refusal && refusalBanner(refusal, trans)
  ];
  if (status.state !== 'missing') {
    banners.push(problemBanner(health, notices, trans));
    banners.push(recorderBanner(recorderFault));
    banners.push(
      ...notices
        .filter(notice => notice.kind !== health?.problem)
        .map(notice => noticeBanner(notice, trans))
    );
  }
  return banners.filter(banner => banner !== null);
}

function statusBanner(
  { state, updatedAt, fault }: ILoadStatus,
  trans: TranslationBundle
): IBanner | null {
  const base = { label: trans.__('Retry'), mend: '', notice: null };
  switch (state) {
    case 'missing':
      return {
        ...base,
        id: 'missing',
        tone: 'error',
        what: trans.__('The Runfolio server part does not answer.'),
        safe: trans.__('Your notebook works as usual; nothing is recorded.'),
        actions: ['mend'],
        label: trans.__('How to mend'),
        mend: trans.__(
          'Install it where the Jupyter server runs (pip install runfolio), check it with “jupyter server extension list”, then restart JupyterLab.'
        )
      };
    case 'stale':
      return {
        ...base,
        id: 'stale',
        tone: 'caution',
        what: updatedAt
          ? trans.__('Not up to date since %1.', timeOfDay(updatedAt))
          : trans.__('The server does not answer.'),
        safe: trans.__('What is shown is the last that the server told.'),
        actions: ['retry']
      };
    case 'error':
      return {
        ...base,
        id: 'error',
        tone: 'error',
        what: fault?.message ?? trans.__('The server refused to answer.'),
        safe: fault?.hint ?? trans.__('Your notebook works as usual.'),
        actions: ['retry']
      };
    default:
      return null;
  }
}

/** What health says is wrong, with the facts of its notice where there is one. */
function problemBanner(
  health: Health | null,
  notices: readonly Notice[],
  trans: TranslationBundle
): IBanner | null {
  if (!health?.problem) {
    return null;
  }
  const kind = health.problem;
  const notice = notices.find(one => one.kind === kind) ?? null;
  const facts: Facts = {
    ...notice?.facts,
    store_path: health.store_path,
    pending: String(health.pending),
    blocked: String(health.blocked),
    outputs_dropped: String(health.outputs_dropped)
  };
  const words = STORE_FAULTS[kind]?.(facts, trans);
  return words
    ? {
        ...words,
        id: `problem:${kind}`,
        tone: 'error',
        actions: problemActions(words),
        notice
      }
    : null;
}

function problemActions({ label, mend }: IFaultWords): BannerAction[] {
  if (mend) {
    return ['mend'];
  }
  return label ? ['retry'] : [];
}

/** «The runs were not merged.» «The steps do not follow each other.» */
function refusalBanner(
  { asked, fault }: IRefusal,
  trans: TranslationBundle
): IBanner {
  return {
    id: REFUSAL,
    tone: 'error',
    what: refusedText(asked, trans),
    safe: [fault.message, fault.hint].filter(Boolean).join(' '),
    actions: ['dismiss'],
    label: '',
    mend: '',
    notice: null
  };
}

function recorderBanner(fault: string | null): IBanner | null {
  return fault === null
    ? null
    : {
        id: 'recorder',
        tone: 'caution',
        what: fault,
        safe: '',
        actions: [],
        label: '',
        mend: '',
        notice: null
      };
}

function noticeBanner(
  notice: Notice,
  trans: TranslationBundle
): IBanner | null {
  if (notice.kind === 'annotation') {
    return annotationBanner(notice, trans);
  }
  const words = STORE_FAULTS[notice.kind]?.(notice.facts, trans);
  return words
    ? {
        ...words,
        id: notice.notice_id,
        tone: 'error',
        actions: words.mend ? ['mend', 'dismiss'] : ['dismiss'],
        notice
      }
    : null;
}

/** «Cell [7], “#| track”, line 2: The annotation was not read: …» */
function annotationBanner(notice: Notice, trans: TranslationBundle): IBanner {
  const { facts } = notice;
  const cell = facts.execution_count ?? facts.cell;
  // A tag or the metadata of a cell has no line.
  const line = Number(facts.line ?? 0);
  const where = [
    cell ? trans.__('Cell [%1]', cell) : trans.__('A cell'),
    '“#| track”',
    line ? trans.__('line %1', line) : ''
  ];
  const what = trans.__(
    '%1: %2',
    where.filter(Boolean).join(', '),
    facts.message ?? trans.__('The annotation was not read.')
  );
  const reachable = Boolean(facts.cell_id && facts.path);
  return {
    id: notice.notice_id,
    tone: 'caution',
    what,
    safe: trans.__('The cell ran and was recorded as usual.'),
    actions: reachable ? ['go-to-cell', 'dismiss'] : ['dismiss'],
    label: trans.__('Go to cell'),
    mend: '',
    notice
  };
}

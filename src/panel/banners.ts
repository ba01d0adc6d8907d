/**
 * What the panel must say about faults: one sentence what happened, one what is safe. Pure.
 */

import type { TranslationBundle } from '@jupyterlab/translation';

import type { Health, Notice } from '../api/types';
import { timeOfDay } from '../format/dates';
import type { ILoadStatus } from '../tokens';

/** What a button of a banner does. */
export type BannerAction = 'retry' | 'mend' | 'go-to-cell' | 'dismiss';

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
}

type Facts = Record<string, string>;
type Words = Pick<IBanner, 'what' | 'safe' | 'label' | 'mend'>;
type Speaker = (facts: Facts, trans: TranslationBundle) => Words;

const retry = (trans: TranslationBundle): Partial<Words> => ({
  label: trans.__('Retry'),
  mend: ''
});

function waiting(facts: Facts, trans: TranslationBundle): string {
  const pending = Number(facts.pending ?? 0);
  return pending
    ? trans._n(
        '%1 record waits in memory and will be saved.',
        '%1 records wait in memory and will be saved.',
        pending
      )
    : trans.__('What runs now waits in memory and will be saved.');
}

function withoutOutputs(facts: Facts, trans: TranslationBundle): string {
  const dropped = Number(facts.outputs_dropped ?? 0);
  return dropped
    ? trans._n(
        'Code, params and metrics still are. %1 output was not kept.',
        'Code, params and metrics still are. %1 outputs were not kept.',
        dropped
      )
    : trans.__('Code, params and metrics still are.');
}

/** By kind of notice; a kind that is not here has no banner. */
const SPEAKERS: Record<string, Speaker | undefined> = {
  'store-newer': (facts, trans) => ({
    what: facts.version
      ? trans.__(
          'The store was written by a newer Runfolio (%1).',
          facts.version
        )
      : trans.__('The store was written by a newer Runfolio.'),
    safe: trans.__('It was not changed.'),
    label: trans.__('How to mend'),
    mend: trans.__(
      'Install that version or a newer one (pip install --upgrade runfolio), then restart JupyterLab. Until then your notebook works as usual and nothing is recorded.'
    )
  }),
  'store-unreadable': (facts, trans) => ({
    what: trans.__('The store cannot be read.'),
    safe: trans.__(
      'It was not changed. Your notebook works as usual; nothing is recorded.'
    ),
    label: trans.__('How to mend'),
    mend: facts.store_path
      ? trans.__(
          'Keep a copy of %1, move it away and restart JupyterLab: a new store is made there.',
          facts.store_path
        )
      : trans.__(
          'Keep a copy of the store, move it away and restart JupyterLab: a new store is made there.'
        )
  }),
  'store-locked': (facts, trans) => ({
    what: trans.__('The store is busy in another program.'),
    safe: waiting(facts, trans),
    label: '',
    mend: '',
    ...retry(trans)
  }),
  'disk-full': (facts, trans) => ({
    ...(facts.blocked === 'true'
      ? {
          what: trans.__('The disk is full, so runs cannot be written.'),
          safe: waiting(facts, trans)
        }
      : {
          what: trans.__('The disk is full, so outputs are no longer kept.'),
          safe: withoutOutputs(facts, trans)
        }),
    label: trans.__('Free space'),
    mend: facts.store_path
      ? trans.__(
          'Free some space on the disk of %1. Nothing else is needed: recording goes on by itself.',
          facts.store_path
        )
      : trans.__(
          'Free some space on the disk. Nothing else is needed: recording goes on by itself.'
        )
  }),
  'read-only': (facts, trans) => ({
    what: facts.store_path
      ? trans.__(
          'The store cannot be written: %1 is read-only.',
          facts.store_path
        )
      : trans.__('The store cannot be written: its folder is read-only.'),
    safe: trans.__('Nothing is recorded; existing runs can be read.'),
    label: trans.__('How to mend'),
    mend: trans.__(
      'Make the folder writable, or choose another one with c.Runfolio.store_dir in the server configuration, then restart JupyterLab.'
    )
  }),
  'records-dropped': (facts, trans) => ({
    what: trans._n(
      '%1 record was lost because too many waited.',
      '%1 records were lost because too many waited.',
      Number(facts.count ?? facts.dropped ?? 1)
    ),
    safe: trans.__(
      'Your notebook was not affected; runs made meanwhile have gaps.'
    ),
    label: '',
    mend: ''
  })
};

/** All banners, the gravest first. */
export function bannersOf(
  facts: IBannerFacts,
  trans: TranslationBundle
): IBanner[] {
  const { health, notices, recorderFault, status } = facts;
  const banners = [statusBanner(status, trans)];
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
        safe: trans.__(
          'What is shown is the last that the server told; cells that run are recorded by the server.'
        ),
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
  const words = SPEAKERS[kind]?.(facts, trans);
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

function problemActions({ label, mend }: Words): BannerAction[] {
  if (mend) {
    return ['mend'];
  }
  return label ? ['retry'] : [];
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
  const words = SPEAKERS[notice.kind]?.(notice.facts, trans);
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

/** «Cell [7]: the `#| track` line is not valid YAML (line 2), so it was ignored.» */
function annotationBanner(notice: Notice, trans: TranslationBundle): IBanner {
  const { facts } = notice;
  const cell = facts.execution_count ?? facts.cell ?? '';
  const reason = facts.message ?? trans.__('not valid YAML');
  const what = cell
    ? trans.__(
        'Cell [%1]: its “#| track” annotation was ignored (line %2: %3).',
        cell,
        facts.line ?? '1',
        reason
      )
    : trans.__(
        'A “#| track” annotation was ignored (line %1: %2).',
        facts.line ?? '1',
        reason
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

/** What is said of a store that cannot be read or written. Pure. */
import type { TranslationBundle } from '@jupyterlab/translation';

/** Facts of a notice, by name. */
export type Facts = Record<string, string>;
/** What happened, what is safe, and how it is mended: texts of a banner. */
export interface IFaultWords {
  what: string;
  safe: string;
  label: string;
  mend: string;
}

type Speaker = (facts: Facts, trans: TranslationBundle) => IFaultWords;

const retry = (trans: TranslationBundle): Partial<IFaultWords> => ({
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
export const STORE_FAULTS: Record<string, Speaker | undefined> = {
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

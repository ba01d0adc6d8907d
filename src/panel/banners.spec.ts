import { nullTranslator } from '@jupyterlab/translation';

import type { Health, Notice } from '../api/types';
import type { IBannerFacts } from './banners';
import { bannersOf } from './banners';

const trans = nullTranslator.load('runfolio');

const facts: IBannerFacts = {
  status: { state: 'ready', updatedAt: null, fault: null },
  health: null,
  notices: [],
  recorderFault: null,
  refusal: null
};

const health = (more: Partial<Health>): Health => ({
  version: '0.1.0',
  status: 'degraded',
  store_path: '/home/ada/runs',
  pending: 0,
  blocked: false,
  dropped: 0,
  outputs_dropped: 0,
  problem: null,
  rules_version: 1,
  ...more
});

const notice = (
  kind: Notice['kind'],
  more: Record<string, string> = {}
): Notice => ({
  notice_id: `id-${kind}`,
  kind,
  created_at: '2026-11-23T13:02:11Z',
  facts: more
});

const banners = (more: Partial<IBannerFacts>) =>
  bannersOf({ ...facts, ...more }, trans);

describe('bannersOf', () => {
  it('says nothing while all is well', () => {
    expect(banners({ health: health({ status: 'ok' }) })).toEqual([]);
  });

  it('says since when the list is old', () => {
    const updatedAt = new Date(2026, 10, 23, 14, 2);
    const [only] = banners({
      status: { state: 'stale', updatedAt, fault: null }
    });
    expect(only).toMatchObject({
      tone: 'caution',
      what: 'Not up to date since 14:02.',
      actions: ['retry']
    });
  });

  it('says only that the server part is missing where it is', () => {
    const said = banners({
      status: { state: 'missing', updatedAt: null, fault: null },
      recorderFault: 'x',
      notices: [notice('records-dropped', { count: '2' })]
    });
    expect(said.map(banner => banner.id)).toEqual(['missing']);
    expect(said[0].mend).toContain('pip install runfolio');
  });

  it('counts what waits while the store is busy', () => {
    const [only] = banners({
      health: health({ problem: 'store-locked', pending: 12 })
    });
    expect(only.safe).toBe('12 records wait in memory and will be saved.');
    expect(only.actions).toEqual(['retry']);
  });

  it('says what a full disk costs: outputs first', () => {
    const [only] = banners({
      health: health({ problem: 'disk-full', outputs_dropped: 3, pending: 1 })
    });
    expect(only).toMatchObject({
      what: 'The disk is full, so outputs are no longer kept.',
      safe: 'Code, params and metrics still are. 3 outputs were not kept.'
    });
  });

  it('counts what waits while not even steps fit', () => {
    const [only] = banners({
      health: health({ problem: 'disk-full', blocked: true, pending: 12 }),
      notices: [notice('disk-full', { pending: '2' })]
    });
    expect(only).toMatchObject({
      what: 'The disk is full, so runs cannot be written.',
      safe: '12 records wait in memory and will be saved.'
    });
  });

  it.each<NonNullable<Health['problem']>>([
    'store-newer',
    'store-unreadable',
    'disk-full',
    'read-only'
  ])('says what happened, what is safe and how to mend it: %s', problem => {
    const [only] = banners({ health: health({ problem }) });
    expect(only.what).not.toBe('');
    expect(only.safe).not.toBe('');
    expect(only.mend).not.toBe('');
    expect(only.actions).toEqual(['mend']);
  });

  it('says a fault once, though health and notices both tell it', () => {
    const said = banners({
      health: health({ problem: 'disk-full' }),
      notices: [notice('disk-full'), notice('first-use')]
    });
    expect(said.map(banner => banner.id)).toEqual(['problem:disk-full']);
  });

  it('leads to the cell of a bad annotation', () => {
    const [only] = banners({
      notices: [
        notice('annotation', {
          execution_count: '7',
          line: '2',
          message: 'The annotation was not read: a tab.',
          cell_id: 'c1',
          path: 'a.ipynb'
        })
      ]
    });
    expect(only.what).toBe(
      'Cell [7], “#| track”, line 2: The annotation was not read: a tab.'
    );
    expect(only.actions).toEqual(['go-to-cell', 'dismiss']);
  });

  it('names no line where a cell tag or its metadata is meant', () => {
    const [only] = banners({
      notices: [
        notice('annotation', {
          line: '0',
          message: 'The cell tag «track:x» is not known.'
        })
      ]
    });
    expect(only.what).toBe(
      'A cell, “#| track”: The cell tag «track:x» is not known.'
    );
  });

  it('passes on what the server refused', () => {
    const fault = { code: 'x', message: 'No such thing.', hint: 'Ask again.' };
    const [only] = banners({
      status: { state: 'error', updatedAt: null, fault }
    });
    expect(only).toMatchObject({ what: 'No such thing.', safe: 'Ask again.' });
  });
});

import { nullTranslator } from '@jupyterlab/translation';

import type { IRecordFacts } from './recordState';
import { recordState } from './recordState';

const trans = nullTranslator.load('runfolio');

const facts: IRecordFacts = {
  recording: true,
  number: 14,
  flags: [],
  missing: false,
  problem: null,
  recorderFault: null,
  dropped: 0
};

const stateOf = (more: Partial<IRecordFacts>) =>
  recordState({ ...facts, ...more }, trans);

describe('recordState', () => {
  it('names the open run', () => {
    expect(stateOf({})).toEqual({
      tone: 'on',
      label: '#14',
      tooltip: 'Recording into run #14. Click to turn off for this notebook'
    });
  });

  it('has no number where no run is open', () => {
    expect(stateOf({ number: null })).toMatchObject({ tone: 'on', label: '' });
  });

  it('says Off, whatever else is wrong', () => {
    expect(stateOf({ recording: false, missing: true })).toEqual({
      tone: 'off',
      label: 'Off',
      tooltip: 'Not recording. Click to turn on'
    });
  });

  it.each<Partial<IRecordFacts>>([
    { missing: true },
    { problem: 'disk-full' },
    { recorderFault: 'stopped' },
    { flags: ['steps-missing'] },
    { dropped: 2 }
  ])('says that the record has a gap: %j', more => {
    const state = stateOf(more);
    expect(state.tone).toBe('gap');
    expect(state.tooltip).not.toBe('');
  });
});

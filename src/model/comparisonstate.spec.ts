import type { IComparisonState } from '../tokens';
import { completeState, StateHistory } from './comparisonstate';

describe('completeState', () => {
  it('fills in what was not given', () => {
    const state = completeState({ runs: ['a'] });
    expect(state).toMatchObject({
      version: 1,
      runs: ['a'],
      tab: 'table',
      onlyDiffering: true,
      groupReplicates: true
    });
  });

  it('keeps what was', () => {
    const state = completeState({ tab: 'charts', smoothing: 0.4, left: 'x' });
    expect(completeState(state)).toEqual(state);
  });

  it('takes no field of another kind from an old layout', () => {
    const old = {
      runs: 'a,b',
      smoothing: '0.4',
      baseline: 3,
      sort: null,
      unknown: 1
    } as unknown as Partial<IComparisonState>;
    expect(completeState(old)).toEqual(completeState({}));
  });

  it('takes every run once', () => {
    expect(completeState({ runs: ['a', 'b', 'a'] }).runs).toEqual(['a', 'b']);
  });
});

describe('StateHistory', () => {
  it('never alters a state', () => {
    const first = completeState({});
    const history = new StateHistory(first);
    history.update({ tab: 'charts' });
    expect(first.tab).toBe('table');
    expect(history.state.tab).toBe('charts');
  });

  it('has nothing to undo at first', () => {
    const history = new StateHistory(completeState({}));
    expect(history.undo()).toBe(false);
    expect(history.redo()).toBe(false);
    expect(history.update({})).toBe(false);
    expect(history.canUndo).toBe(false);
  });

  it('remembers a hundred steps', () => {
    const history = new StateHistory(completeState({}));
    for (let i = 1; i <= 150; i++) {
      history.update({ smoothing: i / 1000 });
    }
    let steps = 0;
    while (history.undo()) {
      steps += 1;
    }
    expect(steps).toBe(100);
    expect(history.state.smoothing).toBe(0.05);
  });
});

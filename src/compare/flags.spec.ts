import { englishWords as words } from '../format/words';
import { run } from '../testing/builders';
import { runFlags, stepFlags, timesExecuted } from './flags';
import openapi from '../../api/openapi.json';

/** Every flag that the contract names of a shape. */
function flagsOf(shape: 'Run' | 'TimelineStep' | 'RunStep'): string[] {
  return openapi.components.schemas[shape].properties.flags.propertyNames.enum;
}

describe('stepFlags', () => {
  it('names what it is about', () => {
    expect(
      stepFlags(
        {
          'stale-input': ['evals'],
          'read-from-below': ['X', 'y'],
          'carried-state': ['model']
        },
        words
      )
    ).toEqual([
      '`evals` was made before a cell above it ran again',
      '`X` and `y` were last made by cells further down',
      '`model` goes on from an earlier execution: it was not made anew'
    ]);
  });

  it('counts names that are too many', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    expect(stepFlags({ 'carried-state': names }, words)[0]).toMatch(
      /^`a`, `b`, `c`, `d` and 2 more go on/
    );
  });

  it.each([
    ['out-of-order', ['c1'], '1 cell further down ran before it'],
    ['skipped', ['c1', 'c2'], '2 cells before it had not run'],
    ['executed-elsewhere', ['c1'], 'The cell is not in this notebook']
  ])('says %s in words', (flag, list, text) => {
    expect(stepFlags({ [flag]: list }, words)).toEqual([text]);
  });

  it.each([...new Set([...flagsOf('TimelineStep'), ...flagsOf('RunStep')])])(
    'has a sentence for %s',
    flag => {
      const texts = [['one'], ['one', 'two']].flatMap(names =>
        stepFlags({ [flag]: names }, words)
      );
      // How often a cell ran is no caution.
      expect(texts).toHaveLength(flag === 'repeated' ? 0 : 2);
      texts.forEach(text => expect(text).toMatch(/^[^“%]+$/));
    }
  );

  it('counts executions apart: to run a cell again is no caution', () => {
    expect(stepFlags({ repeated: ['3'] }, words)).toEqual([]);
    expect(timesExecuted({ repeated: ['3'] })).toBe(3);
    expect(timesExecuted({})).toBe(1);
  });

  it('shows a flag that it does not know by its name', () => {
    expect(stepFlags({ 'moon-phase': [] }, words)).toEqual([
      'The record says “moon-phase”'
    ]);
  });
});

describe('runFlags', () => {
  const known = flagsOf('Run');

  it.each(known)('has a sentence for %s', flag => {
    const [one] = runFlags(run(1, { flags: { [flag]: ['s1'] } }), words);
    const [two] = runFlags(run(1, { flags: { [flag]: ['s1', 's2'] } }), words);
    expect(one).toMatch(/^[A-Z0-9].*\.$/);
    expect(one).not.toContain('“');
    expect(two).not.toContain('%');
  });

  it('counts the steps', () => {
    const flags = { 'foreign-code': ['s1', 's2'] };
    expect(runFlags(run(1, { flags }), words)).toEqual([
      '2 steps of a console or tool ran in between.'
    ]);
  });

  it('never hides what it does not know', () => {
    const flags = { 'moon-phase': ['s1'] };
    expect(runFlags(run(1, { flags }), words)).toEqual([
      'The record says “moon-phase”.'
    ]);
  });
});

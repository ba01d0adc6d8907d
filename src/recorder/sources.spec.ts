import { sha256 } from './digest';
import { documentOf } from './intent';
import { CHUNK, INLINE, saysOff, ToldSources } from './sources';

const told = (...texts: string[]) =>
  documentOf(
    texts.map((source, index) => ({ id: `c${index}`, type: 'code', source }))
  );

describe('ToldSources', () => {
  it('tells each text once, until the server has forgotten', () => {
    const sources = new ToldSources();
    expect(sources.parts(told('a', 'b', 'a'))).toEqual([
      { [sha256('a')]: 'a', [sha256('b')]: 'b' }
    ]);
    expect(sources.parts(told('a', 'c'))).toEqual([{ [sha256('c')]: 'c' }]);
    sources.clear();
    expect(Object.keys(sources.parts(told('a', 'c'))[0])).toHaveLength(2);
  });

  it('leaves the intent alone where the texts are long, and parts them', () => {
    const [inline, ...parts] = new ToldSources().parts(
      told('x'.repeat(INLINE), 'y', 'z'.repeat(CHUNK + 1), 'w')
    );
    expect(inline).toEqual({});
    expect(parts.map(part => Object.values(part).map(one => one[0]))).toEqual([
      ['x', 'y'],
      ['z'],
      ['w']
    ]);
  });

  it('tells a lone surrogate as its digest has it', () => {
    const [part] = new ToldSources().parts(told('a\ud800b'));
    expect(part).toEqual({ [sha256('a\ufffdb')]: 'a\ufffdb' });
    expect(sha256('a\ud800b')).toBe(sha256('a\ufffdb'));
  });
});

describe('saysOff', () => {
  it.each([
    [['track:off'], undefined, true],
    [['track:params'], undefined, false],
    ['track:off', null, false],
    [undefined, { track: false }, true],
    [undefined, { track: ' No ' }, true],
    [undefined, { track: { off: true } }, true],
    [undefined, { off: 'on' }, true],
    [undefined, { off: false, track: 'on' }, false],
    [undefined, { track: null }, false],
    [undefined, 'off', false]
  ])('tags %j and metadata %j: %s', (tags, own, off) => {
    expect(saysOff(tags, own)).toBe(off);
  });
});

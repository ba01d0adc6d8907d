import { nearestName, shortNames } from './names';

describe('shortNames', () => {
  it('are the shortest suffixes that no other name has', () => {
    const names = shortNames([
      'SGDClassifier.alpha',
      'Ridge.alpha',
      'SGDClassifier.eta0',
      'test_size'
    ]);
    expect([...names.values()]).toEqual([
      'SGDClassifier.alpha',
      'Ridge.alpha',
      'eta0',
      'test_size'
    ]);
  });

  it('keep a name that is the end of another', () => {
    const names = shortNames(['alpha', 'SGDClassifier.alpha']);
    expect(names.get('alpha')).toBe('alpha');
    expect(names.get('SGDClassifier.alpha')).toBe('SGDClassifier.alpha');
  });

  it('grow by as many parts as it takes', () => {
    const names = shortNames(['a.b.c', 'x.b.c', 'a.d']);
    expect(names.get('a.b.c')).toBe('a.b.c');
    expect(names.get('a.d')).toBe('d');
  });

  it('take a name given twice as one', () => {
    expect(shortNames(['a.b', 'a.b']).get('a.b')).toBe('b');
  });
});

describe('nearestName', () => {
  it.each([
    ['val_ac', 'val_acc'],
    ['Alpha', 'alpha'],
    ['lss', 'loss'],
    ['temperature', null]
  ])('to %s is %p', (name, nearest) => {
    expect(nearestName(name, ['val_acc', 'alpha', 'loss'])).toBe(nearest);
  });
});

import type { IKey } from './listKeys';
import { listAction } from './listKeys';

const key = (name: string, more: Partial<IKey> = {}): IKey => ({
  key: name,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...more
});

describe('listAction', () => {
  it('moves by arrows and letters, extends with Shift', () => {
    expect(listAction(key('ArrowDown'))).toEqual(listAction(key('j')));
    expect(listAction(key('ArrowUp', { shiftKey: true }))).toEqual({
      kind: 'move',
      by: -1,
      extend: true
    });
  });

  it('leaves keys with modifiers to JupyterLab, but for Select all', () => {
    expect(listAction(key('a', { ctrlKey: true }))).toEqual({
      kind: 'select-all'
    });
    expect(listAction(key('s', { metaKey: true }))).toBeNull();
    expect(listAction(key('ArrowLeft', { altKey: true }))).toBeNull();
    expect(listAction(key('Enter', { shiftKey: true }))).toBeNull();
  });

  it('takes a slash where it needs Shift', () => {
    expect(listAction(key('/', { shiftKey: true }))).toEqual({
      kind: 'filter'
    });
  });

  it('leaves other keys alone', () => {
    expect(listAction(key('q'))).toBeNull();
    expect(listAction(key('Tab'))).toBeNull();
  });
});

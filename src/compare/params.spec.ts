import { englishWords as words } from '../format/words';
import { param } from '../testing/builders';
import { paramIdentity, paramText, valueText } from './params';

describe('params', () => {
  it('are shown as written', () => {
    expect(paramText(param('1e-4'), words)).toBe('1e-4');
    expect(paramText(param("'l2'"), words)).toBe("'l2'");
    expect(paramText({ value: [1, 'a', null, true, { k: 2 }] }, words)).toBe(
      "[1, 'a', None, True, {'k': 2}]"
    );
    expect(paramText({ varied: [0.1, 0.5, 0.1] }, words)).toBe('2 values');
  });

  it('are one where their values are', () => {
    expect(paramIdentity(param('1'))).toBe(paramIdentity(param('1.0')));
    expect(paramIdentity(param('1'))).not.toBe(paramIdentity(param("'1'")));
    expect(paramIdentity(param('None'))).not.toBe(paramIdentity(param("''")));
  });

  it('that are empty text are seen', () => {
    expect(valueText('')).toBe("''");
    expect(valueText(null)).toBe('None');
  });
});

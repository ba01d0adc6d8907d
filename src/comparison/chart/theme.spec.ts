import { readTheme, withAlpha } from './theme';

describe('readTheme', () => {
  it('gives colours as the browser resolves them and leaves nothing behind', () => {
    const element = document.createElement('div');
    document.body.appendChild(element);
    const theme = readTheme(element);
    expect(theme.resolve('#ff0000')).toBe('rgb(255, 0, 0)');
    expect(element.childElementCount).toBe(0);
  });
});

describe('withAlpha', () => {
  it('adds an opacity to a resolved colour', () => {
    expect(withAlpha('rgb(1, 2, 3)', 0.16)).toBe('rgba(1, 2, 3, 0.16)');
    expect(withAlpha('none', 0.16)).toBe('none');
  });
});

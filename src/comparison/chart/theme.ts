/** The theme's colours and letters as plotly takes them: CSS variables must be resolved first. */

/** What a figure takes from the theme. Colours are `rgb(…)`. */
export interface IChartTheme {
  family: string;
  /** px */
  size: number;
  text: string;
  second: string;
  grid: string;
  line: string;
  caution: string;
  /** A CSS colour, variables too, as `rgb(…)`. */
  resolve: (color: string) => string;
}

/** Read the theme at an element: every colour goes once through the browser. */
export function readTheme(element: HTMLElement): IChartTheme {
  const probe = document.createElement('span');
  probe.style.display = 'none';
  element.appendChild(probe);
  const cache = new Map<string, string>();
  const resolve = (color: string): string => {
    const known = cache.get(color);
    if (known !== undefined) {
      return known;
    }
    probe.style.color = '';
    probe.style.color = color;
    // The probe has to be in the document for variables to have their values.
    element.appendChild(probe);
    const found = getComputedStyle(probe).color || color;
    probe.remove();
    cache.set(color, found);
    return found;
  };
  const style = getComputedStyle(element);
  const theme = {
    family: style.fontFamily,
    size: parseFloat(style.fontSize) || 11,
    text: resolve('var(--jp-ui-font-color1)'),
    second: resolve('var(--jp-ui-font-color2)'),
    grid: resolve('var(--jp-border-color3)'),
    line: resolve('var(--jp-border-color1)'),
    caution: resolve('var(--jp-warn-color1)'),
    resolve
  };
  probe.remove();
  return theme;
}

/** A resolved colour with an opacity of its own. */
export function withAlpha(color: string, alpha: number): string {
  const numbers = color.match(/[\d.]+/g);
  return numbers && numbers.length >= 3
    ? `rgba(${numbers.slice(0, 3).join(', ')}, ${alpha})`
    : color;
}

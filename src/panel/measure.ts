/**
 * How wide texts are, so that subtitles can be fitted by whole items.
 */

/** Width of a text in px. */
export type Measure = (text: string) => number;

/** Where no text can be measured (no canvas), about as wide as the theme's small text. */
const WIDTH_OF_CHARACTER = 6;

/** Measures texts in the font of an element; widths are remembered. */
export function measureLike(element: Element): Measure {
  const context = document.createElement('canvas').getContext('2d');
  const widths = new Map<string, number>();
  if (context) {
    const { fontSize, fontFamily, fontWeight } = getComputedStyle(element);
    context.font = `${fontWeight} ${fontSize} ${fontFamily}`;
  }
  return text => {
    const known = widths.get(text);
    if (known !== undefined) {
      return known;
    }
    const width =
      context?.measureText(text).width ?? text.length * WIDTH_OF_CHARACTER;
    widths.set(text, width);
    return width;
  };
}

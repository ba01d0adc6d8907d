/** Sentences with links in them, kept translatable: the template is translated, then cut. */
import type { IWords } from '../format/words';
import type { IHeadlinePart } from './shapes';

/** Placeholders that a translator hands back untouched: `%1` is filled with SLOTS[0], … */
export const SLOTS = [
  '\uE000',
  '\uE001',
  '\uE002',
  '\uE003',
  '\uE004'
] as const;

/** Text without a link. */
export function plain(text: string): IHeadlinePart {
  return { text, strong: false, target: null };
}

/** A translated template with its slots replaced by parts, in the translation's order. */
export function fillTemplate(
  template: string,
  args: readonly (readonly IHeadlinePart[])[]
): IHeadlinePart[] {
  return template
    .split(/([\uE000-\uE004])/)
    .filter(piece => piece !== '')
    .flatMap(piece => {
      const slot = SLOTS.findIndex(char => char === piece);
      return slot < 0 ? [plain(piece)] : [...(args[slot] ?? [])];
    });
}

/** `a, b and c`. */
export function listParts(
  items: readonly IHeadlinePart[],
  words: IWords
): IHeadlinePart[] {
  if (items.length < 2) {
    return [...items];
  }
  const head = items
    .slice(0, -1)
    .flatMap((item, index) => (index === 0 ? [item] : [plain(', '), item]));
  return fillTemplate(words.__('%1 and %2', ...SLOTS), [
    head,
    [items[items.length - 1]]
  ]);
}

/** All parts as one text, for screen readers and copies. */
export function partsText(parts: readonly IHeadlinePart[]): string {
  return parts.map(part => part.text).join('');
}

/** `a, b and c` without links. */
export function listText(items: readonly string[], words: IWords): string {
  return partsText(listParts(items.map(plain), words));
}

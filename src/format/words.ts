/**
 * The part of JupyterLab's TranslationBundle that wording needs, so that pure modules need no
 * JupyterLab import. `%1` is the first argument; in `_n` it is the number itself.
 */
export interface IWords {
  /** Translate a text; `%1`, `%2`… are the arguments. */
  __(msgid: string, ...args: unknown[]): string;
  /** Translate a text with a count; `%1` is the count, `%2`… are the arguments. */
  _n(
    singular: string,
    plural: string,
    count: number,
    ...args: unknown[]
  ): string;
}

/** The texts as they stand in the code: for tests and where no translator is. */
export const englishWords: IWords = {
  __: (msgid, ...args) => fill(msgid, args),
  _n: (singular, plural, count, ...args) =>
    fill(count === 1 ? singular : plural, [count, ...args])
};

function fill(text: string, args: unknown[]): string {
  return text.replace(/%(\d+)/g, (whole, place: string) => {
    const index = Number(place) - 1;
    return index < args.length ? String(args[index]) : whole;
  });
}

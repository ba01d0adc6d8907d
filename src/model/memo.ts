/** Remembers one result a name, as long as what it was made from is the same. */
export class Memo {
  /** The remembered result, or a new one when any of `from` is another object or value. */
  of<T>(name: string, from: readonly unknown[], make: () => T): T {
    const known = this._known.get(name);
    if (
      known &&
      known.from.length === from.length &&
      known.from.every((value, index) => Object.is(value, from[index]))
    ) {
      return known.result as T;
    }
    const result = make();
    this._known.set(name, { from, result });
    return result;
  }

  private readonly _known = new Map<
    string,
    { from: readonly unknown[]; result: unknown }
  >();
}

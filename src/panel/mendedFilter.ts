import type { IFilterFault } from '../tokens';

/** The filter with the name that was meant instead of the unknown one; pure. */
export function mendedFilter(filter: string, fault: IFilterFault): string {
  const { message, suggestion } = fault;
  const names = filter.match(/[^\s<>=!&|,()]+/g) ?? [];
  const unknown = names.find(
    name => name !== suggestion && message.includes(name)
  );
  return unknown && suggestion ? filter.replace(unknown, suggestion) : filter;
}

/** What is drawn of a comparison before it was answered. */
import type { IChart } from '../compare/chartshapes';
import type { ITable } from '../compare/shapes';
import type { ILoadStatus } from '../tokens';

export const LOADING: ILoadStatus = {
  state: 'loading',
  updatedAt: null,
  fault: null
};
export const NO_TABLE: ITable = {
  columns: [],
  allColumns: [],
  rows: [],
  resort: false
};

export const NO_CHART: Omit<IChart, 'key'> = {
  direction: 'unknown',
  directionText: '',
  lines: [],
  single: false,
  missing: [],
  xLabel: ''
};

import type { IChart } from '../../compare/chartshapes';
import { useComparison } from '../context';

/** What stands before an x that is read: `epoch 18`; where x is as logged its name is not known. */
export function useXName(chart: IChart): string {
  const { model, trans } = useComparison();
  return model.state.xMode === 'logged' ? trans.__('x') : chart.xLabel;
}

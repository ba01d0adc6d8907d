import type {
  IComparisonModel,
  IComparisonModelFactory,
  IComparisonState
} from '../tokens';
import { ComparisonModel, type IComparisonModelOptions } from './comparison';

/** Makes comparison models that share one client and one stream of events. */
export class ComparisonModelFactory implements IComparisonModelFactory {
  constructor(options: Omit<IComparisonModelOptions, 'state'>) {
    this._options = options;
  }

  create(state: Partial<IComparisonState>): IComparisonModel {
    return new ComparisonModel({ ...this._options, state });
  }

  private readonly _options: Omit<IComparisonModelOptions, 'state'>;
}

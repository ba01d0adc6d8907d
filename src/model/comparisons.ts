import type {
  IComparisonModel,
  IComparisonModelFactory,
  IComparisonState
} from '../tokens';
import type { IComparisonModelOptions } from './comparison';

/**
 * Makes comparison models that share one client and one stream of events. What they are made of
 * is loaded with the first one, so that it costs nothing before.
 */
export class ComparisonModelFactory implements IComparisonModelFactory {
  constructor(options: Omit<IComparisonModelOptions, 'state'>) {
    this._options = options;
  }

  async create(state: Partial<IComparisonState>): Promise<IComparisonModel> {
    const { ComparisonModel } = await import('./comparison');
    return new ComparisonModel({ ...this._options, state });
  }

  private readonly _options: Omit<IComparisonModelOptions, 'state'>;
}

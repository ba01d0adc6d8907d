import * as React from 'react';

import type { IHeadlineTarget } from '../compare/shapes';
import type { IComparisonState } from '../tokens';
import { useComparison } from './context';

/** The sentence that says what separates the runs; each fact is a link to where it shows. */
export function Headline(): React.ReactElement {
  const { model, trans } = useComparison();
  if (model.state.runs.length < 2) {
    return (
      <p className="rf-Headline" role="status">
        {trans.__('Add one more run')}
      </p>
    );
  }
  return (
    <p className="rf-Headline" role="status">
      {model.headline.map((part, index) => {
        const text = part.strong ? <b>{part.text}</b> : part.text;
        const target = part.target;
        return target ? (
          <button
            key={index}
            type="button"
            className="rf-Headline-link"
            onClick={() => model.update(whereShown(target))}
          >
            {text}
          </button>
        ) : (
          <React.Fragment key={index}>{text}</React.Fragment>
        );
      })}
    </p>
  );
}

/** The state in which a fact is in front. */
export function whereShown(target: IHeadlineTarget): Partial<IComparisonState> {
  switch (target.kind) {
    case 'cells':
    case 'packages':
    case 'data':
      return { tab: 'differences' };
    case 'metric':
      return { tab: 'charts', metric: target.id };
    case 'run':
      return target.id ? { tab: 'differences', right: target.id } : {};
    default:
      return { tab: 'table', onlyDiffering: true };
  }
}

import * as React from 'react';

import type { IHeadlinePart, IHeadlineTarget } from '../compare/shapes';
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
      {model.headline.map((part, index) => (
        <Part key={index} part={part} />
      ))}
    </p>
  );
}

/** A piece of the sentence. Blanks at its ends stand outside of the link, which would lose them. */
function Part({ part }: { part: IHeadlinePart }): React.ReactElement {
  const { model } = useComparison();
  const { text, strong, target } = part;
  const words = text.trim();
  const shown = strong ? <b>{words}</b> : words;
  const at = text.indexOf(words);
  return (
    <>
      {text.slice(0, at)}
      {target && words ? (
        <button
          type="button"
          className="rf-Headline-link"
          onClick={() => model.update(whereShown(target))}
        >
          {shown}
        </button>
      ) : (
        shown
      )}
      {text.slice(at + words.length)}
    </>
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

import * as React from 'react';

import type { IDifferenceView, ISection } from '../../compare/differenceshapes';
import { useComparison } from '../context';

/** The sections with how much differs in each, and the cells of the code. */
export function Outline(props: {
  view: IDifferenceView;
  current: string | null;
  onGo: (id: string) => void;
}): React.ReactElement {
  const { trans } = useComparison();
  return (
    <nav className="rf-Outline" aria-label={trans.__('Sections')}>
      {props.view.sections.map(section => (
        <OutlineSection key={section.id} {...props} section={section} />
      ))}
    </nav>
  );
}

function OutlineSection(props: {
  section: ISection;
  current: string | null;
  onGo: (id: string) => void;
}): React.ReactElement {
  const { section, current, onGo } = props;
  return (
    <>
      <button
        type="button"
        className="rf-Outline-section"
        data-same={section.count === 0 || undefined}
        onClick={() => onGo(`section:${section.id}`)}
      >
        <span>{section.title}</span>
        <span className="rf-second">{section.summary}</span>
      </button>
      {section.blocks.map(block =>
        block.kind === 'cell' && block.counts ? (
          <button
            key={block.id}
            type="button"
            className="rf-Outline-cell"
            aria-current={block.id === current || undefined}
            onClick={() => onGo(block.id)}
          >
            <span>{block.title}</span>
            <span>{block.markText}</span>
          </button>
        ) : null
      )}
    </>
  );
}

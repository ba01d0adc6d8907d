import * as React from 'react';

import type { Live } from '../api/types';
import { usePanel } from './context';
import { useWidth } from './hooks';
import { stripOf } from './strip';

/** The effective steps of the open run, one block each. */
export function StepStrip({ live }: { live: Live }): React.ReactElement {
  const { trans } = usePanel();
  const box = React.useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const { blocks, more } = stripOf(live, width, trans);
  return (
    <div
      ref={box}
      className="rf-Strip"
      role="list"
      aria-label={trans._n('%1 step', '%1 steps', live.steps.length)}
    >
      {more > 0 && <span className="rf-Strip-more">+{more}</span>}
      {blocks.map(block => (
        <i
          key={block.id}
          role="listitem"
          className="rf-Strip-block"
          data-look={block.look}
          title={block.title}
          aria-label={block.title}
        />
      ))}
    </div>
  );
}

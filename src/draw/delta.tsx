import * as React from 'react';

import type { IDelta } from '../compare/shapes';

/** A value against the baseline's, in words; the glyph alone is tinted. */
export function Delta({ delta }: { delta: IDelta | null }): React.ReactElement {
  if (delta === null) {
    return <span className="rf-Delta">–</span>;
  }
  return (
    <span className="rf-Delta" title={delta.title}>
      {delta.glyph && (
        <span
          className="rf-Delta-glyph"
          data-tone={delta.tone}
          aria-hidden="true"
        >
          {delta.glyph}
        </span>
      )}
      {[delta.number, delta.word].filter(Boolean).join(' ')}
    </span>
  );
}

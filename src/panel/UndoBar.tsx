import { closeIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import { useAspects } from '../draw/signals';
import { usePanel } from './context';
import { editText } from './editWords';
import { ToolButton } from './ToolButton';

/** Which runs came and went last, and how to take it back. */
export function UndoBar(): React.ReactElement | null {
  const { runs, trans } = usePanel();
  useAspects(runs, 'edits', 'runs');
  const { edits } = runs;
  const { last } = edits;
  if (!last) {
    return null;
  }
  const text = editText(last, trans);
  return (
    <div className="rf-SelectionBar" role="status">
      <span className="rf-SelectionBar-count" title={text}>
        {text}
      </span>
      <button
        type="button"
        className="rf-Button rf-mod-raised"
        title={trans.__('Take it back (Ctrl Z)')}
        onClick={() => void edits.undo()}
      >
        {trans.__('Undo')}
      </button>
      <ToolButton
        icon={closeIcon}
        label={trans.__('Close')}
        title={trans.__('Close')}
        onClick={() => edits.forget()}
      />
    </div>
  );
}

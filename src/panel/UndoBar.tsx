import { closeIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import { useAspects } from '../draw/signals';
import { usePanel } from './context';
import { ToolButton } from './ToolButton';

/** What was deleted last, and how to take it back. */
export function DeletedBar(): React.ReactElement | null {
  const { runs, trans } = usePanel();
  useAspects(runs, 'deleted', 'runs');
  const { deleted } = runs;
  if (!deleted.length) {
    return null;
  }
  const text =
    deleted.length === 1
      ? trans.__('#%1 was deleted', deleted[0].number)
      : trans.__('%1 runs were deleted', deleted.length);
  return (
    <div className="rf-SelectionBar" role="status">
      <span className="rf-SelectionBar-count">{text}</span>
      <button
        type="button"
        className="rf-Button rf-mod-raised"
        title={trans.__('Restore from the trash (Ctrl Z)')}
        onClick={() => void runs.undoDelete()}
      >
        {trans.__('Undo')}
      </button>
      <ToolButton
        icon={closeIcon}
        label={trans.__('Close')}
        title={trans.__('Close')}
        onClick={() => runs.forgetDeleted()}
      />
    </div>
  );
}

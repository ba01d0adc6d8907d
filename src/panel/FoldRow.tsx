import { caretDownIcon, caretRightIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import { Icon } from './icon';

/** What a fold is drawn from. */
export interface IFoldRowProps {
  text: string;
  open: boolean;
}

/** Runs folded into one line of 24 px. */
export function FoldRow({ open, text }: IFoldRowProps): React.ReactElement {
  return (
    <span className="rf-FoldRow-cell" role="gridcell">
      <Icon icon={open ? caretDownIcon : caretRightIcon} small />
      <span className="rf-FoldRow-text" title={text}>
        {text}
      </span>
    </span>
  );
}

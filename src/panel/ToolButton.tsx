import type { LabIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import { Icon } from './icon';

/** An icon button of 24 px. */
export interface IToolButtonProps {
  icon: LabIcon;
  /** Accessible name. */
  label: string;
  title: string;
  /** Set for a button that is switched on and off. */
  pressed?: boolean;
  /** It opens a menu. */
  menu?: boolean;
  disabled?: boolean;
  /** No tab stop: its row has one, and keys for the same. */
  away?: boolean;
  onClick: (button: HTMLElement) => void;
}

/** A button with an icon of 16 px in a target of 24 px. */
export function ToolButton(props: IToolButtonProps): React.ReactElement {
  return (
    <button
      type="button"
      className="rf-IconButton"
      aria-label={props.label}
      aria-pressed={props.pressed}
      aria-haspopup={props.menu ? 'menu' : undefined}
      title={props.title}
      disabled={props.disabled}
      tabIndex={props.away ? -1 : undefined}
      onClick={event => {
        if (props.away) {
          // The row below means something else by a click.
          event.stopPropagation();
        }
        props.onClick(event.currentTarget);
      }}
    >
      <Icon icon={props.icon} />
    </button>
  );
}

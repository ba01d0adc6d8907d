import type { LabIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

/** What an icon is drawn from. */
export interface IIconProps {
  icon: LabIcon;
  /** 12 px instead of 16. */
  small?: boolean;
  tone?: 'error' | 'caution' | 'brand';
  /** Spoken text; without one it is ornament. */
  title?: string;
}

/** An icon of 12 or 16 px. */
export function Icon({
  icon,
  small,
  tone,
  title
}: IIconProps): React.ReactElement {
  const classes = [
    'rf-Icon',
    small ? 'rf-mod-small' : '',
    tone ? `rf-tone-${tone}` : ''
  ];
  return (
    <span
      className={classes.filter(Boolean).join(' ')}
      role={title ? 'img' : undefined}
      aria-label={title}
      aria-hidden={title ? undefined : true}
      title={title}
    >
      <icon.react tag={null} />
    </span>
  );
}

import * as React from 'react';

import type { ISubtitleItem } from '../compare/shapes';
import { fitSubtitle, wholeSubtitle } from '../compare/subtitle';
import { NARROW } from './hooks';
import type { Measure } from './measure';

/** What a subtitle is drawn from. */
export interface ISubtitleProps {
  items: readonly ISubtitleItem[];
  /** Room in px. */
  room: number;
  /** Width of the panel: below 300 px the short form is used. */
  panel: number;
  measure: Measure;
}

/** What changed, fitted by whole items; only a name is ever cut. */
export function Subtitle(props: ISubtitleProps): React.ReactElement {
  const { items, measure, panel, room } = props;
  const form = panel < NARROW ? 'short' : 'long';
  const fitted = fitSubtitle(items, room, measure, form);
  return (
    <div className="rf-Subtitle" title={wholeSubtitle(items)}>
      {fitted.parts.map((part, index) => (
        <React.Fragment key={index}>
          {index > 0 && <span className="rf-Subtitle-rest">,&nbsp;</span>}
          {part.name && (
            <span className="rf-Subtitle-name">{part.name}&nbsp;</span>
          )}
          <span className="rf-Subtitle-rest">{part.rest}</span>
        </React.Fragment>
      ))}
      {fitted.more > 0 && (
        <span className="rf-Subtitle-rest">,&nbsp;+{fitted.more}</span>
      )}
    </div>
  );
}

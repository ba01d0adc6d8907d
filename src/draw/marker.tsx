import * as React from 'react';

import type { IRunStyle } from '../compare/shapes';

/** Outlines in a box of 12 × 12, by the symbol's name in charts. */
const OUTLINES: Record<string, string> = {
  circle: 'M6 1.6a4.4 4.4 0 1 1 0 8.8a4.4 4.4 0 1 1 0-8.8z',
  square: 'M2 2h8v8H2z',
  'triangle-up': 'M6 1.2L11 10.4H1z',
  diamond: 'M6 .8L11.2 6L6 11.2L.8 6z',
  'triangle-down': 'M6 10.8L1 1.6h10z',
  pentagon: 'M6 1L11 4.6L9.1 10.6H2.9L1 4.6z',
  hexagon: 'M1 6L3.5 1.6h5L11 6L8.5 10.4h-5z',
  star: 'M6 .6l1.5 3.6 3.9.3-3 2.5.9 3.8L6 8.7l-3.3 2.1.9-3.8-3-2.5 3.9-.3z',
  cross: 'M4.2 1h3.6v3.2H11v3.6H7.8V11H4.2V7.8H1V4.2h3.2z',
  bowtie: 'M1 2l10 8V2L1 10z'
};

/** What a marker is drawn from. */
export interface IMarkerProps {
  style: IRunStyle;
  /** Draw it on a piece of its line, 24 px wide, so that its dash shows. */
  line?: boolean;
}

/** The marker of a run: shape, colour and, where asked, its line. Ornament to a screen reader. */
export function Marker({ style, line }: IMarkerProps): React.ReactElement {
  const width = line ? 24 : 12;
  const shape = style.symbol.replace(/-open$/, '');
  const outline = OUTLINES[shape] ?? OUTLINES.circle;
  return (
    <svg
      className="rf-Marker"
      aria-hidden="true"
      width={width}
      height={12}
      viewBox={`0 0 ${width} 12`}
      style={{ color: style.color }}
    >
      {line && (
        <path
          d="M0 6h24"
          fill="none"
          stroke="currentColor"
          strokeWidth={1.5}
          strokeDasharray={svgDash(style.dash)}
        />
      )}
      <path
        d={outline}
        transform={line ? 'translate(6 0)' : undefined}
        className={style.hollow ? 'rf-Marker-hollow' : undefined}
        fill={style.hollow ? undefined : 'currentColor'}
        stroke={style.hollow ? 'currentColor' : undefined}
        strokeWidth={style.hollow ? 1.5 : undefined}
      />
    </svg>
  );
}

/** A dash pattern as SVG takes it: `6px,3px` is `6,3`, solid is none. */
export function svgDash(dash: string): string | undefined {
  return dash === 'solid' ? undefined : dash.replace(/px/g, '');
}

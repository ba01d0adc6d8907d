import * as React from 'react';

import type { ICell, IRow } from '../../compare/shapes';
import { Delta } from '../../draw/delta';
import { Sparkline } from '../../draw/sparkline';
import { cautionIcon } from '../../icons';
import { useComparison } from '../context';

/** What stands in a cell of a discovered column. */
export function CellContent(props: {
  cell: ICell | undefined;
  row: IRow;
  /** The baseline's cell, whose curve stands behind the run's. */
  against: ICell | undefined;
}): React.ReactElement {
  const { cell, row, against } = props;
  if (!cell) {
    return <>–</>;
  }
  if (cell.kind === 'delta' && cell.delta) {
    return <Delta delta={cell.delta} />;
  }
  if (cell.kind === 'curve' && cell.curve) {
    return (
      <Sparkline
        values={cell.curve}
        ghost={against === cell ? null : against?.curve}
        width={64}
        height={20}
        color={row.style.color}
        title={cell.title}
      />
    );
  }
  return <Value cell={cell} />;
}

/** A value with what is to be said about it: inherited, no number, doubtful, one of several. */
function Value({ cell }: { cell: ICell }): React.ReactElement {
  const { trans } = useComparison();
  return (
    <>
      {cell.kind === 'inherited' && (
        <span className="rf-Hollow" role="img" aria-label={cell.title} />
      )}
      {cell.caution && (
        <cautionIcon.react
          tag="span"
          className="rf-Icon rf-mod-small rf-tone-caution"
        />
      )}
      {cell.text}
      {cell.of > 1 && (
        <span className="rf-Cell-of">{trans.__('of %1', cell.of)}</span>
      )}
    </>
  );
}

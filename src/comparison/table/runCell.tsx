import { caretDownIcon, caretRightIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import type { IRow } from '../../compare/shapes';
import { wholeSubtitle } from '../../compare/subtitle';
import { Marker } from '../../draw/marker';
import { faultIcon, killedIcon, starIcon } from '../../icons';
import { useComparison } from '../context';
import { fittedText } from '../words';
import type { IGridRow } from './engine';

/** Room for the subtitle beside marker, number and word, in px. */
const ROOM = 120;

/** The first column: caret of a group, marker, number, what changed. */
export function RunCell(props: {
  item: IGridRow;
  onToggle: () => void;
}): React.ReactElement {
  const { row, depth, open } = props.item;
  const { trans } = useComparison();
  const Caret = open ? caretDownIcon : caretRightIcon;
  return (
    <span className="rf-RunCell" style={{ paddingLeft: depth * 16 }}>
      {row.children.length ? (
        <button
          type="button"
          className="rf-RunCell-caret"
          tabIndex={-1}
          aria-expanded={open}
          aria-label={trans.__('Rows of %1', row.label)}
          onClick={props.onToggle}
        >
          <Caret.react tag="span" />
        </button>
      ) : (
        <span className="rf-RunCell-caret" />
      )}
      <Marker style={row.style} />
      {row.kind === 'run' ? <RunNumber row={row} /> : <b>{row.label}</b>}
      <RunMarks row={row} />
      <span className="rf-RunCell-subtitle" title={wholeSubtitle(row.subtitle)}>
        {row.kind === 'result'
          ? ''
          : fittedText(row.subtitle, ROOM - (row.baseline ? 56 : 0))}
      </span>
    </span>
  );
}

/** `#8`, and how many child runs it has. */
function RunNumber({ row }: { row: IRow }): React.ReactElement {
  const { trans } = useComparison();
  const count = row.children.length;
  const text = trans._n('%1 child run', '%1 child runs', count);
  return (
    <>
      <b>#{row.run.number}</b>
      {count > 0 && (
        <span className="rf-RunCell-count" title={text}>
          {text}
        </span>
      )}
    </>
  );
}

/** Baseline, star, and how the run ended where it did not finish. */
function RunMarks({ row }: { row: IRow }): React.ReactElement | null {
  const { trans } = useComparison();
  const { run } = row;
  if (row.kind === 'result' || row.kind === 'replicates') {
    return null;
  }
  return (
    <>
      {run.name && <span className="rf-RunCell-name">{run.name}</span>}
      {row.baseline && <span className="rf-Word">{trans.__('baseline')}</span>}
      {run.starred && (
        <starIcon.react
          tag="span"
          className="rf-Icon rf-mod-small"
          title={trans.__('Starred')}
        />
      )}
      {run.status === 'failed' && (
        <faultIcon.react
          tag="span"
          className="rf-Icon rf-mod-small rf-tone-error"
          title={trans.__('failed')}
        />
      )}
      {run.status === 'killed' && (
        <killedIcon.react
          tag="span"
          className="rf-Icon rf-mod-small rf-tone-error"
          title={trans.__('killed')}
        />
      )}
    </>
  );
}

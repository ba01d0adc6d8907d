import * as React from 'react';

import type {
  IDifferenceRow,
  IDifferenceView,
  ISection
} from '../../compare/differenceshapes';
import { Delta } from '../../draw/delta';
import { cautionIcon } from '../../icons';
import { useComparison } from '../context';
import { CodeCell, SameCells } from './code';

/** One section: a sticky head, rows or code, and what else is to be said. */
export function Section(props: {
  section: ISection;
  view: IDifferenceView;
  current: string | null;
}): React.ReactElement {
  const { section, view, current } = props;
  const { model, trans } = useComparison();
  const { hideSame } = model.state;
  const rows = section.rows.filter(row => row.differs || !hideSame);
  return (
    <section aria-label={section.title}>
      <h3 className="rf-Section-head" data-difference={`section:${section.id}`}>
        {section.title}
        {section.id === 'code' && (
          <span className="rf-second">
            {trans.__('as it ran, aligned by cell')}
          </span>
        )}
      </h3>
      {section.instead !== null && (
        <p className="rf-Section-line">{section.instead}</p>
      )}
      {rows.length > 0 && (
        <div
          role="table"
          aria-label={section.title}
          data-section={section.id}
          className="rf-Rows"
        >
          {rows.map(row => (
            <Row key={row.id} row={row} current={row.id === current} />
          ))}
        </div>
      )}
      {section.blocks.map(block =>
        block.kind === 'cell' ? (
          <CodeCell
            key={block.id}
            block={block}
            view={view}
            current={block.id === current}
          />
        ) : (
          <SameCells key={block.id} block={block} view={view} />
        )
      )}
      {section.notes.map(note => (
        <p key={note.text} className="rf-Section-line">
          {note.caution && (
            <cautionIcon.react tag="span" className="rf-Icon rf-tone-caution" />
          )}
          {note.text}
        </p>
      ))}
    </section>
  );
}

/** A value; one that the run only inherited is hollow, as in the table. */
function Value(props: {
  text: string;
  inherited: string | null;
  right?: boolean;
}): React.ReactElement {
  const { inherited, right, text } = props;
  return (
    <span
      role="cell"
      className={`rf-Row-value ${right ? 'rf-mod-right' : ''}`}
      data-inherited={inherited !== null || undefined}
      title={inherited ?? text}
    >
      {inherited !== null && (
        <span className="rf-Hollow" role="img" aria-label={inherited} />
      )}
      {text}
    </span>
  );
}

function Row(props: {
  row: IDifferenceRow;
  current: boolean;
}): React.ReactElement {
  const { row, current } = props;
  return (
    <div
      role="row"
      className="rf-Row"
      data-difference={row.id}
      data-current={current || undefined}
      data-same={!row.differs || undefined}
    >
      <span role="rowheader" title={row.name}>
        {row.name}
      </span>
      <Value text={row.left} inherited={row.inherited?.left ?? null} />
      <Value text={row.right} inherited={row.inherited?.right ?? null} right />
      <span role="cell" className="rf-Row-note">
        {row.delta && <Delta delta={row.delta} />}
        {row.note && (
          <span className="rf-second">
            {row.delta ? `· ${row.note}` : row.note}
          </span>
        )}
      </span>
    </div>
  );
}

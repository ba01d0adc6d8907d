/**
 * The fixture ladder: the same runs as the server answers them, as columns, rows, list, chart,
 * differences and headline. What is checked is what a reader sees, so the steps are told in texts.
 */
import * as fs from 'fs';
import * as path from 'path';
import type {
  Differences,
  Environment,
  PointsAnswer,
  RunList,
  RunStep
} from '../api/types';
import type { CodeBlock, IDifferenceView } from '../compare/differenceshapes';
import type { IRow, ITable, ListEntry } from '../compare/shapes';
import { wholeSubtitle } from '../compare/subtitle';

/** One case: answers of the server and how they are looked at. */
export interface ICase {
  about: string;
  baseline: string;
  metric: string;
  /** The pair of the differences. */
  pair: [string, string];
  runs: RunList;
  environments: Record<string, Environment>;
  points: PointsAnswer;
  differences: Differences;
  /** Steps by run_id. */
  steps: Record<string, RunStep[]>;
}

const ROOT = path.join(__dirname, '..', '..', 'fixtures', 'compare');

/** Names of all cases. */
export const CASES = fs.readdirSync(ROOT).sort();

/** One step of a case, as it stands in the fixtures. */
export function stepOf<T>(name: string, step: string): T {
  const file = path.join(ROOT, name, `${step}.json`);
  return JSON.parse(fs.readFileSync(file, 'utf8')) as T;
}

/** A table's columns as they are told: `val_acc`, and in brackets those that are hidden. */
export function tellColumns({ allColumns, columns }: ITable): string[] {
  const shown = new Set(columns.map(column => column.id));
  return allColumns.map(({ id, label }) =>
    shown.has(id) ? `${id} as ${label}` : `(${id} as ${label})`
  );
}

/** A row as it is told: label, subtitle, shown cells by column; `*` differs from the baseline. */
export interface IToldRow {
  row: string;
  cells: Record<string, string>;
  children?: IToldRow[];
}

/** The rows of a table as they are told. */
export function tellRows(table: ITable): IToldRow[] {
  return table.rows.map(row => tellRow(row, table));
}

function tellRow(row: IRow, table: ITable): IToldRow {
  const { style, label, baseline, kind } = row;
  const parts = [style.glyph, label, wholeSubtitle(row.subtitle)];
  const cells = table.columns
    .filter(column => column.kind !== 'curve')
    .map(({ id }) => {
      const cell = row.cells[id];
      const marks = [
        cell.differs ? '*' : '',
        cell.kind === 'inherited' ? ' (inherited)' : '',
        cell.caution ? ' (!)' : '',
        cell.of > 1 ? ` of ${cell.of}` : ''
      ];
      return [id, cell.text + marks.join('')] as const;
    });
  return {
    row: `${kind}${baseline ? ', baseline' : ''}: ${parts.filter(Boolean).join(' ')}`,
    cells: Object.fromEntries(cells),
    ...(row.children.length
      ? { children: row.children.map(child => tellRow(child, table)) }
      : {})
  };
}

/** The lines of the panel's list as they are told. */
export function tellList(entries: readonly ListEntry[]): string[] {
  return entries.map(entry =>
    entry.kind === 'run'
      ? `${'  '.repeat(entry.depth)}#${entry.run.number} ${wholeSubtitle(entry.subtitle)}`.trimEnd()
      : `${entry.kind}: ${entry.text}`
  );
}

/** The differences as they are told, section by section. */
export function tellDifferences({
  sections
}: IDifferenceView): Record<string, string[]> {
  return Object.fromEntries(
    sections.map(section => [
      `${section.title} ${section.summary}`,
      [
        ...(section.instead ? [section.instead] : []),
        ...section.rows.map(row =>
          [
            `${row.name}:`,
            row.left,
            '|',
            row.right,
            ...(row.delta ? ['|', row.delta.text] : []),
            ...(row.note ? ['|', row.note] : []),
            ...(row.differs ? [] : ['(the same)'])
          ].join(' ')
        ),
        ...section.notes.map(note => (note.caution ? '! ' : '') + note.text),
        ...section.blocks.map(tellBlock)
      ]
    ])
  );
}

function tellBlock(block: CodeBlock): string {
  if (block.kind === 'same') {
    return block.text;
  }
  const sides = [block.left, block.right].map(side => side?.text ?? '–');
  return `${block.title} ${block.markText}: ${sides.join(' | ')}`;
}

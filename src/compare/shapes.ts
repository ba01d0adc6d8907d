/**
 * What the pure modules hand to the views: plain data, ready to draw. A view never words, rounds,
 * sorts or aligns anything itself.
 */
import type { Run } from '../api/types';

/** Which value of a series stands for it. */
export type Pick = 'last' | 'min' | 'max';

/** Which way a metric is better; unknown unless its name (or a setting) says so. */
export type Direction = 'higher' | 'lower' | 'unknown';

/** How a run is drawn: palette slot, marker, dash (design: run palette). */
export interface IRunStyle {
  /** 1–10; null for a draft, which has no colour. */
  slot: number | null;
  /** CSS colour, always a variable: `var(--rf-run-3)`; a draft has the second text colour. */
  color: string;
  /** Character of the marker, for text: `●`. */
  glyph: string;
  /** plotly symbol of the marker: `circle`. */
  symbol: string;
  /** Dash pattern that plotly and SVG both read: `6px,3px`; `solid` for none. */
  dash: string;
  /** True for a draft, and for the later of two runs of one slot in one comparison. */
  hollow: boolean;
}

/** A value against the baseline's, worded. */
export interface IDelta {
  /** run − baseline; NaN where one of them is no finite number. */
  value: number;
  /** `▲`, `▼`, `=` or empty: the only tinted part. */
  glyph: string;
  /** `+0.0244`, `−0.0074`; empty when the same. */
  number: string;
  /** `better`, `worse`, `higher`, `lower`, `same`, `in noise`. */
  word: string;
  /** What tints the glyph. */
  tone: 'better' | 'worse' | 'none';
  /** All in one: `▲ +0.0244 better`. */
  text: string;
  /** Hover and accessible text: `0.0244 better than baseline #5`, and whose noise it lies in. */
  title: string;
  /** Where both are compared, `at x 18`; unset where their last values are. */
  at?: string;
}

/** One item of a subtitle. A value is never cut, only a name (by the view's ellipsis). */
export interface ISubtitleItem {
  kind: 'param' | 'cell' | 'package' | 'data' | 'text';
  /** Name part, may be shortened when it alone is too long; empty for most items. */
  name: string;
  /** Rest of the item in the long form: `0.001 → 0.0001`. */
  long: string;
  /** Rest in the short form: `0.0001`. */
  short: string;
}

/** A subtitle fitted into a width by whole items. */
export interface IFittedSubtitle {
  /** Parts shown: name (may get an ellipsis) and rest (never cut). */
  parts: { name: string; rest: string }[];
  /** How many items are left out: drawn as `+n`. */
  more: number;
  /** What is drawn, as one text. */
  text: string;
}

/** What was folded into one line of a list. */
export type FoldKind = 'drafts' | 'replicates' | 'children';

/** One line of the panel's list, in list order. */
export type ListEntry =
  | {
      kind: 'run';
      id: string;
      run: Run;
      /** 0; 1 and more inside of open folds. */
      depth: number;
      /** Are its child runs shown; null where it has none. */
      open: boolean | null;
      subtitle: ISubtitleItem[];
    }
  | {
      kind: 'fold';
      /** Stable over refreshes: `drafts:<run_id of the oldest>`, `children:<run_id of the parent>`. */
      id: string;
      fold: FoldKind;
      /** Of the runs in it one less than theirs. */
      depth: number;
      open: boolean;
      runs: Run[];
      /** `5 drafts · #1–#4, #6`, `#7 and 2 replicates · 0.9667 ± 0.0037`. */
      text: string;
    }
  | {
      /** Heading by day, only when the scope is all notebooks. */
      kind: 'day';
      id: string;
      text: string;
    };

/** Groups of table columns, in order. */
export type ColumnGroup = 'metrics' | 'params' | 'environment' | 'observations';

/** A discovered table column. */
export interface IColumn {
  /** `metrics:val_acc`, `delta:val_acc`, `curve:loss`, `params:SGDClassifier.alpha`, … */
  id: string;
  group: ColumnGroup;
  kind: 'metric' | 'delta' | 'curve' | 'param' | 'environment' | 'observation';
  /** Whole name: metric key, param name, package. */
  key: string;
  /** Shortest suffix of the key that is unique in its group: `alpha`, `Δ val_acc`, `curve`. */
  label: string;
  /** Whole name with its group's word, for hover and screen readers. */
  title: string;
  /** Of metrics and their deltas. */
  direction: Direction;
  /** Right-aligned numbers, or text in the code font. */
  numeric: boolean;
  /** Not the same in all rows. */
  differs: boolean;
}

/** One cell of the table, ready to draw. */
export interface ICell {
  kind:
    'missing' | 'number' | 'text' | 'varied' | 'inherited' | 'delta' | 'curve';
  /** As drawn: `0.9688`, `–`, `2 values`. */
  text: string;
  /** Hover and accessible text: the full value, where it comes from, why it is missing. */
  title: string;
  /** For the clipboard: full digits, ASCII minus. */
  copy: string;
  /** What sorts, ranks and tints; null where there is nothing or where it is not the run's own. */
  value: number | null;
  /** Differs from the baseline's cell (drawn bold); equal cells are second text. */
  differs: boolean;
  /** NaN, +Inf, −Inf: the caution icon stands beside the word. */
  caution: boolean;
  /** An inherited value that a later edit made doubtful: ends in `?`. */
  stale: boolean;
  /** Of a group row that shows its last result: how many there are; else 1. */
  of: number;
  delta: IDelta | null;
  /** y values of a sparkline, oldest first, null is a gap. */
  curve: (number | null)[] | null;
}

/**
 * One row of the table: a run, one of its results, or a group of rows. A run's own results and its
 * child runs are its children; the runs of a replicate group are the group's.
 */
export interface IRow {
  /** run_id; `run_id/step_id` of one result; `replicates:run_id` of a group. */
  id: string;
  kind: 'run' | 'results' | 'result' | 'replicates';
  run_id: string;
  /** Of a result row: the step that gave it. */
  step_id: string | null;
  /** The run; of a replicate group its first run. */
  run: Run;
  /** `#13`, `#7 × 3`, `#8 · 3 results`, `cell 6`. */
  label: string;
  subtitle: ISubtitleItem[];
  style: IRunStyle;
  baseline: boolean;
  /** Rows inside the group; empty for a leaf. */
  children: IRow[];
  /** By column id, for every column of the table, shown or not. */
  cells: Record<string, ICell>;
}

/** Sort order of one column. */
export interface ISort {
  column: string;
  descending: boolean;
}

/** The table: what is drawn, and how much there is. */
export interface ITable {
  /** Shown columns in order. */
  columns: IColumn[];
  /** All columns in order, for the column menu and the count. */
  allColumns: IColumn[];
  /** Sorted rows; the baseline's row is first and pinned. */
  rows: IRow[];
  /** True when live values would sort otherwise than shown: the head offers «Re-sort». */
  resort: boolean;
}

/** A piece of the headline; those with a target are links to where the fact shows. */
export interface IHeadlinePart {
  text: string;
  strong: boolean;
  target: IHeadlineTarget | null;
}

/** Where a fact of the headline shows. */
export interface IHeadlineTarget {
  kind: 'params' | 'cells' | 'packages' | 'data' | 'run' | 'metric' | 'noise';
  /** run_id, metric key or name, where it is one thing. */
  id: string | null;
}

/**
 * What the pure modules hand to the differences of two runs: plain data, ready to draw (see shapes.ts).
 */
import type { Run } from '../api/types';
import type { IDelta } from './shapes';

/** Marks of a pair of aligned cells. */
export type CodeMark = 'edited' | 'added' | 'deleted' | 'moved' | 'same';

/** One side of an aligned pair of cells: what ran. */
export interface ICodeSide {
  step_id: string;
  code: string;
  /** Cell number in the document, null when unknown. */
  number: number | null;
  /** 1-based place among the run's effective steps. */
  step: number;
  role: 'own' | 'inherited' | 'after-result';
  /** `step 3 of #5 · own`. */
  text: string;
  /** What must be said of the step: `evals` was made before a cell above it ran again. */
  flags: readonly string[];
}

/** A block of the code section: one aligned cell, or several equal ones in a row. */
export type CodeBlock =
  | {
      kind: 'cell';
      /** Id of the difference for next and previous: `code:<cell_key>`. */
      id: string;
      /** `Cell 6`. */
      title: string;
      heading: string | null;
      mark: CodeMark;
      /** `edited`, `moved 3 → 6`. */
      markText: string;
      /** False for a look: shown, and not counted as a difference. */
      counts: boolean;
      left: ICodeSide | null;
      right: ICodeSide | null;
    }
  | {
      kind: 'same';
      id: string;
      /** `4 cells are the same · 1, 2, 4, 5`. */
      text: string;
      cells: { title: string; left: ICodeSide; right: ICodeSide }[];
    };

/** A row of Results, Params or Packages in the differences of two runs. */
export interface IDifferenceRow {
  /** `results:val_acc`, `params:SGDClassifier.alpha`. */
  id: string;
  name: string;
  left: string;
  right: string;
  differs: boolean;
  /** Rest of the row: delta with noise, `÷ 1000 · call, cell 5`, `upgraded`. */
  note: string;
  delta: IDelta | null;
  /** Sides whose value the run only inherited: where from. */
  inherited?: { left: string | null; right: string | null };
}

/** Sections of the differences in order, short facts before long code. */
export type SectionId =
  'results' | 'params' | 'packages' | 'code' | 'environment' | 'seeds';

/** One section of the differences. */
export interface ISection {
  id: SectionId;
  /** `Results`, `Code`. */
  title: string;
  /** How many differences. */
  count: number;
  /** What stands at the right of the outline: `3`, `the same`, `not recorded`. */
  summary: string;
  rows: IDifferenceRow[];
  blocks: CodeBlock[];
  /** Lines below the rows: `61 packages are the same`, a caution about the split. */
  notes: { text: string; caution: boolean }[];
  /** One sentence in place of rows: `The same`, `Not recorded for #11`; else null. */
  instead: string | null;
}

/** All differences of two runs. */
export interface IDifferenceView {
  left: Run;
  right: Run;
  sections: ISection[];
  /** Ids of every difference in the order of the sections: what next and previous walk. */
  ids: string[];
}

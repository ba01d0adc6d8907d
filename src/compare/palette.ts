/**
 * How runs are told apart: a run stores its slot, the colour itself is in style/palette.css.
 * Marker and dash say the same as the colour, so charts can be read in grey.
 */
import type { Run } from '../api/types';
import { replicatesOf } from './noise';
import type { IRunStyle } from './shapes';

interface ISlot {
  glyph: string;
  open: string;
  symbol: string;
  dash: string;
}

/** By slot − 1 (design: run palette). No marker is a cross: it would read as failed. */
const SLOTS: readonly ISlot[] = [
  { glyph: '●', open: '○', symbol: 'circle', dash: 'solid' },
  { glyph: '■', open: '□', symbol: 'square', dash: '6px,3px' },
  { glyph: '▲', open: '△', symbol: 'triangle-up', dash: '2px,2px' },
  { glyph: '◆', open: '◇', symbol: 'diamond', dash: '6px,2px,2px,2px' },
  { glyph: '▼', open: '▽', symbol: 'triangle-down', dash: '10px,3px' },
  { glyph: '⬟', open: '⬠', symbol: 'pentagon', dash: '10px,3px,2px,3px' },
  { glyph: '⬢', open: '⬡', symbol: 'hexagon', dash: '4px,2px' },
  { glyph: '★', open: '☆', symbol: 'star', dash: '1px,3px' },
  { glyph: '✚', open: '✛', symbol: 'cross', dash: '12px,2px,4px,2px' },
  { glyph: '⧓', open: '⋈', symbol: 'bowtie', dash: '3px,3px,8px,3px' }
];

/** How many slots there are; slots go round. */
export const SLOT_COUNT = SLOTS.length;

const DRAFT: IRunStyle = {
  slot: null,
  color: 'var(--jp-ui-font-color2)',
  glyph: '○',
  symbol: 'circle-open',
  dash: 'solid',
  hollow: true
};

/** The style of a slot; null is a draft. `again` is the later of two runs of one slot. */
export function slotStyle(slot: number | null, again = false): IRunStyle {
  if (slot === null) {
    return DRAFT;
  }
  const own = SLOTS[(slot - 1) % SLOT_COUNT];
  const dashes = SLOTS[(slot - 1 + (again ? 5 : 0)) % SLOT_COUNT];
  return {
    slot,
    color: `var(--rf-run-${slot})`,
    glyph: again ? own.open : own.glyph,
    symbol: again ? `${own.symbol}-open` : own.symbol,
    dash: dashes.dash,
    hollow: again
  };
}

/** The style of one run by itself, as the panel shows it. */
export function runStyle(run: Run): IRunStyle {
  return slotStyle(run.draft ? null : run.color);
}

/**
 * The styles of runs shown together, by run_id. Where two of them wear one slot the later in the
 * list is hollow and dashed; replicates of one run are meant to look the same.
 */
export function runStyles(runs: readonly Run[]): Map<string, IRunStyle> {
  const wearers = new Map<number, string>();
  const styles = new Map<string, IRunStyle>();
  const { rootOf } = replicatesOf(runs);
  for (const run of runs) {
    const style = runStyle(run);
    const root = rootOf(run.run_id);
    if (style.slot !== null && !wearers.has(style.slot)) {
      wearers.set(style.slot, root);
    }
    const again = style.slot !== null && wearers.get(style.slot) !== root;
    styles.set(run.run_id, again ? slotStyle(style.slot, true) : style);
  }
  return styles;
}

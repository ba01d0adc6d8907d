/** The few words that views make themselves: names of runs, subtitles fitted into a width. */
import type { Run } from '../api/types';
import type { ISubtitleItem } from '../compare/shapes';
import { fitSubtitle } from '../compare/subtitle';

/** Mean width of a character at the small font size, in px: enough to choose by whole items. */
const CHARACTER = 5.8;

/** `#13`, or `#13 baseline` where the run has a name. */
export function runLabel(run: Run): string {
  return run.name ? `#${run.number} ${run.name}` : `#${run.number}`;
}

/** The short form of a subtitle that fits into a width in px, by whole items. */
export function fittedText(
  items: readonly ISubtitleItem[],
  width: number
): string {
  return fitSubtitle(items, width, text => text.length * CHARACTER, 'short')
    .text;
}

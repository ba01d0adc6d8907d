/**
 * The icons of the product. They take their colour from the theme: shapes with the class
 * `jp-icon3` are recoloured by JupyterLab (fill and stroke alike, so an outline has no fill
 * opacity), the others by our style sheets.
 */
import { LabIcon } from '@jupyterlab/ui-components';

const svg = (body: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 16 16">${body}</svg>`;

/** Three rising dots on a line: the panel. */
export const runsIcon = new LabIcon({
  name: 'runfolio:runs',
  svgstr: svg(
    '<path class="jp-icon3" fill="currentColor" fill-opacity="0" stroke="currentColor" stroke-width="1.4" d="M2 12.5 6.5 8l3 2L14 4"/>' +
      '<g class="jp-icon3" fill="currentColor"><circle cx="6.5" cy="8" r="1.9"/>' +
      '<circle cx="9.5" cy="10" r="1.9"/><circle cx="13.6" cy="4.2" r="1.9"/>' +
      '<circle cx="2.4" cy="12.2" r="1.9"/></g>'
  )
});

/** A ring with a filled dot: recording. */
export const recordOnIcon = new LabIcon({
  name: 'runfolio:record-on',
  svgstr: svg(
    '<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.5"/>' +
      '<circle cx="8" cy="8" r="3" fill="currentColor"/>'
  )
});

/** A ring with a slash: not recording. */
export const recordOffIcon = new LabIcon({
  name: 'runfolio:record-off',
  svgstr: svg(
    '<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.5"/>' +
      '<path stroke="currentColor" stroke-width="1.5" d="M3.8 12.2l8.4-8.4"/>'
  )
});

/** A ring with an exclamation mark: a gap in the record. */
export const recordGapIcon = new LabIcon({
  name: 'runfolio:record-gap',
  svgstr: svg(
    '<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.5"/>' +
      '<path fill="currentColor" d="M7.2 4.6h1.6v4.2H7.2zM7.2 9.9h1.6v1.6H7.2z"/>'
  )
});

/** Add in a circle: new run. */
export const newRunIcon = new LabIcon({
  name: 'runfolio:new-run',
  svgstr: svg(
    '<circle class="jp-icon3" cx="8" cy="8" r="6" fill="currentColor" fill-opacity="0" stroke="currentColor" stroke-width="1.4"/>' +
      '<path class="jp-icon3" fill="currentColor" d="M7.3 5h1.4v2.3H11v1.4H8.7V11H7.3V8.7H5V7.3h2.3z"/>'
  )
});

/** Two lines crossing: a comparison. */
export const compareIcon = new LabIcon({
  name: 'runfolio:compare',
  svgstr: svg(
    '<path class="jp-icon3" fill="currentColor" fill-opacity="0" stroke="currentColor" stroke-width="1.5" d="M2 3.5c5 0 5 9 12 9"/>' +
      '<path class="jp-icon3" fill="currentColor" fill-opacity="0" stroke="currentColor" stroke-width="1.5" stroke-dasharray="3 1.6" d="M2 12.5c5 0 5-9 12-9"/>'
  )
});

/** A filled star. */
export const starIcon = new LabIcon({
  name: 'runfolio:star',
  svgstr: svg(
    '<path class="jp-icon3" fill="currentColor" d="M8 1.6l1.9 4.1 4.4.5-3.3 3 .9 4.4L8 11.4l-3.9 2.2.9-4.4-3.3-3 4.4-.5z"/>'
  )
});

/** A sheet with lines: a note. */
export const noteIcon = new LabIcon({
  name: 'runfolio:note',
  svgstr: svg(
    '<path class="jp-icon3" fill="currentColor" d="M3 2h10v9l-3 3H3zm1.4 1.4v9.2H9V10h2.6V3.4zM5.6 5.2h4.8v1.2H5.6zM5.6 7.6h4.8v1.2H5.6z"/>'
  )
});

/** A triangle: caution. Coloured by `rf-tone-caution`. */
export const cautionIcon = new LabIcon({
  name: 'runfolio:caution',
  svgstr: svg(
    '<path fill="currentColor" fill-rule="evenodd" d="M8 1.5 15.5 14.5H.5zM7.2 6v4.4h1.6V6zM7.2 11.4V13h1.6v-1.6z"/>'
  )
});

/** A disc with an exclamation mark: a fault, a failed run. Coloured by `rf-tone-error`. */
export const faultIcon = new LabIcon({
  name: 'runfolio:fault',
  svgstr: svg(
    '<path fill="currentColor" fill-rule="evenodd" d="M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1zM7.1 4v5h1.8V4zM7.1 10.4v1.8h1.8v-1.8z"/>'
  )
});

/** A square: a killed run. */
export const killedIcon = new LabIcon({
  name: 'runfolio:killed',
  svgstr: svg('<path class="jp-icon3" fill="currentColor" d="M3 3h10v10H3z"/>')
});

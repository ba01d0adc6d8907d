/** Icons that only a comparison needs; they come with its lazy part. */
import { LabIcon } from '@jupyterlab/ui-components';

const svg = (body: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 16 16">${body}</svg>`;

const stroke = (d: string): string =>
  `<path class="jp-icon3" style="fill:none" stroke="currentColor" stroke-width="1.3" d="${d}"/>`;

/** Shown in charts. */
export const eyeIcon = new LabIcon({
  name: 'runfolio:eye',
  svgstr: svg(
    stroke('M1 8s2.6-4.4 7-4.4S15 8 15 8s-2.6 4.4-7 4.4S1 8 1 8z') +
      '<circle class="jp-icon3" cx="8" cy="8" r="2.1" fill="currentColor"/>'
  )
});

/** Hidden in charts. */
export const eyeOffIcon = new LabIcon({
  name: 'runfolio:eye-off',
  svgstr: svg(
    stroke('M1 8s2.6-4.4 7-4.4S15 8 15 8s-2.6 4.4-7 4.4S1 8 1 8z') +
      stroke('M2.5 14L13.5 2')
  )
});

/** Two arrows: exchange left and right. */
export const swapIcon = new LabIcon({
  name: 'runfolio:swap',
  svgstr: svg(
    stroke(
      'M2 5.2h11M10.4 2.6L13 5.2l-2.6 2.6M14 10.8H3M5.6 8.2L3 10.8l2.6 2.6'
    )
  )
});

/** Three columns. */
export const columnsIcon = new LabIcon({
  name: 'runfolio:columns',
  svgstr: svg(stroke('M2 3h12v10H2zM6 3v10M10 3v10'))
});

/** Rows of numbers: the data of a chart. */
export const dataIcon = new LabIcon({
  name: 'runfolio:data',
  svgstr: svg(stroke('M2 4.2h12M2 8h12M2 11.8h12'))
});

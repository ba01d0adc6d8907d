import { LabIcon } from '@jupyterlab/ui-components';

/** Three columns. Only the panel shows it, so it comes with the panel. */
export const columnsIcon = new LabIcon({
  name: 'runfolio:columns',
  svgstr:
    '<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 16 16"><path class="jp-icon3" fill="currentColor" fill-opacity="0" stroke="currentColor" stroke-width="1.2" d="M2 3h3.4v10H2zM6.4 3h3.2v10H6.4zM10.6 3H14v10h-3.4z"/></svg>'
});

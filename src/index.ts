import type { JupyterFrontEndPlugin } from '@jupyterlab/application';

import { commandsPlugin } from './commands/plugin';
import { comparisonPlugin } from './comparison/plugin';
import { modelPlugins } from './model/plugin';
import { panelPlugin } from './panel/plugin';
import { recorderPlugin, toolbarPlugin } from './recorder/plugin';
import { snapshotPlugin } from './snapshot/plugin';

/** All plugins of Runfolio. */
const plugins: JupyterFrontEndPlugin<unknown>[] = [
  ...modelPlugins,
  recorderPlugin,
  toolbarPlugin,
  commandsPlugin,
  panelPlugin,
  comparisonPlugin,
  snapshotPlugin
];

export default plugins;

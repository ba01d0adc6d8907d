import type { JupyterFrontEnd } from '@jupyterlab/application';
import { InputDialog } from '@jupyterlab/apputils';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';

import type { IPanelDoors } from './context';

/** Bring a cell of a notebook panel into view and select it. */
async function showCell(panel: NotebookPanel, cellId: string): Promise<void> {
  await panel.context.ready;
  await panel.revealed;
  const { content } = panel;
  const index = content.widgets.findIndex(cell => cell.model.id === cellId);
  if (index >= 0) {
    content.activeCellIndex = index;
    await content.scrollToItem(index);
  }
}

/** What the panel asks of the application. */
export function createDoors(
  app: JupyterFrontEnd,
  tracker: INotebookTracker | null
): IPanelDoors {
  const { commands } = app;
  return {
    runAll: () => void commands.execute('notebook:run-all-cells'),
    goToCell: async (path, cellId) => {
      await commands.execute('docmanager:open', { path });
      const panel = tracker?.find(one => one.context.localPath === path);
      if (panel) {
        await showCell(panel, cellId);
      }
    },
    askText: async (title, text) => {
      const answer = await InputDialog.getText({ title, text });
      return answer.button.accept ? (answer.value ?? '') : null;
    }
  };
}

/**
 * Opens snapshots as read-only notebooks. Comes by import(), with the first one.
 *
 * They have a widget factory of their own: it starts no kernel, and it stands outside of the
 * notebook tracker, so that no command and no recorder takes a snapshot for the notebook.
 */

import '../../style/snapshot.css';

import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { NotebookWidgetFactory } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';

import { RunClient } from '../api/client';
import type { Snapshot } from '../api/types';
import { SnapshotDrive } from './drive';
import { noteOf, titleOf } from './words';

/** Name of the widget factory. */
export const FACTORY = 'Runfolio Snapshot';

/** Shows snapshots in one application. */
export class SnapshotOpener {
  constructor(
    private readonly _app: JupyterFrontEnd,
    private readonly _trans: TranslationBundle
  ) {
    const { serverSettings, contents } = _app.serviceManager;
    this._client = new RunClient({ serverSettings });
    this._drive = new SnapshotDrive(serverSettings);
    contents.addDrive(this._drive);
    this._addFactory();
  }

  /** Open the notebook as it stood when a run opened or closed; says why where it cannot. */
  async open(
    runId: string,
    moment: Snapshot['moment']
  ): Promise<NotebookPanel | undefined> {
    const asked = Promise.all([
      this._client.run(runId),
      this._client.snapshot(runId, moment)
    ]);
    const [run, snapshot] = await asked.catch((error: Error) => {
      Notification.error(error.message, { autoClose: 8000 });
      return [];
    });
    if (!run || !snapshot) {
      return undefined;
    }
    const panel = (await this._app.commands.execute('docmanager:open', {
      path: this._drive.hold(snapshot),
      factory: FACTORY
    })) as NotebookPanel;
    await panel.context.ready;
    if (!this._shown.has(panel)) {
      this._shown.add(panel);
      panel.toolbar.addItem('about', noteWidget(noteOf(snapshot, this._trans)));
      panel.disposed.connect(() => this._drive.release(snapshot), this);
    }
    panel.title.label = titleOf(run, moment, this._trans);
    panel.title.caption = panel.title.label;
    return panel;
  }

  private _addFactory(): void {
    const { docRegistry } = this._app;
    const base = docRegistry.getWidgetFactory('Notebook');
    if (!(base instanceof NotebookWidgetFactory)) {
      throw new Error('JupyterLab has no notebook view.');
    }
    docRegistry.addWidgetFactory(
      new NotebookWidgetFactory({
        name: FACTORY,
        label: this._trans.__('Notebook of a Run'),
        fileTypes: [],
        modelName: 'notebook',
        canStartKernel: false,
        preferKernel: false,
        readOnly: true,
        toolbarFactory: () => [],
        rendermime: base.rendermime,
        contentFactory: base.contentFactory,
        mimeTypeService: base.mimeTypeService,
        editorConfig: base.editorConfig,
        notebookConfig: base.notebookConfig
      })
    );
  }

  private readonly _client: RunClient;
  private readonly _drive: SnapshotDrive;
  private readonly _shown = new WeakSet<NotebookPanel>();
}

/** A line of text for a toolbar. */
function noteWidget(text: string): Widget {
  const widget = new Widget();
  widget.addClass('rf-SnapshotNote');
  widget.node.textContent = text;
  widget.node.title = text;
  return widget;
}

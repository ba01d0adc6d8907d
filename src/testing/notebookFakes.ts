/**
 * A notebook panel as the recorder sees it, without JupyterLab: signals a test can fire.
 */
import type { NotebookPanel } from '@jupyterlab/notebook';
import { Signal } from '@lumino/signaling';

/** A cell of the document. */
export interface IFakeCell {
  id: string;
  type: string;
  source: string;
  metadata?: Record<string, unknown>;
}

interface IFakeKernel {
  id: string;
  spec: Promise<{ language: string }>;
}

/** A session whose messages a test sends. */
class FakeSession {
  constructor(readonly kernel: IFakeKernel | null) {}
  readonly anyMessage = new Signal<this, unknown>(this);
}

/** Stands in for a notebook panel with its session. */
export class FakeNotebook {
  constructor(cells: IFakeCell[], kernel: string | null = 'kernel-1') {
    this.cells = cells;
    const spec = Promise.resolve({ language: 'python' });
    this.session = new FakeSession(
      kernel === null ? null : { id: kernel, spec }
    );
  }

  cells: IFakeCell[];
  readonly session: FakeSession;
  readonly sessionChanged = new Signal<this, unknown>(this);
  readonly kernelChanged = new Signal<this, unknown>(this);
  readonly statusChanged = new Signal<this, string>(this);

  /** The notebook widget, by which NotebookActions names the notebook. */
  readonly content = {
    model: {
      cells: {
        [Symbol.iterator]: () =>
          this.cells.map(cell => this.model(cell)).values()
      }
    }
  };

  /** A cell widget. */
  cell(id: string): { model: unknown } {
    const found = this.cells.find(cell => cell.id === id);
    if (!found) {
      throw new Error(`no cell ${id}`);
    }
    return { model: this.model(found) };
  }

  /** What the kernel connection says when a cell is sent. */
  send(cellId: string | undefined, code: string, metadata: object = {}): void {
    this.session.anyMessage.emit({
      direction: 'send',
      msg: {
        header: { msg_type: 'execute_request', msg_id: `m-${cellId}` },
        metadata: { cellId, ...metadata },
        content: { code }
      }
    });
  }

  /** What the kernel connection says when the kernel says something to all. */
  say(msgId: string): void {
    this.session.anyMessage.emit({
      direction: 'recv',
      msg: {
        channel: 'iopub',
        header: { msg_type: 'stream', msg_id: msgId },
        parent_header: {},
        metadata: {},
        content: {}
      }
    });
  }

  get panel(): NotebookPanel {
    this._panel.disposed = this.disposed;
    this._panel.sessionContext = this.sessionContext();
    return this._panel as unknown as NotebookPanel;
  }

  private model(cell: IFakeCell) {
    return {
      id: cell.id,
      type: cell.type,
      getMetadata: (key: string) => cell.metadata?.[key],
      sharedModel: { getSource: () => cell.source }
    };
  }

  private sessionContext(): object {
    const { kernelChanged, sessionChanged, statusChanged } = this;
    return {
      session: this.session,
      kernelChanged,
      sessionChanged,
      statusChanged
    };
  }

  private readonly _panel: Record<string, unknown> = {
    content: this.content,
    context: { localPath: 'digits.ipynb', ready: Promise.resolve() }
  };

  /** The panel was closed. */
  readonly disposed = new Signal<object, void>(this._panel);
}

/**
 * A contents drive that holds snapshots while they are open: read-only, in memory, so that
 * JupyterLab's own notebook view shows them and nothing of it is a file.
 */

import type { Contents, ServerConnection } from '@jupyterlab/services';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { Snapshot } from '../api/types';

/** Name of the drive: what stands before the colon of a snapshot's path. */
export const DRIVE = 'RunfolioSnapshots';

/** Local path of a snapshot in the drive. */
export const pathOf = (snapshot: Snapshot): string =>
  `${snapshot.run_id}/${snapshot.moment}.ipynb`;

/** The notebook of a snapshot; its cells can be neither edited nor deleted. */
export function notebookOf(snapshot: Snapshot): Record<string, unknown> {
  const cells = snapshot.notebook.cells as Record<string, unknown>[];
  return {
    ...snapshot.notebook,
    cells: cells.map(cell => ({
      ...cell,
      metadata: { editable: false, deletable: false }
    }))
  };
}

/** What cannot be done to a snapshot. */
const refuse = (): Promise<never> =>
  Promise.reject(new Error('A snapshot cannot be changed.'));

/** Holds the snapshots that are shown. */
export class SnapshotDrive implements Contents.IDrive {
  constructor(readonly serverSettings: ServerConnection.ISettings) {}

  readonly name = DRIVE;

  get fileChanged(): ISignal<Contents.IDrive, Contents.IChangedArgs> {
    return this._fileChanged;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    this._held.clear();
    Signal.clearData(this);
  }

  /** Hold a snapshot; answers its path for the document manager. */
  hold(snapshot: Snapshot): string {
    const path = pathOf(snapshot);
    this._held.set(path, snapshot);
    return `${DRIVE}:${path}`;
  }

  /** It is shown no more. */
  release(snapshot: Snapshot): void {
    this._held.delete(pathOf(snapshot));
  }

  get(
    localPath: string,
    options?: Contents.IFetchOptions
  ): Promise<Contents.IModel> {
    const snapshot = this._held.get(localPath);
    if (!snapshot) {
      return Promise.reject(new Error('The snapshot is not open any more.'));
    }
    const isWanted = options?.content !== false;
    return Promise.resolve({
      name: localPath.split('/').pop() ?? localPath,
      path: localPath,
      type: 'notebook',
      format: isWanted ? 'json' : null,
      content: isWanted ? notebookOf(snapshot) : null,
      writable: false,
      created: snapshot.taken_at,
      last_modified: snapshot.taken_at,
      mimetype: ''
    } as Contents.IModel);
  }

  listCheckpoints(): Promise<Contents.ICheckpointModel[]> {
    return Promise.resolve([]);
  }

  readonly getDownloadUrl = refuse;
  readonly newUntitled = refuse;
  readonly delete = refuse;
  readonly rename = refuse;
  readonly save = refuse;
  readonly copy = refuse;
  readonly createCheckpoint = refuse;
  readonly restoreCheckpoint = refuse;
  readonly deleteCheckpoint = refuse;

  private _isDisposed = false;
  private readonly _held = new Map<string, Snapshot>();
  private readonly _fileChanged = new Signal<this, Contents.IChangedArgs>(this);
}

import type { JupyterFrontEnd } from '@jupyterlab/application';
import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';

import type { Snapshot } from '../api/types';
import { CommandIDs } from '../commands/ids';
import { FakeRuns, makeRun } from '../testing/panelFakes';
import { FakeServer } from '../testing/server';
import type { IRunsModel } from '../tokens';
import { addOpenSnapshot } from './command';
import { DRIVE, SnapshotDrive } from './drive';
import { noteOf, titleOf } from './words';

const trans = nullTranslator.load('runfolio');

const snapshot = (more: Partial<Snapshot> = {}): Snapshot => ({
  run_id: 'run-14',
  moment: 'opened',
  step_id: 's',
  digest: 'd',
  source: 'browser',
  taken_at: '2026-11-24T08:00:00.000000Z',
  redactions: 0,
  left_out: {},
  notebook: {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: [{ id: 'a', cell_type: 'code', source: 'x = 1', metadata: {} }]
  },
  ...more
});

function drive(): SnapshotDrive {
  return new SnapshotDrive(new FakeServer({}).settings);
}

describe('SnapshotDrive', () => {
  it('gives what it holds, not writable, its cells neither editable nor deletable', async () => {
    const held = drive();
    expect(held.hold(snapshot())).toBe(`${DRIVE}:run-14/opened.ipynb`);
    const model = await held.get('run-14/opened.ipynb');
    expect(model).toMatchObject({ type: 'notebook', writable: false });
    expect(model.content.cells).toEqual([
      {
        id: 'a',
        cell_type: 'code',
        source: 'x = 1',
        metadata: { editable: false, deletable: false }
      }
    ]);
    const bare = await held.get('run-14/opened.ipynb', { content: false });
    expect(bare.content).toBeNull();
  });

  it('has nothing that is not open', async () => {
    const held = drive();
    held.hold(snapshot());
    held.release(snapshot());
    await expect(held.get('run-14/opened.ipynb')).rejects.toThrow('not open');
    await expect(held.get('../etc/passwd')).rejects.toThrow('not open');
  });

  it('refuses every change', async () => {
    const held = drive();
    held.hold(snapshot());
    const changes = [
      held.save,
      held.delete,
      held.rename,
      held.copy,
      held.newUntitled,
      held.createCheckpoint,
      held.restoreCheckpoint,
      held.deleteCheckpoint,
      held.getDownloadUrl
    ];
    for (const change of changes) {
      await expect(change()).rejects.toThrow('cannot be changed');
    }
    expect(await held.listCheckpoints()).toEqual([]);
  });
});

describe('the words of a snapshot', () => {
  it('names notebook, run and moment', () => {
    const run = makeRun(14, { notebook_path: 'work/digits.ipynb' });
    expect(titleOf(run, 'opened', trans)).toBe('digits #14 as opened');
    expect(titleOf(run, 'closed', trans)).toBe('digits #14 as closed');
  });

  it('says where it is from and what is not in it', () => {
    expect(noteOf(snapshot(), trans)).toMatch(
      /^The notebook as the browser had it, [^.]+\.$/
    );
    const said = noteOf(
      snapshot({ source: 'file', redactions: 2, left_out: { a: 'off' } }),
      trans
    );
    expect(said).toContain('as it was saved');
    expect(said).toContain('2 secrets removed.');
    expect(said).toContain('1 cell without its text');
  });
});

describe('the command', () => {
  it('is for a run that is told or the one that is selected', () => {
    const commands = new CommandRegistry();
    const runs = new FakeRuns();
    const app = { commands } as unknown as JupyterFrontEnd;
    addOpenSnapshot(app, runs as unknown as IRunsModel, trans);
    const enabled = (args = {}): boolean =>
      commands.isEnabled(CommandIDs.openSnapshot, args);
    expect(enabled()).toBe(false);
    expect(enabled({ run_id: 'r' })).toBe(true);
    let told = 0;
    commands.commandChanged.connect(() => (told += 1));
    runs.selection = ['r'];
    runs.changed.emit(['selection']);
    expect(told).toBe(1);
    expect(enabled()).toBe(true);
    runs.selection = ['r', 's'];
    expect(enabled()).toBe(false);
    expect(commands.label(CommandIDs.openSnapshot, { moment: 'closed' })).toBe(
      'Open Notebook as the Run Closed'
    );
  });
});

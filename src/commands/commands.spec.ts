import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';

import { FakeRuns } from '../testing/panelFakes';
import type { IRunsModel } from '../tokens';
import { addCompare } from './compare';
import { CommandIDs } from './ids';
import { addNewRun } from './newRun';
import { addOpenPanel, PANEL_ID } from './openPanel';
import type { ICommandParts } from './parts';
import { addToggleRecording } from './toggleRecording';

function setUp() {
  const runs = new FakeRuns();
  const asked: string[] = [];
  const opened: object[] = [];
  const activated: string[] = [];
  const parts = {
    commands: new CommandRegistry(),
    shell: { activateById: (id: string) => activated.push(id) },
    runs: runs as IRunsModel,
    tracker: { currentWidget: { context: { localPath: 'front.ipynb' } } },
    recorder: { askNewRun: (path: string) => asked.push(path) },
    opener: { open: async (state: object) => void opened.push(state) },
    trans: nullTranslator.load('runfolio')
  } as unknown as ICommandParts;
  [addToggleRecording, addNewRun, addCompare, addOpenPanel].forEach(add =>
    add(parts)
  );
  return { commands: parts.commands, runs, asked, opened, activated };
}

describe('commands', () => {
  it('switch the notebook in front, or the one that is named', async () => {
    const { commands, runs } = setUp();
    await commands.execute(CommandIDs.toggleRecording);
    runs.recordingOn = false;
    await commands.execute(CommandIDs.toggleRecording, { path: 'b.ipynb' });
    expect(runs.callsOf('setRecording')).toEqual([
      [false, 'front.ipynb'],
      [true, 'b.ipynb']
    ]);
  });

  it('cannot switch without a server part', () => {
    const { commands, runs } = setUp();
    runs.status = { state: 'missing', updatedAt: null, fault: null };
    expect(commands.isEnabled(CommandIDs.toggleRecording)).toBe(false);
  });

  it('open no new run without a server part, and say why', () => {
    const { commands, runs } = setUp();
    expect(commands.caption(CommandIDs.newRun)).toMatch(/next cell/);
    runs.status = { state: 'missing', updatedAt: null, fault: null };
    expect(commands.isEnabled(CommandIDs.newRun)).toBe(false);
    expect(commands.caption(CommandIDs.newRun)).toMatch(/server part/);
  });

  it('ask for a new run where recording is on', async () => {
    const { commands, runs, asked } = setUp();
    await commands.execute(CommandIDs.newRun);
    expect(asked).toEqual(['front.ipynb']);
    runs.recordingOn = false;
    expect(commands.isEnabled(CommandIDs.newRun)).toBe(false);
  });

  it('compare what is selected, and hand a saved state on', async () => {
    const { commands, runs, opened } = setUp();
    expect(commands.isEnabled(CommandIDs.compare)).toBe(false);
    runs.selection = ['a', 'b'];
    await commands.execute(CommandIDs.compare);
    await commands.execute(CommandIDs.compare, { runs: ['c'], tab: 'charts' });
    expect(opened).toEqual([
      { runs: ['a', 'b'] },
      { runs: ['c'], tab: 'charts' }
    ]);
  });

  it('show the panel', async () => {
    const { commands, activated } = setUp();
    await commands.execute(CommandIDs.openPanel);
    expect(activated).toEqual([PANEL_ID]);
  });
});

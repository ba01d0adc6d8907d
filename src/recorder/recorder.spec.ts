import type { Cell } from '@jupyterlab/cells';
import type { Notebook } from '@jupyterlab/notebook';

import type { Intent } from '../api/types';
import type { IFakeCell } from '../testing/notebookFakes';
import { FakeNotebook } from '../testing/notebookFakes';
import { sha256 } from './digest';
import { MOST_AGAIN } from './observe';
import type { Fault } from './outbox';
import { NO_KEEP } from './keep';
import { ERRORS_ALLOWED, Recorder } from './recorder';
import { CHUNK } from './sources';

const CELLS: IFakeCell[] = [
  { id: 't', type: 'markdown', source: '# Model' },
  { id: 'a', type: 'code', source: 'a = 1' },
  { id: 'b', type: 'code', source: 'b = 2' },
  { id: 'blank', type: 'code', source: '' }
];

/** What the recorder handed on to be forwarded. */
interface IForwarded {
  fetched: number;
  listeners: { kernelId: string; language: string; heard: string[] }[];
}

interface ISetUp {
  forwarding: IForwarded;
  recorder: Recorder;
  notebook: FakeNotebook;
  posted: Intent[];
  stops: Fault[];
  /** Let the tick end and the answers come. */
  tick: () => Promise<void>;
  /** Schedule and send a cell as JupyterLab does, in one tick. */
  run: (id: string, metadata?: object) => void;
  schedule: (id: string) => void;
}

function setUp(
  options: {
    kernel?: string | null;
    unknown?: (batch: Intent[]) => string[];
    untapped?: string[];
    send?: () => Promise<never>;
  } = {}
): ISetUp {
  const posted: Intent[] = [];
  const stops: Fault[] = [];
  const forwarding: IForwarded = { fetched: 0, listeners: [] };
  const recorder = new Recorder({
    send: async intents => {
      posted.push(...intents);
      await options.send?.();
      return {
        accepted: intents.length,
        unknown_documents: options.unknown?.(intents) ?? [],
        untapped: options.untapped ?? []
      };
    },
    fault: () => 'refused',
    user: () => 'ada',
    keep: NO_KEEP,
    clock: () => 1,
    forwarding: async () => {
      forwarding.fetched += 1;
      return {
        listen: (kernelId, language) => {
          const heard: string[] = [];
          forwarding.listeners.push({ kernelId, language, heard });
          return {
            hear: msg => heard.push(msg.header.msg_id),
            miss: () => undefined,
            flush: () => heard.push('flush'),
            dispose: () => heard.push('gone')
          };
        },
        flushOnHide: () => undefined,
        dispose: () => undefined
      };
    },
    stopped: fault => {
      stops.push(fault);
      return 'stopped';
    }
  });
  const notebook = new FakeNotebook(CELLS, options.kernel);
  recorder.observe(notebook.panel);
  const schedule = (id: string): void =>
    recorder.onScheduled(null, {
      notebook: notebook.content as unknown as Notebook,
      cell: notebook.cell(id) as unknown as Cell
    });
  const run = (id: string, metadata?: object): void => {
    schedule(id);
    const cell = notebook.cells.find(one => one.id === id);
    if (cell?.type === 'code' && cell.source) {
      notebook.send(id, cell.source, metadata);
    }
  };
  const tick = async (): Promise<void> => {
    for (let i = 0; i < 3; i++) {
      await new Promise(resolve => setTimeout(resolve, 0));
    }
  };
  return { recorder, notebook, posted, stops, forwarding, tick, run, schedule };
}

describe('Recorder', () => {
  it('announces itself with the document when a notebook has a kernel', async () => {
    const { posted, tick } = setUp();
    await tick();
    expect(posted).toHaveLength(1);
    expect(posted[0]).toMatchObject({
      kind: 'document',
      kernel_id: 'kernel-1',
      path: 'digits.ipynb',
      user: 'ada'
    });
    expect(posted[0].cells?.map(cell => [cell.cell_id, cell.heading])).toEqual([
      ['t', 'Model'],
      ['a', 'Model'],
      ['b', 'Model'],
      ['blank', 'Model']
    ]);
  });

  it('posts one intent a tick, with message ids in the order of sending', async () => {
    const { posted, tick, run } = setUp();
    await tick();
    run('b', { tags: ['parameters'], runfolio: { step: 'train' } });
    await tick();
    expect(posted).toHaveLength(2);
    expect(posted[1]).toMatchObject({
      kind: 'run',
      items: [
        {
          cell_id: 'b',
          msg_id: 'm-b',
          tags: ['parameters'],
          runfolio: { step: 'train' }
        }
      ]
    });
    expect(posted[1].document).toBe(posted[0].document);
    expect(posted[1].cells).toBeUndefined();
  });

  it('takes all non-empty code cells in one tick for Run All', async () => {
    const { posted, tick, run } = setUp();
    await tick();
    ['t', 'a', 'b', 'blank'].forEach(id => run(id));
    await tick();
    expect(posted[1].kind).toBe('run-all');
    expect(posted[1].items?.map(item => item.msg_id)).toEqual(['m-a', 'm-b']);
  });

  it('tells the cells again when one was edited', async () => {
    const { notebook, posted, tick, run } = setUp();
    await tick();
    notebook.cells = CELLS.map(cell =>
      cell.id === 'a' ? { ...cell, source: 'a = 10' } : cell
    );
    run('a');
    await tick();
    expect(posted[1].document).not.toBe(posted[0].document);
    expect(posted[1].cells).toHaveLength(4);
  });

  it('tells the text of each cell once, and an edited one again', async () => {
    const { notebook, posted, tick, run } = setUp();
    await tick();
    expect(Object.values(posted[0].sources ?? {}).sort()).toEqual(
      ['', '# Model', 'a = 1', 'b = 2'].sort()
    );
    run('a');
    notebook.cells = CELLS.map(cell =>
      cell.id === 'b' ? { ...cell, source: 'b = 20' } : cell
    );
    run('b');
    await tick();
    run('a');
    await tick();
    const told = posted.slice(1).map(intent => intent.sources);
    expect(told).toEqual([{ [sha256('b = 20')]: 'b = 20' }, undefined]);
  });

  it('tells long texts after what was asked, in parts, and each once', async () => {
    const long = (letter: string): string => letter.repeat(CHUNK - 10);
    const { notebook, posted, tick, run } = setUp();
    await tick();
    notebook.cells = [
      ...CELLS,
      { id: 'c', type: 'code', source: long('c') },
      { id: 'd', type: 'markdown', source: long('d') }
    ];
    run('a');
    await tick();
    await tick();
    expect(posted[1]).toMatchObject({ kind: 'run', items: [{ cell_id: 'a' }] });
    expect(posted[1].sources).toBeUndefined();
    const parts = posted.slice(2);
    expect(parts.map(part => [part.kind, part.document])).toEqual(
      parts.map(() => ['document', posted[1].document])
    );
    expect(parts.map(part => Object.values(part.sources ?? {}))).toEqual([
      [long('c')],
      [long('d')]
    ]);
  });

  it('keeps the texts of cells that say off to the page', async () => {
    const { notebook, posted, tick } = setUp();
    notebook.cells = [
      { ...CELLS[1], metadata: { tags: ['track:off'] } },
      { ...CELLS[2], metadata: { runfolio: { track: 'off' } } },
      {
        id: 'c',
        type: 'code',
        source: 'c = 3',
        metadata: { runfolio: { off: true } }
      },
      {
        id: 'd',
        type: 'code',
        source: 'd = 4',
        metadata: { runfolio: { run: 'off' } }
      }
    ];
    await tick();
    expect(Object.values(posted[0].sources ?? {})).toEqual(['d = 4']);
    expect(posted[0].cells?.map(cell => cell.left_out)).toEqual([
      'off',
      'off',
      'off',
      undefined
    ]);
  });

  it('does not go on telling a server that never has enough', async () => {
    const { posted, tick, run } = setUp({
      unknown: batch => batch.map(intent => intent.document ?? '')
    });
    for (let i = 0; i < 12; i++) {
      await tick();
    }
    run('a');
    for (let i = 0; i < 12; i++) {
      await tick();
    }
    const announced = posted.filter(intent => intent.kind === 'document');
    expect(announced).toHaveLength(1 + MOST_AGAIN);
    expect(announced.every(intent => intent.sources)).toBe(true);
  });

  it('posts nothing for a blank cell', async () => {
    const { posted, tick, run } = setUp();
    await tick();
    run('blank');
    await tick();
    expect(posted).toHaveLength(1);
  });

  it('names a cell that the server executes by its code alone', async () => {
    const { posted, tick, schedule } = setUp();
    await tick();
    schedule('a');
    await tick();
    expect(posted[1].items).toHaveLength(1);
    expect(posted[1].items?.[0]).not.toHaveProperty('msg_id');
  });

  it('leaves requests without a cell alone', async () => {
    const { notebook, posted, tick } = setUp();
    await tick();
    notebook.send(undefined, '%pip list');
    await tick();
    expect(posted).toHaveLength(1);
  });

  it('announces itself again after a restart, once', async () => {
    const { notebook, posted, tick } = setUp();
    await tick();
    for (const status of ['busy', 'restarting', 'starting', 'idle']) {
      notebook.statusChanged.emit(status);
    }
    await tick();
    expect(posted.map(intent => intent.kind)).toEqual(['document', 'document']);
  });

  it('tells the document again to a server that has forgotten it', async () => {
    let asked = 0;
    const { posted, tick } = setUp({
      unknown: batch => (asked++ ? [] : [batch[0].document ?? ''])
    });
    await tick();
    await tick();
    expect(posted).toHaveLength(2);
    expect(posted[1].cells).toHaveLength(4);
  });

  it('asks for a new run until a cell of the notebook ran', async () => {
    const { recorder, posted, tick, run } = setUp();
    await tick();
    const changes: boolean[] = [];
    recorder.changed.connect(() =>
      changes.push(recorder.newRunAsked('digits.ipynb'))
    );
    recorder.askNewRun('digits.ipynb');
    recorder.askNewRun('other.ipynb');
    run('blank');
    run('a');
    await tick();
    expect(posted.slice(1).map(intent => intent.kind)).toEqual([
      'new-run',
      'run'
    ]);
    expect(changes).toEqual([true, false]);
  });

  it('does nothing without a kernel', async () => {
    const { recorder, posted, tick, schedule } = setUp({ kernel: null });
    schedule('a');
    recorder.askNewRun('digits.ipynb');
    await tick();
    expect(posted).toEqual([]);
    expect(recorder.newRunAsked('digits.ipynb')).toBe(false);
  });

  it('never throws into JupyterLab and stops with one word after repeated errors', async () => {
    const debug = jest.spyOn(console, 'debug').mockImplementation();
    const { recorder, notebook, stops, posted, tick, run } = setUp();
    await tick();
    const broken = {
      model: {
        get id(): string {
          throw new Error('broken');
        }
      }
    } as unknown as Cell;
    const args = {
      notebook: notebook.content as unknown as Notebook,
      cell: broken
    };
    for (let i = 0; i < ERRORS_ALLOWED + 2; i++) {
      expect(() => recorder.onScheduled(null, args)).not.toThrow();
    }
    expect(stops).toEqual(['refused']);
    expect(recorder.fault).toBe('stopped');
    run('a');
    await tick();
    expect(posted).toHaveLength(1);
    debug.mockRestore();
  });

  it('forgets a notebook that was closed', async () => {
    const { notebook, posted, tick, run } = setUp();
    await tick();
    notebook.disposed.emit();
    run('a');
    await tick();
    expect(posted).toHaveLength(1);
  });
});

describe('a kernel that the server cannot listen to', () => {
  it('is forwarded from its first message on, and told before it restarts', async () => {
    const { notebook, forwarding, run, tick } = setUp({
      untapped: ['kernel-1']
    });
    notebook.say('m1');
    run('a');
    notebook.say('m2');
    expect(forwarding.fetched).toBe(0);
    await tick();
    notebook.say('m3');
    notebook.statusChanged.emit('restarting');
    expect(forwarding.listeners).toEqual([
      {
        kernelId: 'kernel-1',
        language: 'python',
        heard: ['m1', 'm2', 'm3', 'flush']
      }
    ]);
    await tick();
    expect(forwarding.fetched).toBe(1);
  });

  it('is let go with its notebook', async () => {
    const { notebook, forwarding, tick } = setUp({ untapped: ['kernel-1'] });
    notebook.say('m1');
    await tick();
    notebook.disposed.emit();
    notebook.say('m2');
    expect(forwarding.listeners[0].heard).toEqual(['m1', 'gone']);
  });

  it('is nothing of what other kernels are: those are heard by the server', async () => {
    const { notebook, forwarding, run, tick } = setUp({ untapped: ['other'] });
    notebook.say('m1');
    await tick();
    run('a');
    notebook.say('m2');
    await tick();
    expect(forwarding.fetched).toBe(0);
  });

  it('is never asked for by a server of before', async () => {
    const { notebook, forwarding, tick } = setUp({
      send: () => Promise.resolve(undefined as never)
    });
    notebook.say('m1');
    await tick();
    expect(forwarding.fetched).toBe(0);
  });
});

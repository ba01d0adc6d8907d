import type { Intent, IntentsAnswer } from '../api/types';
import { INTENTS, missing } from './intentKind';
import type { IKeep } from './keep';
import type { Fault } from './outbox';
import {
  keepaliveBatches,
  Outbox,
  OUTBOX_LIMIT,
  REFUSALS_ALLOWED
} from './outbox';
import { CHUNK } from './sources';

const intent = (id: string, more: Partial<Intent> = {}): Intent => ({
  intent_id: id,
  kind: 'run',
  kernel_id: 'k1',
  path: 'a.ipynb',
  ...more
});

/** One request of the outbox, to be answered by the test. */
interface IRequest {
  ids: string[];
  keepalive: boolean;
  answer: (unknown?: string[]) => Promise<void>;
  fail: (fault: Fault) => Promise<void>;
}

/** Intents of earlier pages, and what became of those of this one. */
class FakeKeep implements IKeep<Intent> {
  constructor(left: Intent[] = []) {
    left.forEach(one => this.put(one.intent_id, one));
  }

  readonly kept = new Map<string, Intent>();

  left = (): Promise<Intent[]> => Promise.resolve([...this.kept.values()]);

  put(id: string, one: Intent): void {
    this.kept.set(id, one);
  }

  drop(ids: readonly string[]): void {
    ids.forEach(id => this.kept.delete(id));
  }
}

function setUp(keep = new FakeKeep()) {
  const requests: IRequest[] = [];
  const unknown: string[][] = [];
  const stops: Fault[] = [];
  const waits: { callback: () => void; milliseconds: number }[] = [];
  const lost: string[] = [];
  const outbox = new Outbox<Intent, IntentsAnswer>({
    kind: INTENTS,
    send: (intents, keepalive) =>
      new Promise<IntentsAnswer>((resolve, reject) => {
        requests.push({
          ids: intents.map(item => item.intent_id),
          keepalive,
          answer: async (unknown_documents = []) =>
            resolve({
              accepted: intents.length,
              unknown_documents,
              untapped: []
            }),
          fail: async fault => reject(fault)
        });
      }),
    fault: error => error as Fault,
    onAnswer: (_, answer, waiting) => {
      const digests = missing(answer.unknown_documents, waiting);
      if (digests.length) {
        unknown.push(digests);
      }
    },
    onLost: batch => lost.push(...batch.map(one => one.intent_id)),
    onStop: fault => stops.push(fault),
    keep,
    wait: (callback, milliseconds) => {
      waits.push({ callback, milliseconds });
      return () => undefined;
    }
  });
  return { outbox, requests, unknown, stops, waits, keep, lost };
}

describe('Outbox', () => {
  it('sends at once, one request at a time, in order', async () => {
    const { outbox, requests } = setUp();
    outbox.add(intent('a'));
    outbox.add(intent('b'));
    outbox.add(intent('c'));
    expect(requests.map(request => request.ids)).toEqual([['a']]);
    await requests[0].answer();
    expect(requests[1].ids).toEqual(['b', 'c']);
    await requests[1].answer();
    expect(outbox.size).toBe(0);
  });

  it('keeps what an unreachable server did not take and tries ever more rarely', async () => {
    const { outbox, requests, waits, stops } = setUp();
    outbox.add(intent('a'));
    for (let i = 0; i < 8; i++) {
      await requests[i].fail('unreachable');
      waits[i].callback();
    }
    expect(waits.map(wait => wait.milliseconds)).toEqual([
      1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000
    ]);
    expect(stops).toEqual([]);
    outbox.add(intent('b'));
    await requests[8].answer();
    expect(requests[9].ids).toEqual(['b']);
  });

  it('loses the oldest beyond its limit, and counts them', () => {
    const { outbox, lost } = setUp();
    for (let i = 0; i < OUTBOX_LIMIT + 3; i++) {
      outbox.add(intent(`i${i}`));
    }
    expect(lost).toEqual(['i0', 'i1', 'i2']);
    expect(outbox.size).toBe(OUTBOX_LIMIT);
    expect(outbox.dropped).toBe(3);
  });

  it('parts from a bad intent without losing the others', async () => {
    const { outbox, requests, waits, lost } = setUp();
    outbox.add(intent('first'));
    outbox.add(intent('bad'));
    outbox.add(intent('good'));
    await requests[0].answer();
    await requests[1].fail('refused');
    waits[0].callback();
    expect(requests[2].ids).toEqual(['bad']);
    await requests[2].fail('refused');
    expect(lost).toEqual(['bad']);
    waits[1].callback();
    expect(requests[3].ids).toEqual(['good']);
    await requests[3].answer();
    expect(outbox.size).toBe(0);
    expect(outbox.stopped).toBe(false);
  });

  it('stops once after repeated refusals and then takes nothing', async () => {
    const { outbox, requests, waits, stops } = setUp();
    for (let i = 0; i < REFUSALS_ALLOWED; i++) {
      outbox.add(intent(`i${i}`));
      await requests[i].fail('refused');
      waits[i]?.callback();
    }
    expect(stops).toEqual(['refused']);
    outbox.add(intent('late'));
    expect(requests).toHaveLength(REFUSALS_ALLOWED);
    expect(outbox.size).toBe(0);
  });

  it('stops at once where there is no server part', async () => {
    const { outbox, requests, stops } = setUp();
    outbox.add(intent('a'));
    await requests[0].fail('missing');
    expect(stops).toEqual(['missing']);
  });

  it('reports documents that the server has forgotten', async () => {
    const { outbox, requests, unknown } = setUp();
    outbox.add(intent('a'));
    await requests[0].answer(['d1']);
    expect(unknown).toEqual([['d1']]);
  });

  it('takes nothing for missing that still waits', async () => {
    const { outbox, requests, unknown } = setUp();
    outbox.add(intent('a', { document: 'd1' }));
    outbox.add(intent('b', { document: 'd1', sources: { s: 'x' } }));
    await requests[0].answer(['d1']);
    expect(unknown).toEqual([]);
    await requests[1].answer(['d1']);
    expect(unknown).toEqual([['d1']]);
  });

  it('parts long texts among requests, in order', async () => {
    const { outbox, requests } = setUp();
    const long = { sources: { s: 'x'.repeat(CHUNK) } };
    outbox.add(intent('under way'));
    for (const id of ['a', 'b', 'c']) {
      outbox.add(intent(id, long));
    }
    outbox.add(intent('last'));
    await requests[0].answer();
    await requests[1].answer();
    expect(requests.slice(1).map(request => request.ids)).toEqual([
      ['a', 'b'],
      ['c', 'last']
    ]);
  });

  it('sends everything unconfirmed when the page goes away', () => {
    const { outbox, requests } = setUp();
    outbox.add(intent('under way'));
    outbox.add(intent('waiting'));
    outbox.flushOnHide();
    expect(requests[1]).toMatchObject({
      ids: ['under way', 'waiting'],
      keepalive: true
    });
  });
});

describe('Outbox over a reload', () => {
  it('keeps what is not confirmed and forgets what is', async () => {
    const { outbox, requests, keep } = setUp();
    outbox.add(intent('a'));
    outbox.add(intent('b'));
    expect([...keep.kept.keys()]).toEqual(['a', 'b']);
    await requests[0].answer();
    expect([...keep.kept.keys()]).toEqual(['b']);
  });

  it('keeps what an unreachable server did not take when the page ends', async () => {
    const { outbox, requests, keep } = setUp();
    outbox.add(intent('a'));
    await requests[0].fail('unreachable');
    outbox.dispose();
    expect([...keep.kept.keys()]).toEqual(['a']);
  });

  it('sends what an earlier page left, in its order and once', async () => {
    const keep = new FakeKeep([intent('old 1'), intent('old 2')]);
    const { outbox, requests } = setUp(keep);
    const restored = outbox.restore();
    outbox.add(intent('new'));
    await restored;
    expect(requests[0].ids).toEqual(['new']);
    await requests[0].answer();
    expect(requests[1].ids).toEqual(['old 1', 'old 2']);
    await requests[1].answer();
    expect(requests).toHaveLength(2);
    expect(keep.kept.size).toBe(0);
  });

  it('keeps nothing that it has given up', async () => {
    const { outbox, requests, keep } = setUp();
    outbox.add(intent('a'));
    await requests[0].fail('missing');
    expect(keep.kept.size).toBe(0);
  });
});

describe('keepaliveBatches', () => {
  const cells = (count: number): Intent['cells'] =>
    Array.from({ length: count }, (_, i) => ({
      cell_id: `cell-${i}`,
      cell_type: 'code' as const,
      source_digest: 'd'.repeat(64)
    }));

  it('keeps every batch below what browsers let through', () => {
    const intents = Array.from({ length: 20 }, (_, i) =>
      intent(`i${i}`, { cells: cells(60) })
    );
    const batches = keepaliveBatches(intents, INTENTS);
    expect(batches.flat()).toEqual(intents);
    for (const batch of batches) {
      expect(JSON.stringify(batch).length).toBeLessThan(64 * 1024);
    }
  });

  it('leaves texts out before the list of cells', () => {
    const sources = { s: 'x'.repeat(70_000) };
    const [[only]] = keepaliveBatches(
      [intent('a', { cells: cells(60), sources })],
      INTENTS
    );
    expect(only.sources).toBeNull();
    expect(only.cells).toHaveLength(60);
  });

  it('leaves the list of cells out where it alone is too big', () => {
    const [[only]] = keepaliveBatches(
      [intent('a', { cells: cells(2000) })],
      INTENTS
    );
    expect(only.intent_id).toBe('a');
    expect(only.cells).toBeNull();
  });

  it('sends nothing behind what has to wait for the next page', () => {
    const kind = {
      id: (item: string) => item,
      weight: () => 0,
      fitted: (item: string) => (item === 'too large' ? null : item)
    };
    expect(keepaliveBatches(['a', 'too large', 'b'], kind)).toEqual([['a']]);
  });
});

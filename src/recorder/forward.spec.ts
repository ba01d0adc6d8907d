import type { KernelMessage } from '@jupyterlab/services';

import type { Heard, HeardAnswer } from '../api/types';
import { EVERY, Forwarding, STANDBY } from './forward';
import { NO_KEEP } from './keep';

interface IRequest {
  heard: Heard[];
  keepalive: boolean;
  answer: (answer?: Partial<HeardAnswer>) => Promise<void>;
  refuse: () => Promise<void>;
}

function setUp(left: Heard[] = []) {
  const requests: IRequest[] = [];
  const waits: { callback: () => void; milliseconds: number }[] = [];
  const stops: string[] = [];
  const page = { now: 1000, ids: 0 };
  const forwarding = new Forwarding({
    send: (heard, keepalive) =>
      new Promise((resolve, reject) => {
        requests.push({
          heard,
          keepalive,
          answer: async (answer = {}) => {
            resolve({ waiting: [], over: [], ...answer });
            await settled();
          },
          refuse: async () => {
            reject(new Error('refused'));
            await settled();
          }
        });
      }),
    fault: () => 'refused',
    keep: { ...NO_KEEP, left: () => Promise.resolve(left) },
    id: () => `id${(page.ids += 1)}`,
    clock: () => page.now,
    wait: (callback, milliseconds) => {
      const one = { callback, milliseconds };
      waits.push(one);
      return () => void waits.splice(waits.indexOf(one), 1);
    },
    stopped: fault => stops.push(fault)
  });
  return { forwarding, requests, waits, stops, page };
}

const settled = (): Promise<void> =>
  new Promise(resolve => setTimeout(resolve, 0));

function msg(id: string, type = 'stream', state?: string) {
  return {
    header: { msg_id: id, msg_type: type, session: 'k' },
    parent_header: { msg_id: 'p', msg_type: 'execute_request' },
    metadata: {},
    content: state ? { execution_state: state } : { text: id },
    channel: 'iopub'
  } as unknown as KernelMessage.IMessage;
}

const told = (request: IRequest): string[] =>
  request.heard.flatMap(one => one.messages ?? []).map(one => one.msg_id);

describe('Forwarding', () => {
  it('tells the first message at once, later ones together, the end at once', async () => {
    const { forwarding, requests, waits, page } = setUp();
    const listener = forwarding.listen('k1', 'python');
    listener.hear(msg('a'), 1);
    expect(requests[0].heard[0]).toMatchObject({
      seq: 0,
      kernel_id: 'k1',
      language: 'python'
    });
    await requests[0].answer();
    listener.hear(msg('b'), 2);
    listener.hear(msg('c'), 3);
    expect(requests).toHaveLength(1);
    expect(waits.map(one => one.milliseconds)).toEqual([EVERY]);
    listener.hear(msg('d', 'status', 'idle'), 4);
    expect(told(requests[1])).toEqual(['b', 'c', 'd']);
    expect(requests[1].heard[0].seq).toBe(1);
    await requests[1].answer();
    page.now += EVERY;
    listener.hear(msg('e'), 5);
    expect(told(requests[2])).toEqual(['e']);
  });

  it('has one request under way, and tells what came meanwhile after it', async () => {
    const { forwarding, requests, waits } = setUp();
    const listener = forwarding.listen('k1', '');
    listener.hear(msg('a'), 1);
    listener.hear(msg('b', 'status', 'idle'), 2);
    listener.hear(msg('c'), 3);
    expect(requests).toHaveLength(1);
    await requests[0].answer();
    waits[0].callback();
    expect(told(requests[1])).toEqual(['b', 'c']);
  });

  it('stands by while another page is listened to, with the same number', async () => {
    const { forwarding, requests, waits } = setUp();
    const listener = forwarding.listen('k1', '');
    listener.hear(msg('a'), 1);
    await requests[0].answer({ waiting: [requests[0].heard[0].heard_id] });
    listener.hear(msg('b', 'status', 'idle'), 2);
    expect(requests).toHaveLength(1);
    expect(waits.map(one => one.milliseconds)).toEqual([STANDBY]);
    waits[0].callback();
    expect(told(requests[1])).toEqual(['a', 'b']);
    expect(requests[1].heard[0].seq).toBe(0);
  });

  it('ends with a kernel of which nothing is wanted', async () => {
    const { forwarding, requests } = setUp();
    const listener = forwarding.listen('k1', '');
    listener.hear(msg('a'), 1);
    await requests[0].answer({ over: [requests[0].heard[0].heard_id] });
    listener.hear(msg('b', 'status', 'idle'), 2);
    expect(requests).toHaveLength(1);
  });

  it('goes on behind a batch that was refused; its number tells of the gap', async () => {
    const { forwarding, requests, waits } = setUp();
    const listener = forwarding.listen('k1', '');
    listener.hear(msg('a'), 1);
    await requests[0].refuse();
    waits.splice(0).forEach(one => one.callback());
    listener.hear(msg('b', 'status', 'idle'), 2);
    expect(told(requests[1])).toEqual(['b']);
    expect(requests[1].heard[0].seq).toBe(1);
  });

  it('says once that it has stopped', async () => {
    const { forwarding, requests, waits, stops, page } = setUp();
    const listener = forwarding.listen('k1', '');
    for (let i = 0; i < 5; i++) {
      page.now += EVERY;
      listener.hear(msg(`m${i}`), i);
      await requests[i].refuse();
      waits.splice(0).forEach(one => one.callback());
    }
    expect(stops).toEqual(['refused']);
    page.now += EVERY;
    listener.hear(msg('late'), 9);
    expect(requests).toHaveLength(5);
  });

  it('tells all when the page goes away, and that it does', async () => {
    const { forwarding, requests, page } = setUp();
    const listener = forwarding.listen('k1', '');
    listener.hear(msg('a'), 1);
    await requests[0].answer();
    page.now += 1;
    listener.hear(msg('b'), 2);
    forwarding.flushOnHide();
    const [last] = requests[requests.length - 1].heard;
    expect(last).toMatchObject({ last: true, seq: 1 });
    expect(requests[requests.length - 1].keepalive).toBe(true);
    expect(last.messages?.map(one => one.msg_id)).toEqual(['b']);
  });

  it('sends what an earlier page left', async () => {
    const old = { heard_id: 'h', listener: 'l', seq: 7, kernel_id: 'k' };
    const { requests } = setUp([old]);
    await settled();
    expect(requests[0].heard).toEqual([old]);
    await requests[0].answer({ over: ['h'] });
  });

  it('says that something before the first message was not kept', () => {
    const { forwarding, requests } = setUp();
    const listener = forwarding.listen('k1', '');
    listener.miss();
    listener.hear(msg('a'), 1);
    expect(requests[0].heard[0].missed).toBe(true);
  });
});

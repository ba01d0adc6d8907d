import type { KernelMessage } from '@jupyterlab/services';

import type { HeardMessage } from '../api/types';
import {
  HEAD,
  HEARD,
  HeardQueue,
  heardMessage,
  isEnd,
  LONGEST,
  MOST_WAITING,
  TAIL
} from './heard';

let count = 0;

function message(
  type: string,
  content: object = {},
  parent = 'p1'
): HeardMessage {
  return {
    msg_id: `m${(count += 1)}`,
    msg_type: type,
    at: count,
    parent_id: parent,
    parent_type: 'execute_request',
    content
  };
}

const stream = (text: string, parent = 'p1') =>
  message('stream', { name: 'stdout', text }, parent);
const status = (execution_state: string, parent = 'p1') =>
  message('status', { execution_state }, parent);
const texts = (messages: HeardMessage[]): unknown[] =>
  messages.map(
    one => (one.content as { text?: string }).text?.[0] ?? one.msg_type
  );

/** All that waits, whatever fits into one request. */
function drain(queue: HeardQueue): HeardMessage[] {
  const found: HeardMessage[] = [];
  while (queue.length) {
    found.push(...queue.take());
  }
  return found;
}

describe('heardMessage', () => {
  const msg = (type: string, parent: object): KernelMessage.IMessage =>
    ({
      header: { msg_id: 'm', msg_type: type, session: 'k', date: 'now' },
      parent_header: parent,
      metadata: {},
      content: { a: 1 },
      buffers: [new ArrayBuffer(8)],
      channel: 'iopub'
    }) as unknown as KernelMessage.IMessage;

  it('tells header, parent and content, without the binary parts', () => {
    const parent = {
      msg_id: 'p',
      msg_type: 'execute_request',
      session: 's',
      username: 'ada'
    };
    expect(heardMessage(msg('stream', parent), 5)).toEqual({
      msg_id: 'm',
      msg_type: 'stream',
      at: 5,
      session: 'k',
      date: 'now',
      parent_id: 'p',
      parent_type: 'execute_request',
      parent_session: 's',
      username: 'ada',
      content: { a: 1 }
    });
  });

  it('leaves out what makes no step', () => {
    const info = { msg_id: 'p', msg_type: 'kernel_info_request' };
    expect(heardMessage(msg('status', info), 5)).toBeNull();
    expect(heardMessage(msg('shutdown_reply', {}), 5)).toBeNull();
    expect(heardMessage(msg('status', {}), 5)?.parent_id).toBe('');
  });
});

describe('HeardQueue', () => {
  it('keeps the order, and says when a cell has ended', () => {
    const queue = new HeardQueue();
    [status('busy'), message('execute_input'), stream('a')].forEach(one =>
      queue.add(one)
    );
    const end = status('idle');
    queue.add(end);
    expect(isEnd(end)).toBe(true);
    expect(isEnd(status('busy'))).toBe(false);
    expect(texts(drain(queue))).toEqual([
      'status',
      'execute_input',
      'a',
      'status'
    ]);
    expect(queue.missed).toBe(false);
  });

  it('tells the head of a flood as it comes and its end when the cell ends', () => {
    const queue = new HeardQueue();
    const chunk = TAIL / 2;
    for (let sum = 0; sum < HEAD; sum += chunk) {
      queue.add(stream('h'.repeat(chunk)));
    }
    'bcdef'.split('').forEach(one => queue.add(stream(one.repeat(chunk))));
    expect(queue.missed).toBe(true);
    const head = drain(queue);
    expect(new Set(texts(head))).toEqual(new Set(['h']));
    expect(queue.length).toBe(0);
    queue.add(message('error'));
    queue.add(status('idle'));
    expect(texts(drain(queue))).toEqual(['e', 'f', 'error', 'status']);
    queue.add(stream('n', 'p2'));
    expect(texts(drain(queue))).toEqual(['n']);
    expect(queue.missed).toBe(false);
  });

  it('does not tell what is longer than any request may be', () => {
    const queue = new HeardQueue();
    queue.add(message('display_data', { data: 'x'.repeat(LONGEST) }));
    expect(queue.length).toBe(0);
    expect(queue.missed).toBe(true);
  });

  it('lets outputs go where a server is away for long, never what ran', () => {
    const queue = new HeardQueue();
    for (let i = 0; i < 10; i++) {
      queue.add(message('execute_input', { code: 'x' }, `p${i}`));
      queue.add(stream('x'.repeat(MOST_WAITING / 5), `p${i}`));
      queue.add(status('idle', `p${i}`));
    }
    const told = drain(queue);
    expect(told.filter(one => one.msg_type === 'execute_input')).toHaveLength(
      10
    );
    const kept = told.filter(one => one.msg_type === 'stream');
    expect(kept.map(one => one.parent_id)).toEqual(['p6', 'p7', 'p8', 'p9']);
  });

  it('takes back what the server did not take, before what came since', () => {
    const queue = new HeardQueue();
    queue.add(stream('a'));
    const taken = queue.take();
    queue.add(stream('b'));
    queue.giveBack(taken, true);
    expect(queue.missed).toBe(true);
    expect(texts(drain(queue))).toEqual(['a', 'b']);
  });

  it('parts what waits among requests', () => {
    const queue = new HeardQueue();
    ['a', 'b', 'c'].forEach(one => queue.add(stream(one.repeat(250_000))));
    expect(texts(queue.take())).toEqual(['a']);
    expect(texts(queue.take())).toEqual(['b']);
  });

  it('leaves to the next page what a page that goes away cannot send', () => {
    const heard = {
      heard_id: 'h',
      listener: 'l',
      seq: 0,
      kernel_id: 'k',
      messages: [stream('a')]
    };
    expect(HEARD.fitted(heard)).toBe(heard);
    heard.messages.push(stream('x'.repeat(100_000)));
    expect(HEARD.fitted(heard)).toBeNull();
    expect(HEARD.weight(heard)).toBe(100_001);
  });
});

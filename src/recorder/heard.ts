/**
 * Messages of a kernel as the server wants to be told them, and those that wait to be told, within
 * bounds. Pure.
 */

import type { KernelMessage } from '@jupyterlab/services';

import type { Heard, HeardMessage } from '../api/types';
import { bytesOf, type IItemKind, KEEPALIVE_BYTES } from './outbox';

/** What of an output is shown by itself; what begins and ends a step is never left out for it. */
const OUTPUTS = [
  'stream',
  'display_data',
  'update_display_data',
  'execute_result',
  'comm_open',
  'comm_msg',
  'comm_close'
];
const NEEDED = [...OUTPUTS, 'status', 'execute_input', 'clear_output', 'error'];

/** Outputs of one step are told as they come up to so many characters; */
export const HEAD = 1_000_000;
/** beyond that the last ones are told when it ends, up to so many. */
export const TAIL = 64_000;
/** A longer message is not told at all. */
export const LONGEST = 1_500_000;
/** So much waits for a server that is away; then outputs go, the oldest first. */
export const MOST_WAITING = 2_000_000;
const MOST_MESSAGES = 10_000;
/** One request brings not much more. */
const BATCH = 400_000;
const MOST_IN_BATCH = 1000;

/** A message that waits, with its length. */
interface IWaiting {
  message: HeardMessage;
  size: number;
}

/** What a step has told so far, and the end of what it shows since that was enough. */
interface IStep {
  told: number;
  tail: IWaiting[];
  held: number;
}

/** The wire form of a message, or null where the server has no use for it. */
export function heardMessage(
  msg: KernelMessage.IMessage,
  at: number
): HeardMessage | null {
  const parent = msg.parent_header as Partial<KernelMessage.IHeader>;
  const { msg_type: type } = msg.header;
  const ofRequest = !parent.msg_id || parent.msg_type === 'execute_request';
  if (!NEEDED.includes(type) || (type === 'status' && !ofRequest)) {
    return null;
  }
  return {
    msg_id: msg.header.msg_id,
    msg_type: type,
    at,
    session: msg.header.session,
    date: msg.header.date ?? null,
    parent_id: parent.msg_id ?? '',
    parent_type: parent.msg_type ?? '',
    parent_session: parent.session ?? '',
    username: parent.username ?? '',
    content: msg.content
  };
}

/** Does it end an execution, or tell that the kernel is gone? */
export const isEnd = (message: HeardMessage): boolean =>
  message.msg_type === 'status' && stateOf(message) !== 'busy';

const stateOf = (message: HeardMessage): unknown =>
  (message.content as { execution_state?: unknown }).execution_state;

/** Messages that wait to be told, in their order. */
export class HeardQueue {
  get length(): number {
    return this._waiting.length;
  }

  /** Something was left out before the first that waits. */
  missed = false;

  add(message: HeardMessage): void {
    const one = { message, size: sizeOf(message) };
    const parent = message.parent_id ?? '';
    if (OUTPUTS.includes(message.msg_type)) {
      this._output(one, parent);
      return;
    }
    this._letGo(parent);
    if (isEnd(message)) {
      this._steps.delete(parent);
    }
    this._push(one);
  }

  /** The next to be told. */
  take(): HeardMessage[] {
    let size = 0;
    const rest = this._waiting.findIndex((one, index) => {
      const full = size > 0 && size + one.size > BATCH;
      size += one.size;
      return full || index >= MOST_IN_BATCH;
    });
    const count = rest < 0 ? this._waiting.length : rest;
    const taken = this._waiting.splice(0, count);
    taken.forEach(one => (this._size -= one.size));
    this.missed = false;
    return taken.map(one => one.message);
  }

  /** The server did not take these yet. */
  giveBack(messages: readonly HeardMessage[], missed: boolean): void {
    const back = messages.map(message => ({ message, size: sizeOf(message) }));
    this._waiting.unshift(...back);
    this._size += back.reduce((sum, one) => sum + one.size, 0);
    this.missed ||= missed;
    this._bound();
  }

  private _output(one: IWaiting, parent: string): void {
    const step = this._steps.get(parent) ?? { told: 0, tail: [], held: 0 };
    this._steps.set(parent, step);
    if (one.size > LONGEST) {
      this.missed = true;
    } else if (step.told + one.size <= HEAD && !step.tail.length) {
      step.told += one.size;
      this._push(one);
    } else {
      step.tail.push(one);
      step.held += one.size;
      while (step.held > TAIL && step.tail.length > 1) {
        step.held -= step.tail.shift()?.size ?? 0;
        this.missed = true;
      }
    }
  }

  /** The end of what a step showed, before what comes now. */
  private _letGo(parent: string): void {
    const step = this._steps.get(parent);
    if (step) {
      step.tail.splice(0).forEach(one => this._push(one));
      step.held = 0;
    }
  }

  private _push(one: IWaiting): void {
    this._waiting.push(one);
    this._size += one.size;
    this._bound();
  }

  private _bound(): void {
    while (this._size > MOST_WAITING || this._waiting.length > MOST_MESSAGES) {
      const output = this._waiting.findIndex(one =>
        OUTPUTS.includes(one.message.msg_type)
      );
      const [gone] = this._waiting.splice(Math.max(output, 0), 1);
      this._size -= gone.size;
      this.missed = true;
    }
  }

  private _waiting: IWaiting[] = [];
  private _size = 0;
  private readonly _steps = new Map<string, IStep>();
}

function sizeOf(message: HeardMessage): number {
  const { text } = message.content as { text?: unknown };
  return typeof text === 'string'
    ? text.length
    : JSON.stringify(message.content).length;
}

/** What was heard as the outbox carries it: what a page that goes away cannot send stays kept. */
export const HEARD: IItemKind<Heard> = {
  id: heard => heard.heard_id,
  weight: heard =>
    (heard.messages ?? []).reduce((sum, message) => sum + sizeOf(message), 0),
  fitted: heard => (bytesOf(heard) <= KEEPALIVE_BYTES ? heard : null)
};

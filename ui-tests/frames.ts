// What goes over a page's kernel connections, in the binary protocol that JupyterLab speaks
// (v1.kernel.websocket.jupyter.org: offsets, then channel, header, parent header, …).
import type { Page } from '@playwright/test';

/** One message between a page and its kernels. */
export interface IFrame {
  sent: boolean;
  channel: string;
  type: string;
  id: string;
  /** Message that it answers; empty where there is none. */
  parent: string;
}

/** Read a frame; null for what is no message of that protocol. */
function read(payload: string | Buffer, sent: boolean): IFrame | null {
  if (typeof payload === 'string') {
    return null;
  }
  const offset = (n: number) => Number(payload.readBigUInt64LE(8 * (n + 1)));
  const part = (n: number) =>
    payload.subarray(offset(n), offset(n + 1)).toString('utf8');
  const header = JSON.parse(part(1)) as { msg_type: string; msg_id: string };
  const parent = JSON.parse(part(2)) as { msg_id?: string };
  return {
    sent,
    channel: part(0),
    type: header.msg_type,
    id: header.msg_id,
    parent: parent.msg_id ?? ''
  };
}

/** All messages of a page from now on, in a list that grows. */
export function framesOf(page: Page): IFrame[] {
  const frames: IFrame[] = [];
  page.on('websocket', socket => {
    if (!socket.url().includes('/channels')) {
      return;
    }
    const keep = (sent: boolean) => (data: { payload: string | Buffer }) => {
      const frame = read(data.payload, sent);
      if (frame) {
        frames.push(frame);
      }
    };
    socket.on('framesent', keep(true));
    socket.on('framereceived', keep(false));
  });
  return frames;
}

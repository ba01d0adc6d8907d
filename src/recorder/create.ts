/**
 * Makes the recorder of an application. Comes by import(), since nothing is recorded before
 * JupyterLab has started.
 */

import { Notification } from '@jupyterlab/apputils';
import type { ServiceManager } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';

import { CaptureClient } from '../api/captureClient';
import { ApiError } from '../api/errors';
import { openKeep } from './keep';
import type { Fault } from './outbox';
import { Recorder } from './recorder';

/** Statuses that say nothing about the request: a proxy, a login, a server that starts. */
const PASSING = [0, 401, 403, 408, 429, 502, 503, 504];

/** How the outbox meets a failed request. */
export function faultOf(error: unknown): Fault {
  if (!(error instanceof ApiError)) {
    return 'refused';
  }
  if (error.code === 'server-missing') {
    return 'missing';
  }
  return PASSING.includes(error.status) ? 'unreachable' : 'refused';
}

/** The words of a recorder that has stopped; said once, unless the panel says it anyway. */
function sayStopped(fault: Fault, trans: TranslationBundle): string {
  if (fault === 'missing') {
    return trans.__('The Runfolio server part does not answer.');
  }
  const words = trans.__(
    'Runfolio no longer notes which cells you ask for, after repeated errors. Your notebook works as usual, and the server still records what runs. Reload the page to try again.'
  );
  Notification.warning(words, { autoClose: false });
  return words;
}

/** Milliseconds; monotonic, and the same for all pages but for when they were loaded. */
const clock = (): number => performance.timeOrigin + performance.now();

/** A recorder that talks to the application's server as its user. */
export function createRecorder(
  services: ServiceManager.IManager,
  trans: TranslationBundle
): Recorder {
  const { serverSettings, user } = services;
  const client = new CaptureClient({ serverSettings });
  const failed = (error: unknown): void =>
    // Without it the outbox lives in memory, as in a private window: no word to the user.
    console.debug('Runfolio: what waits is kept in memory only', error);
  return new Recorder({
    send: (intents, keepalive) => client.createIntents({ intents }, keepalive),
    fault: faultOf,
    keep: openKeep(`runfolio-intents:${serverSettings.baseUrl}`, failed),
    user: () => user.identity?.username ?? null,
    stopped: fault => sayStopped(fault, trans),
    clock,
    forwarding: async doors => {
      const { Forwarding } = await import('./forward');
      return new Forwarding({
        ...doors,
        send: (heard, keepalive) =>
          client.createHeard({ sent_at: clock(), heard }, keepalive),
        fault: faultOf,
        keep: openKeep(`runfolio-heard:${serverSettings.baseUrl}`, failed),
        stopped: () => doors.stopped(sayNotForwarded(trans))
      });
    }
  });
}

/** Nobody but this page could tell the server what the kernel says. */
function sayNotForwarded(trans: TranslationBundle): string {
  const words = trans.__(
    'Runfolio no longer records this kernel, after repeated errors: it runs at a gateway, and only this page can tell the server what it does. Your notebook works as usual. Reload the page to try again.'
  );
  Notification.warning(words, { autoClose: false });
  return words;
}

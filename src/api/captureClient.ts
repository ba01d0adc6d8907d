import { type Answer, type Body, RunClient } from './client';

/** The client's routes that only the recorder needs, after JupyterLab has started. */
export class CaptureClient extends RunClient {
  /**
   * Tell the server what the user asked kernels to execute.
   * @param keepalive true while the page is hidden or left: the request outlives it (64 kB).
   */
  createIntents(
    body: Body<'intents_create'>,
    keepalive = false
  ): Promise<Answer<'intents_create'>> {
    return this._ask<'intents_create'>('intents', {
      method: 'POST',
      body,
      keepalive
    });
  }

  /** Tell the server what this page heard of kernels that the server cannot listen to. */
  createHeard(
    body: Body<'heard_create'>,
    keepalive = false
  ): Promise<Answer<'heard_create'>> {
    return this._ask<'heard_create'>('heard', {
      method: 'POST',
      body,
      keepalive
    });
  }
}

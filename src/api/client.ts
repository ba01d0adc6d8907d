import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';
import { ApiError, OfflineError, ServerMissingError } from './errors';
import type { ErrorAnswer, operations } from './types';

export type Name = keyof operations;
type Query<N extends Name> = operations[N]['parameters']['query'];
export type Body<N extends Name> = operations[N] extends {
  requestBody: { content: { 'application/json': infer B } };
}
  ? B
  : never;
export type Answer<N extends Name> = operations[N]['responses'] extends {
  200: { content: { 'application/json': infer A } };
}
  ? A
  : void;

/** What goes into one request beside its address. */
interface IRequest {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  query?: object;
  body?: unknown;
  /** Let the request outlive the page: for what is sent while the page is hidden or left. */
  keepalive?: boolean;
}

/** Options of a client. */
export interface IRunClientOptions {
  /** How the Jupyter server is reached; the page's own unless told. */
  serverSettings?: ServerConnection.ISettings;
}

/**
 * The only door to the server: one method per route, typed by the generated contract.
 * Base URL, token and XSRF header are ServerConnection's. Every method rejects with an
 * `ApiError`, `ServerMissingError` or `OfflineError` and with nothing else.
 */
export class RunClient {
  constructor(options: IRunClientOptions = {}) {
    this._settings = options.serverSettings ?? ServerConnection.makeSettings();
  }

  /** What works and where the store is. */
  health(): Promise<Answer<'health_get'>> {
    return this._ask<'health_get'>('health');
  }

  recording(): Promise<Answer<'recording_get'>> {
    return this._ask<'recording_get'>('recording');
  }

  updateRecording(
    body: Body<'recording_update'>
  ): Promise<Answer<'recording_update'>> {
    return this._ask<'recording_update'>('recording', {
      method: 'PATCH',
      body
    });
  }

  notices(): Promise<Answer<'notices_list'>> {
    return this._ask<'notices_list'>('notices');
  }

  /** Dismiss a notice for good. */
  deleteNotice(noticeId: string): Promise<void> {
    return this._ask<'notices_delete'>(path('notices', noticeId), {
      method: 'DELETE'
    });
  }

  notebooks(
    query: Query<'notebooks_list'> = {}
  ): Promise<Answer<'notebooks_list'>> {
    return this._ask<'notebooks_list'>('notebooks', { query });
  }

  experiments(
    query: Query<'experiments_list'> = {}
  ): Promise<Answer<'experiments_list'>> {
    return this._ask<'experiments_list'>('experiments', { query });
  }

  updateExperiment(
    experimentId: string,
    body: Body<'experiments_update'>
  ): Promise<Answer<'experiments_update'>> {
    return this._ask<'experiments_update'>(path('experiments', experimentId), {
      method: 'PATCH',
      body
    });
  }

  /** Runs, newest first. `ids` and `with` are comma separated. */
  runs(query: Query<'runs_list'> = {}): Promise<Answer<'runs_list'>> {
    return this._ask<'runs_list'>('runs', { query });
  }

  run(runId: string): Promise<Answer<'runs_get'>> {
    return this._ask<'runs_get'>(path('runs', runId));
  }

  updateRun(
    runId: string,
    body: Body<'runs_update'>
  ): Promise<Answer<'runs_update'>> {
    return this._ask<'runs_update'>(path('runs', runId), {
      method: 'PATCH',
      body
    });
  }

  /** Move a run to the trash. */
  deleteRun(runId: string): Promise<void> {
    return this._ask<'runs_delete'>(path('runs', runId), { method: 'DELETE' });
  }

  /** Make a run of steps of one kernel epoch that followed each other. */
  fromSteps(
    body: Body<'curation_from_steps'>
  ): Promise<Answer<'curation_from_steps'>> {
    return this._ask<'curation_from_steps'>('runs:from-steps', {
      method: 'POST',
      body
    });
  }

  /** Two runs in place of one: the second begins with the step `at`. */
  split(body: Body<'curation_split'>): Promise<Answer<'curation_split'>> {
    return this._ask<'curation_split'>('runs:split', { method: 'POST', body });
  }

  /** One run in place of several that followed each other. */
  merge(body: Body<'curation_merge'>): Promise<Answer<'curation_merge'>> {
    return this._ask<'curation_merge'>('runs:merge', { method: 'POST', body });
  }

  /** The run's steps in executed order. */
  steps(runId: string): Promise<Answer<'steps_of_run'>> {
    return this._ask<'steps_of_run'>(path('runs', runId, 'steps'));
  }

  /** The notebook as it stood when the run opened or closed. */
  snapshot(
    runId: string,
    moment: 'opened' | 'closed' = 'opened'
  ): Promise<Answer<'snapshots_of_run'>> {
    return this._ask<'snapshots_of_run'>(path('runs', runId, 'snapshot'), {
      query: { moment }
    });
  }

  /** Points of metrics, thinned, extremes kept. */
  points(query: Query<'points_list'>): Promise<Answer<'points_list'>> {
    return this._ask<'points_list'>('points', { query });
  }

  /** The open run of a notebook, by notebook_id or `path:…`. */
  live(notebook: string): Promise<Answer<'live_get'>> {
    return this._ask<'live_get'>('live', { query: { notebook } });
  }

  /** The timeline of a kernel or notebook, newest first. */
  timeline(query: Query<'steps_list'>): Promise<Answer<'steps_list'>> {
    return this._ask<'steps_list'>('steps', { query });
  }

  outputs(stepId: string): Promise<Answer<'steps_outputs'>> {
    return this._ask<'steps_outputs'>(path('steps', stepId, 'outputs'));
  }

  /** An environment by its digest: never changes. */
  environment(digest: string): Promise<Answer<'environments_get'>> {
    return this._ask<'environments_get'>(path('environments', digest));
  }

  /** What differs between two runs, as facts. */
  differences(left: string, right: string): Promise<Answer<'differences_get'>> {
    return this._ask<'differences_get'>('differences', {
      query: { runs: `${left},${right}` }
    });
  }

  protected async _ask<N extends Name>(
    address: string,
    request: IRequest = {}
  ): Promise<Answer<N>> {
    const url =
      URLExt.join(this._settings.baseUrl, 'runfolio', 'api', address) +
      queryString(request.query);
    const init: RequestInit = { method: request.method ?? 'GET' };
    if (request.body !== undefined) {
      init.body = JSON.stringify(request.body);
      init.headers = { 'Content-Type': 'application/json' };
    }
    if (request.keepalive) {
      init.keepalive = true;
    }
    return (await inTime(this._send(url, init).then(read))) as Answer<N>;
  }

  private async _send(url: string, init: RequestInit): Promise<Response> {
    try {
      return await ServerConnection.makeRequest(url, init, this._settings);
    } catch {
      throw new OfflineError();
    }
  }

  private readonly _settings: ServerConnection.ISettings;
}

/** ms after which a request that hangs counts as no answer, so that another can be made. */
export const PATIENCE = 30_000;

/** What a promise gives, or an `OfflineError` when it takes too long. */
async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer = 0;
  const late = new Promise<never>((_, reject) => {
    timer = window.setTimeout(() => reject(new OfflineError()), PATIENCE);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    window.clearTimeout(timer);
  }
}

/** An address from parts that may hold any character. */
function path(...parts: string[]): string {
  return parts.map(encodeURIComponent).join('/');
}

/** `?a=1&keys=x&keys=y`: lists repeat their name, what is undefined is left out. */
function queryString(query: object = {}): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined && item !== null) {
        params.append(name, String(item));
      }
    }
  }
  const text = params.toString();
  return text ? `?${text}` : '';
}

/** The answer's JSON, or the error it stands for. */
async function read(response: Response): Promise<unknown> {
  if (response.status === 204) {
    return undefined;
  }
  const body = await response.json().catch(() => undefined);
  if (response.ok && body !== undefined) {
    return body;
  }
  throw toError(response, body);
}

function toError(response: Response, body: unknown): ApiError {
  if (isErrorAnswer(body)) {
    const { code, message, hint } = body.error;
    return new ApiError(code, message, hint, response.status);
  }
  // The server's own 404 has another body than ours: nobody handles our addresses.
  if (response.status === 404) {
    return new ServerMissingError();
  }
  // A proxy in between says that it reaches nobody.
  if ([502, 503, 504].includes(response.status)) {
    return new OfflineError();
  }
  return new ApiError(
    `http-${response.status}`,
    `The server answered ${response.status} ${response.statusText}`.trim() +
      '.',
    null,
    response.status
  );
}

function isErrorAnswer(body: unknown): body is ErrorAnswer {
  const error = (body as Partial<ErrorAnswer> | undefined)?.error;
  return typeof error?.code === 'string' && typeof error.message === 'string';
}

/** A server in a function: answers by address, and every request is counted. */
import { ServerConnection } from '@jupyterlab/services';

/** One request as it reached the server. */
export interface IRequest {
  method: string;
  /** Below /runfolio/api/. */
  path: string;
  query: URLSearchParams;
  body: unknown;
  headers: Headers;
  keepalive: boolean;
}

/** What the server says: a body, a whole response, or an error as of a dead network. */
export type Answerer = (request: IRequest) => unknown;

/** Answers by `METHOD path`; `*` answers what nothing else does. */
export class FakeServer {
  constructor(answers: Record<string, Answerer> = {}) {
    this.answers = answers;
  }

  answers: Record<string, Answerer>;
  readonly requests: IRequest[] = [];
  /** While true no request is answered, none fails. */
  hanging = false;

  get settings(): ServerConnection.ISettings {
    return ServerConnection.makeSettings({
      baseUrl: 'http://localhost:8888/lab-base/',
      token: 'secret',
      fetch: request => this._fetch(request as Request)
    });
  }

  /** `GET runs`, `PATCH runs/r1`: what was asked, in order. */
  get asked(): string[] {
    return this.requests.map(request => `${request.method} ${request.path}`);
  }

  /** Requests to one address. */
  to(name: string): IRequest[] {
    return this.requests.filter(
      request => `${request.method} ${request.path}` === name
    );
  }

  private async _fetch(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const text = request.method === 'GET' ? '' : await request.text();
    const received: IRequest = {
      method: request.method,
      path: url.pathname.replace('/lab-base/runfolio/api/', ''),
      query: url.searchParams,
      body: text ? JSON.parse(text) : undefined,
      headers: request.headers,
      keepalive: request.keepalive
    };
    this.requests.push(received);
    if (this.hanging) {
      return new Promise(() => undefined);
    }
    const name = `${received.method} ${received.path}`;
    const answer = this.answers[name] ?? this.answers['*'];
    const body = answer ? await answer(received) : undefined;
    if (body instanceof Response) {
      return body;
    }
    return body === undefined
      ? new Response(null, { status: 204 })
      : json(body, 200);
  }
}

/** A response with a JSON body. */
export function json(body: unknown, status: number): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/json' }
  });
}

/** A refusal in the server's one shape. */
export function refusal(status: number, code: string): Response {
  return json({ error: { code, message: `No: ${code}.`, hint: null } }, status);
}

/** The Jupyter server's own 404, where our part is missing. */
export function foreign404(): Response {
  return json({ message: 'Not Found', reason: null }, 404);
}

/** A network that is away. */
export function offline(): never {
  throw new TypeError('Failed to fetch');
}

/** Let everything that waits for promises go on. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) {
    await Promise.resolve();
  }
  await new Promise(resolve => setTimeout(resolve, 0));
  for (let turn = 0; turn < 50; turn++) {
    await Promise.resolve();
  }
}

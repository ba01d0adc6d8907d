import {
  FakeServer,
  foreign404,
  json,
  offline,
  refusal
} from '../testing/server';
import { CaptureClient } from './captureClient';
import { PATIENCE, type RunClient } from './client';
import { ApiError, OfflineError, ServerMissingError } from './errors';

function client(answers: FakeServer['answers']) {
  const server = new FakeServer(answers);
  return {
    server,
    client: new CaptureClient({ serverSettings: server.settings })
  };
}

describe('RunClient', () => {
  it('asks below the base address, with the token', async () => {
    const { server, client: api } = client({ 'GET health': () => ({}) });
    await api.health();
    expect(server.asked).toEqual(['GET health']);
    expect(server.requests[0].headers.get('Authorization')).toBe(
      'token secret'
    );
  });

  it('repeats lists, escapes values, leaves out what is not given', async () => {
    const { server, client: api } = client({ '*': () => ({ series: [] }) });
    await api.points({ runs: 'a,b', keys: ['val acc', 'f1&co'] });
    const { query } = server.requests[0];
    expect(query.getAll('keys')).toEqual(['val acc', 'f1&co']);
    // JupyterLab itself adds a number against caches.
    const names = [...query.keys()].filter(name => !/^\d+$/.test(name));
    expect(names).toEqual(['runs', 'keys', 'keys']);
  });

  it('escapes what stands in a path', async () => {
    const { server, client: api } = client({ '*': () => ({ outputs: [] }) });
    await api.outputs('a/b?c');
    expect(server.requests[0].path).toBe('steps/a%2Fb%3Fc/outputs');
  });

  it.each([
    [
      'PATCH recording',
      (api: RunClient) => api.updateRecording({ default: false }),
      { default: false }
    ],
    [
      'PATCH runs/r1',
      (api: RunClient) => api.updateRun('r1', { name: null }),
      { name: null }
    ],
    [
      'PATCH experiments/e1',
      (api: RunClient) => api.updateExperiment('e1', { baseline_run_id: 'r1' }),
      { baseline_run_id: 'r1' }
    ],
    [
      'POST runs:from-steps',
      (api: RunClient) => api.fromSteps({ steps: ['s1'] }),
      { steps: ['s1'] }
    ],
    [
      'POST runs:split',
      (api: RunClient) => api.split({ run_id: 'r1', at: 's2' }),
      { run_id: 'r1', at: 's2' }
    ],
    [
      'POST runs:merge',
      (api: RunClient) => api.merge({ runs: ['r1', 'r2'] }),
      { runs: ['r1', 'r2'] }
    ],
    [
      'POST intents',
      (api: CaptureClient) => api.createIntents({ intents: [] }),
      { intents: [] }
    ],
    [
      'POST heard',
      (api: CaptureClient) => api.createHeard({ sent_at: 1, heard: [] }),
      { sent_at: 1, heard: [] }
    ]
  ])('sends JSON with %s', async (name, call, body) => {
    const { server, client: api } = client({ '*': () => ({}) });
    await call(api);
    expect(server.asked).toEqual([name]);
    expect(server.requests[0].body).toEqual(body);
    expect(server.requests[0].headers.get('Content-Type')).toBe(
      'application/json'
    );
  });

  it.each([
    ['DELETE runs/r1', (api: RunClient) => api.deleteRun('r1')],
    ['DELETE notices/n1', (api: RunClient) => api.deleteNotice('n1')]
  ])('takes 204 for done with %s', async (name, call) => {
    const { server, client: api } = client({});
    await expect(call(api)).resolves.toBeUndefined();
    expect(server.asked).toEqual([name]);
  });

  it('lets a request outlive the page when asked to', async () => {
    const { server, client: api } = client({ '*': () => ({}) });
    await api.createIntents({ intents: [] }, true);
    await api.createIntents({ intents: [] });
    expect(server.requests.map(request => request.keepalive)).toEqual([
      true,
      false
    ]);
  });

  it('rejects a refusal with its code, sentence and status', async () => {
    const { client: api } = client({ '*': () => refusal(409, 'conflict') });
    const error = await api.run('r1').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      code: 'conflict',
      message: 'No: conflict.',
      status: 409
    });
  });

  it('tells a run that is not there from a server part that is not', async () => {
    const ours = client({ '*': () => refusal(404, 'not-found') }).client;
    await expect(ours.run('r1')).rejects.toMatchObject({ code: 'not-found' });
    await expect(ours.run('r1')).rejects.not.toBeInstanceOf(ServerMissingError);
    const theirs = client({ '*': foreign404 }).client;
    await expect(theirs.run('r1')).rejects.toBeInstanceOf(ServerMissingError);
    const page = () => new Response('<html>404</html>', { status: 404 });
    await expect(client({ '*': page }).client.health()).rejects.toBeInstanceOf(
      ServerMissingError
    );
  });

  it.each([
    ['a dead network', offline],
    ['a proxy that reaches nobody', () => new Response('', { status: 502 })],
    ['a gateway in time', () => new Response('', { status: 504 })]
  ])('takes %s for offline', async (_, answer) => {
    const { client: api } = client({ '*': answer });
    await expect(api.health()).rejects.toBeInstanceOf(OfflineError);
  });

  it('gives up on a request that hangs', async () => {
    jest.useFakeTimers();
    try {
      const { server, client: api } = client({});
      server.hanging = true;
      const asked = api.health().catch((reason: unknown) => reason);
      await jest.advanceTimersByTimeAsync(PATIENCE);
      expect(await asked).toBeInstanceOf(OfflineError);
    } finally {
      jest.useRealTimers();
    }
  });

  it('keeps the sentence of a store that is away', async () => {
    const { client: api } = client({
      '*': () => refusal(503, 'store-unavailable')
    });
    await expect(api.runs()).rejects.toMatchObject({
      code: 'store-unavailable',
      status: 503
    });
  });

  it('takes no page for an answer', async () => {
    const login = () => new Response('<html>log in</html>', { status: 200 });
    const { client: api } = client({ '*': login });
    await expect(api.health()).rejects.toMatchObject({ code: 'http-200' });
    const odd = () => json({ error: 'no' }, 500);
    await expect(client({ '*': odd }).client.health()).rejects.toMatchObject({
      code: 'http-500'
    });
  });
});

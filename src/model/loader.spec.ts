import { ApiError, OfflineError, ServerMissingError } from '../api/errors';
import { Loader, STALE_AFTER } from './loader';

let loader: Loader;
let loads: number;
let states: string[];
/** What the next loads do. */
let act: () => Promise<void>;

beforeEach(() => {
  jest.useFakeTimers();
  loads = 0;
  states = [];
  act = () => Promise.resolve();
  loader = new Loader({
    name: 'runfolio:test',
    load: () => {
      loads += 1;
      return act();
    },
    changed: () => states.push(loader.status.state)
  });
});

afterEach(() => {
  loader.dispose();
  jest.useRealTimers();
});

const wait = (milliseconds: number) =>
  jest.advanceTimersByTimeAsync(milliseconds);

describe('Loader', () => {
  it('loads when shown, then every few seconds', async () => {
    loader.setVisible(true);
    await wait(100);
    expect(loads).toBe(1);
    await wait(5000);
    expect(loads).toBe(2);
    expect(states).toEqual(['ready']);
  });

  it('does nothing while hidden', async () => {
    loader.nudge();
    await wait(60_000);
    expect(loads).toBe(0);
    loader.setVisible(true);
    await wait(100);
    loader.setVisible(false);
    loader.nudge();
    await wait(60_000);
    expect(loads).toBe(1);
  });

  it('makes one more load of all that was asked during one', async () => {
    let finish = () => {};
    act = () => new Promise(resolve => (finish = resolve));
    const first = loader.refresh();
    const others = [loader.refresh(), loader.refresh(), loader.refresh()];
    expect(loads).toBe(1);
    act = () => Promise.resolve();
    finish();
    await Promise.all([first, ...others]);
    expect(loads).toBe(2);
  });

  it('does not lose what happens during a load', async () => {
    let finish = () => {};
    act = () => new Promise(resolve => (finish = resolve));
    loader.setVisible(true);
    await wait(100);
    loader.nudge();
    loader.nudge();
    act = () => Promise.resolve();
    finish();
    await wait(100);
    expect(loads).toBe(2);
  });

  it('is stale ten seconds after the last answer, not before', async () => {
    loader.setVisible(true);
    await wait(100);
    act = () => Promise.reject(new OfflineError());
    await wait(STALE_AFTER);
    expect(loader.status.state).toBe('ready');
    await wait(5500);
    expect(states).toEqual(['ready', 'stale']);
    expect(loader.status.fault?.code).toBe('offline');
    expect(loader.status.updatedAt).not.toBeNull();
  });

  it('is stale also where a request just hangs', async () => {
    loader.setVisible(true);
    await wait(100);
    act = () => new Promise(() => undefined);
    await wait(5000 + STALE_AFTER);
    expect(loader.status.state).toBe('stale');
  });

  it('is up to date again by itself', async () => {
    loader.setVisible(true);
    await wait(100);
    act = () => Promise.reject(new OfflineError());
    await wait(20_000);
    act = () => Promise.resolve();
    await wait(20_000);
    expect(states).toEqual(['ready', 'stale', 'ready']);
    expect(loader.status.fault).toBeNull();
  });

  it('is an error where there never was an answer', async () => {
    act = () => Promise.reject(new OfflineError());
    loader.setVisible(true);
    await wait(STALE_AFTER + 1000);
    expect(states).toEqual(['error']);
  });

  it('tells a short gap to nobody', async () => {
    loader.setVisible(true);
    await wait(100);
    act = () => Promise.reject(new OfflineError());
    await wait(5000);
    act = () => Promise.resolve();
    await wait(8000);
    expect(states).toEqual(['ready']);
  });

  it.each([
    ['missing', new ServerMissingError(), 'server-missing'],
    [
      'error',
      new ApiError('store-unavailable', 'No.', null, 503),
      'store-unavailable'
    ],
    ['error', new TypeError('a mistake of ours'), 'internal']
  ])('is %s at once', async (state, error, code) => {
    act = () => Promise.reject(error);
    await loader.refresh();
    expect(loader.status.state).toBe(state);
    expect(loader.status.fault?.code).toBe(code);
  });

  it('asks less and less often while it fails', async () => {
    act = () => Promise.reject(new OfflineError());
    loader.setVisible(true);
    await wait(60_000);
    expect(loads).toBeGreaterThan(3);
    expect(loads).toBeLessThan(13);
  });

  it('is quiet once disposed', async () => {
    loader.setVisible(true);
    await wait(100);
    loader.dispose();
    loader.dispose();
    loader.nudge();
    loader.setVisible(true);
    await wait(60_000);
    expect(loads).toBe(1);
    expect(loader.isDisposed).toBe(true);
  });
});

import { deserialize, serialize } from 'v8';
import 'fake-indexeddb/auto';
import type { Intent } from '../api/types';
import { IndexedKeep, KEPT_MILLISECONDS, NO_KEEP, openKeep } from './keep';

// jsdom has none; the database copies what it keeps by it.
globalThis.structuredClone ??= value => deserialize(serialize(value));

const intent = (id: string): Intent => ({
  intent_id: id,
  kind: 'run',
  kernel_id: 'k1',
  path: 'a.ipynb'
});

const ids = (intents: Intent[]): string[] => intents.map(one => one.intent_id);

let base = 0;
const fresh = (): string => `/user/${(base += 1)}/`;

describe('IndexedKeep', () => {
  afterEach(() => jest.restoreAllMocks());

  it('hands what one page kept to the next, oldest first', async () => {
    const url = fresh();
    const page = new IndexedKeep<Intent>(url, fail);
    const clock = jest.spyOn(Date, 'now');
    ['c', 'a', 'b'].forEach((id, at) => {
      clock.mockReturnValueOnce(1_000 + at);
      page.put(id, intent(id));
    });
    clock.mockReturnValue(2_000);
    expect(ids(await new IndexedKeep<Intent>(url, fail).left())).toEqual([
      'c',
      'a',
      'b'
    ]);
  });

  it('forgets what was confirmed', async () => {
    const keep = new IndexedKeep<Intent>(fresh(), fail);
    keep.put('a', intent('a'));
    keep.put('b', intent('b'));
    keep.drop(['a']);
    expect(ids(await keep.left())).toEqual(['b']);
  });

  it('keeps servers of one origin apart', async () => {
    const keep = new IndexedKeep<Intent>(fresh(), fail);
    keep.put('a', intent('a'));
    expect(await new IndexedKeep<Intent>(fresh(), fail).left()).toEqual([]);
  });

  it('forgets what is too old to be claimed', async () => {
    const keep = new IndexedKeep<Intent>(fresh(), fail);
    const clock = jest.spyOn(Date, 'now').mockReturnValue(1_000);
    keep.put('a', intent('a'));
    expect(ids(await keep.left())).toEqual(['a']);
    clock.mockReturnValue(1_000 + KEPT_MILLISECONDS);
    expect(await keep.left()).toEqual([]);
    clock.mockReturnValue(1_000);
    expect(await keep.left()).toEqual([]);
  });

  it('says once that it cannot keep, and never rejects', async () => {
    const faults: unknown[] = [];
    jest.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new Error('no storage');
    });
    const keep = openKeep<Intent>(fresh(), error => faults.push(error));
    keep.put('a', intent('a'));
    keep.drop(['a']);
    expect(await keep.left()).toEqual([]);
    expect(faults).toHaveLength(1);
  });
});

describe('openKeep', () => {
  it('keeps nothing where there is no IndexedDB', async () => {
    const whole = Object.getOwnPropertyDescriptor(globalThis, 'indexedDB');
    Reflect.deleteProperty(globalThis, 'indexedDB');
    const keep = openKeep<Intent>(fresh(), fail);
    if (whole) {
      Object.defineProperty(globalThis, 'indexedDB', whole);
    }
    expect(keep).toBe(NO_KEEP);
    expect(await keep.left()).toEqual([]);
  });
});

function fail(error: unknown): void {
  throw error;
}

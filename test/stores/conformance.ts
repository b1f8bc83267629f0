import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { StateStore } from '../../src/stores/runtime/interface.js';
import { likeJavaScript } from './like-javascript.js';

/** One kind of store, running. */
export interface StoreUnderTest {
  /** A new instance with a connection of its own, as another process has one. */
  load(): Promise<StateStore>;
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export interface Conforming {
  readonly isMissing?: boolean;
  /** Whether one transaction reaches several structures: always, only those of one group, or never. */
  readonly transactions: 'any' | 'group' | 'none';
  /** Another instance has the same data. */
  readonly isShared: boolean;
  /** How many random sequences of operations are tried for each structure. */
  readonly runs?: number;
  readonly start: () => Promise<StoreUnderTest>;
}

/** What every store does, seen through the interface alone. */
export function conformance(title: string, conforming: Conforming): void {
  const { isMissing = false, transactions, isShared, runs = 20, start } = conforming;
  describe.skipIf(isMissing)(title, () => {
    let running: StoreUnderTest;
    let store: StateStore;
    beforeAll(async () => {
      running = await start();
      for (const [name, value] of Object.entries(running.env)) vi.stubEnv(name, value);
      // Busy machines are slow; what is late is tested elsewhere.
      vi.stubEnv('STATE_TIMEOUT_MS', '10000');
      store = await running.load();
    }, 60_000);
    afterEach(() => {
      vi.useRealTimers();
    });
    afterAll(async () => {
      await store.close();
      await running.stop();
      vi.unstubAllEnvs();
    });
    const another = async (): Promise<StateStore> => (isShared ? running.load() : store);

    likeJavaScript(() => store, runs);
    describe('operations', () => operations(() => store));
    describe('initial values', () => initialValues(() => store, another, isShared));
    describe('expiry', () => expiry(() => store));
    describe('transactions', () => transactionsOf(() => store, transactions));
    describe('once', () => onceOf(() => store));
  });
}

function operations(store: () => StateStore): void {
  it('change an entry in one step and give the result of the change', async () => {
    const carts = store().map<string, { items: string[] }>('carts');
    const add = (item: string) =>
      carts.update('ada', (cart) => {
        const items = [...(cart?.items ?? []), item];
        return { value: { items }, result: items.length };
      });
    expect(await add('bread')).toBe(1);
    expect(await add('milk')).toBe(2);
    expect(await carts.get('ada')).toEqual({ items: ['bread', 'milk'] });
    expect(await carts.update('ada', () => ({ value: undefined, result: 'gone' }))).toBe('gone');
    expect(await carts.has('ada')).toBe(false);
    expect(await carts.update('ada', (cart) => ({ value: cart, result: cart }))).toBe(undefined);
    expect(await carts.has('ada')).toBe(false);
  });

  it('lose nothing when many in one process do the same', async () => {
    const visits = store().counter('visits');
    const stock = store().map<string, number>('stock');
    const log = store().list<number>('log');
    const all = Array.from({ length: 40 }, (_, index) => index);
    const sums = await Promise.all(all.map(() => visits.increment()));
    await Promise.all(all.map(() => stock.update('bread', (count = 0) => ({ value: count + 1 }))));
    await Promise.all(all.map((index) => log.push(index)));
    expect(sums.sort((a, b) => a - b)).toEqual(all.map((index) => index + 1));
    expect(await stock.get('bread')).toBe(40);
    expect((await log.toArray()).sort((a, b) => a - b)).toEqual(all);
    const taken = await Promise.all(all.map((index) => (index % 2 === 0 ? log.shift() : log.pop())));
    expect(taken.map(Number).sort((a, b) => a - b)).toEqual(all);
    expect(await log.length()).toBe(0);
  });

  it('make a value once', async () => {
    const keys = store().map<string, string>('keys');
    const made = await Promise.all(['a', 'b', 'c'].map((value) => keys.getOrInsert('door', () => value)));
    expect(new Set(made).size).toBe(1);
    expect(await keys.get('door')).toBe(made[0]);
    const region = store().cell<string>('region');
    expect(await region.getOrInsert(() => 'north')).toBe('north');
    expect(await region.getOrInsert(() => 'south')).toBe('north');
  });

  it('add to a set and say whether it was new', async () => {
    const seen = store().set<string>('seen');
    const added = await Promise.all([seen.add('e1'), seen.add('e1'), seen.add('e1')]);
    expect(added.filter(Boolean)).toHaveLength(1);
    expect(await seen.delete('e1')).toBe(true);
    expect(await seen.add('e1')).toBe(true);
  });

  it('compare and set by value', async () => {
    const ticket = store().counter('ticket');
    expect(await ticket.compareAndSet(0, 7)).toBe(true);
    expect(await ticket.compareAndSet(0, 8)).toBe(false);
    expect(await ticket.get()).toBe(7);
  });

  it('leave errors of a callback alone, and store nothing then', async () => {
    const accounts = store().map<string, number>('accounts', { initial: [['ada', 3]] });
    const failure = new Error('not enough');
    const refused = accounts.update('ada', (): { value: number } => {
      throw failure;
    });
    await expect(refused).rejects.toBe(failure);
    expect(await accounts.get('ada')).toBe(3);
  });

  it('refuse a callback that is asynchronous or returns nothing', async () => {
    const box = store().map<string, number>('box');
    const asynchronous = (() => Promise.resolve({ value: 1 })) as unknown as () => { value: number };
    const silent = (() => undefined) as unknown as () => { value: number };
    await expect(box.update('a', asynchronous)).rejects.toThrow('box: the callback of update is asynchronous');
    await expect(box.update('a', silent)).rejects.toThrow('box: the callback of update has to return');
  });

  it('name the path of what cannot be kept', async () => {
    const carts = store().map<string, unknown>('boxes');
    await expect(carts.set('ada', { items: [{ pay: () => 1 }] })).rejects.toThrow(
      'boxes["ada"].items[0].pay is a function',
    );
    await expect(carts.set('ada', { at: new URL('https://bakery.example') })).rejects.toThrow('an instance of URL');
    await expect(carts.get({} as unknown as string)).rejects.toThrow('boxes: a key is a object');
  });
}

function initialValues(store: () => StateStore, another: () => Promise<StateStore>, isShared: boolean): void {
  it('are there at the first use, and never again', async () => {
    const prices = { initial: () => Object.entries({ bread: 3, milk: 2 }) };
    const first = store().map<string, number>('prices', prices);
    expect(await first.entries()).toEqual([
      ['bread', 3],
      ['milk', 2],
    ]);
    await first.delete('bread');
    await first.set('tea', 5);
    const other = await another();
    const second = other.map<string, number>('prices', prices);
    expect(await second.entries()).toEqual([
      ['milk', 2],
      ['tea', 5],
    ]);
    await second.clear();
    expect(await store().map('prices', prices).size()).toBe(0);
    if (isShared) await other.close();
  });

  it('exist for every structure', async () => {
    expect(await store().counter('next', { initial: 100 }).increment()).toBe(101);
    expect(
      await store()
        .cell('mode', { initial: { open: true } })
        .get(),
    ).toEqual({ open: true });
    expect(
      await store()
        .list('queue', { initial: ['a', 'b'] })
        .push('c'),
    ).toBe(3);
    expect(
      await store()
        .set('tags', { initial: ['x', 'y'] })
        .values(),
    ).toEqual(['x', 'y']);
    expect(
      await store()
        .object('by id', { initial: { b: 1, 2: 2, 1: 3 } })
        .keys(),
    ).toEqual(['1', '2', 'b']);
    const closed = store().cell<boolean | null>('closed', { initial: null });
    expect(await closed.get()).toBe(null);
    await closed.delete();
    expect(await closed.get()).toBe(undefined);
  });

  it.runIf(isShared)('are warned about when the code changed', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    const other = await another();
    try {
      await store()
        .list('weekdays', { initial: ['mon'] })
        .length();
      await store().list('holidays').push('may 1');
      await other.list('weekdays', { initial: ['mon'] }).length();
      expect(warn).not.toHaveBeenCalled();
      const third = await another();
      expect(await third.list('weekdays', { initial: ['mon', 'tue'] }).toArray()).toEqual(['mon']);
      expect(await third.list('holidays', { initial: ['jan 1'] }).toArray()).toEqual(['may 1']);
      expect(warn.mock.calls.map(([message]) => String(message).split(':')[0])).toEqual([
        'weekdays was stored with another initial value',
        'holidays has values already',
      ]);
      await third.close();
    } finally {
      warn.mockRestore();
      await other.close();
    }
  });
}

function expiry(store: () => StateStore): void {
  const at = (seconds: number): void => void vi.setSystemTime(1_800_000_000_000 + seconds * 1000);

  it('is the time since the last write', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    at(0);
    const sessions = store().map<string, string>('sessions', { ttlSeconds: 60 });
    await sessions.set('ada', 'a');
    await sessions.set('bo', 'b');
    at(40);
    await sessions.update('ada', (user) => ({ value: user }));
    at(59);
    expect(await sessions.keys()).toEqual(['ada', 'bo']);
    at(60);
    expect(await sessions.keys()).toEqual(['ada']);
    expect(await sessions.get('bo')).toBe(undefined);
    expect(await sessions.has('bo')).toBe(false);
    expect(await sessions.size()).toBe(1);
    expect(await sessions.delete('bo')).toBe(false);
  });

  it('makes room for a new entry, which is the last one', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    at(0);
    const limits = store().map<string, number>('limits', { ttlSeconds: 10 });
    await limits.set('first', 5);
    at(5);
    await limits.set('second', 1);
    at(12);
    expect(await limits.increment('first')).toBe(1);
    expect(await limits.getOrInsert('first', () => 9)).toBe(1);
    expect(await limits.keys()).toEqual(['second', 'first']);
    at(30);
    expect(await limits.update('first', (count) => ({ value: 7, result: count }))).toBe(undefined);
    at(1000);
    await limits.set('third', 3);
    expect(await limits.entries()).toEqual([['third', 3]]);
  });

  it('holds for sets', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    at(0);
    const recent = store().set<string>('recent', { ttlSeconds: 10 });
    expect(await recent.add('e1')).toBe(true);
    at(5);
    expect(await recent.add('e1')).toBe(false);
    at(14);
    expect(await recent.has('e1')).toBe(true);
    at(15);
    expect(await recent.add('e1')).toBe(true);
  });
}

function transactionsOf(store: () => StateStore, reach: Conforming['transactions']): void {
  const shop = (name: string) => {
    const group = { group: `${name}-group` };
    const stock = store().map<string, number>(`${name}-stock`, { ...group, initial: [['bread', 5]] });
    return {
      stock,
      orders: store().list<string>(`${name}-orders`, group),
      sold: store().counter(`${name}-sold`, group),
    };
  };

  it('change one entity', async () => {
    const { stock } = shop('one');
    const left = await store().transaction(async (tx) => {
      const count = (await tx.get(stock, 'bread')) ?? 0;
      tx.set(stock, 'bread', count - 1);
      return tx.get(stock, 'bread');
    });
    expect(left).toBe(4);
    expect(await stock.get('bread')).toBe(4);
  });

  it.runIf(reach === 'none')('say where they are not possible', async () => {
    const { stock, sold } = shop('several');
    const both = store().transaction((tx) => {
      tx.set(stock, 'bread', 1);
      tx.set(sold, 1);
    });
    await expect(both).rejects.toThrow('not possible on DynamoDB');
    expect(await stock.get('bread')).toBe(5);
  });

  it.runIf(reach === 'group')('need a group to reach over slots', async () => {
    const [a, b] = [store().counter('slot-a'), store().counter('slot-b')];
    const both = store().transaction((tx) => {
      tx.set(a, 1);
      tx.set(b, 1);
    });
    await expect(both).rejects.toThrow('need the same `group`');
  });

  it.skipIf(reach === 'none')('change several entities as one, also when many run at once', async () => {
    const { stock, orders, sold } = shop('many');
    const buy = (who: string) =>
      store().transaction(async (tx) => {
        const left = (await tx.get(stock, 'bread')) ?? 0;
        if (left === 0) return 'sold out';
        tx.set(stock, 'bread', left - 1);
        tx.set(orders, [...(await tx.get(orders)), who]);
        tx.set(sold, (await tx.get(sold)) + 1);
        return 'ok';
      });
    const answers = await Promise.all(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(buy));
    expect(answers.filter((answer) => answer === 'ok')).toHaveLength(5);
    expect([await stock.get('bread'), await sold.get(), await orders.length()]).toEqual([0, 5, 5]);
  });

  it.skipIf(reach === 'none')('store nothing when the work fails', async () => {
    const { stock, sold } = shop('failing');
    const failing = store().transaction(async (tx) => {
      tx.set(sold, (await tx.get(sold)) + 1);
      tx.delete(stock, 'bread');
      throw new Error('card declined');
    });
    await expect(failing).rejects.toThrow('card declined');
    expect([await stock.get('bread'), await sold.get()]).toEqual([5, 0]);
  });
}

function onceOf(store: () => StateStore): void {
  it('gives later deliveries the result of the first', async () => {
    let runs = 0;
    const handle = () => store().once('event-1', () => ({ runs: ++runs }));
    expect(await handle()).toEqual({ runs: 1 });
    expect(await handle()).toEqual({ runs: 1 });
  });

  it('refuses a delivery while another one is at work', async () => {
    let second: Promise<unknown> = Promise.resolve();
    await store().once('event-2', async () => {
      second = store().once('event-2', () => 'again');
      await expect(second).rejects.toThrow('event-2 is being worked on');
    });
  });

  it('runs again after a failure, and when the one at work was stopped', async () => {
    const failing = store().once('event-3', () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    expect(await store().once('event-3', () => 'done')).toBe('done');
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
    void store().once('event-4', () => new Promise(() => undefined), { leaseSeconds: 30 });
    await vi.waitFor(async () => {
      await expect(store().once('event-4', () => 'early')).rejects.toThrow('being worked on');
    });
    vi.setSystemTime(Date.now() + 31_000);
    expect(await store().once('event-4', () => 'taken over')).toBe('taken over');
  });
}

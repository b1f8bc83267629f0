import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Records, RecordSpace, StoredRecord } from '../../src/stores/runtime/records.js';
import type { RunningServer } from './servers/server.js';

export interface RecordsUnderTest {
  readonly isMissing?: boolean;
  readonly start?: () => Promise<RunningServer>;
  readonly open: (clock: () => number) => Records;
}

/** What only shows below the interface: no version is ever seen twice, and a comparison with an old one fails. */
export function recordLaws(title: string, { isMissing = false, start, open }: RecordsUnderTest): void {
  describe.skipIf(isMissing)(`records ${title}`, () => {
    let server: RunningServer | undefined;
    let records: Records;
    let now = 1_000;
    beforeAll(async () => {
      server = await start?.();
      for (const [name, value] of Object.entries(server?.env ?? {})) vi.stubEnv(name, value);
      vi.stubEnv('STATE_TIMEOUT_MS', '10000');
      records = open(() => now);
    }, 60_000);
    afterAll(async () => {
      await records.close();
      await server?.stop();
      vi.unstubAllEnvs();
    });

    it('a comparison with a version of before fails, also after removal, clearing and expiry', async () => {
      const of = space('versions');
      const losses: readonly ((record: StoredRecord) => Promise<unknown>)[] = [
        ({ key }) => records.remove(of, key),
        () => records.removeAll(of),
        () => Promise.resolve((now += 2_000)),
        (record) => records.put(of, { ...record, version: fresh() }),
        (record) => records.add(of, { ...record, version: fresh() }, 1),
      ];
      for (const lose of losses) {
        const first = record('ada', '1', now + 1_000);
        await records.put(of, first);
        const seen = await records.read(of, 'ada');
        expect(seen).toEqual(first);
        await lose(first);
        await records.put(of, { ...first, version: fresh(), expiresAt: null });
        const stale = await records.commit([{ of, key: 'ada', expected: first.version, next: record('ada', '666') }]);
        expect(stale).toBe(false);
        expect((await records.read(of, 'ada'))?.value).toBe('1');
        expect(await records.commit([{ of, key: 'ada', expected: null, next: record('ada', '666') }])).toBe(false);
        await records.remove(of, 'ada');
      }
    });

    it('what changes a list gives it another version', async () => {
      const of = space('list');
      const seen = new Set<string>();
      const look = async (): Promise<void> => void seen.add((await records.read(of, ''))!.version);
      await records.append(of, record('', '1\n'));
      await look();
      await records.append(of, record('', '2\n'));
      await look();
      expect(await records.take(of, 'first', fresh())).toBe('1');
      await look();
      expect(await records.take(of, 'last', fresh())).toBe('2');
      await look();
      expect(await records.take(of, 'last', fresh())).toBe(null);
      expect(seen.size).toBe(4);
    });

    it('only integers are added by the store itself', async () => {
      const of = space('sums');
      for (const value of [
        '"text"',
        '0.5',
        String(Number.MAX_SAFE_INTEGER),
        '9007199254740993',
        '{"$":["number","-0"]}',
      ]) {
        await records.put(of, record('n', value));
        expect(await records.add(of, record('n', '1'), 1)).toBe(null);
        expect((await records.read(of, 'n'))?.value).toBe(value);
      }
      await records.put(of, record('n', '-3'));
      expect(await records.add(of, record('n', '1'), 3)).toBe(0);
      expect((await records.read(of, 'n'))?.value).toBe('0');
    });

    it('what is at the same place of another structure is another record', async () => {
      await records.put(space('one'), record('k', '1'));
      await records.put(space('one:k'), record('', '2'));
      expect(await records.read(space('two'), 'k')).toBe(null);
      await records.removeAll(space('one'));
      expect((await records.read(space('one:k'), ''))?.value).toBe('2');
    });
  });
}

function space(name: string): RecordSpace {
  return { id: `bakery:${name}`, group: null };
}

function record(key: string, value: string, expiresAt: number | null = null): StoredRecord {
  return { key, value, version: fresh(), expiresAt };
}

function fresh(): string {
  return crypto.randomUUID();
}

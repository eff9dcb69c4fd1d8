import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/core/clock.ts';
import { leafHash } from '../../../src/store/encode-event.ts';
import { openSqliteStore, readSqliteStore } from '../../../src/store/sqlite.ts';
import { opened, refused } from '../../support/story.ts';
import { storeContract } from './contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'ostiary-store-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const newFile = () => join(folder, `${++files}.sqlite`);
const open = (file: string) => openSqliteStore({ file, clock: systemClock });

let current = '';
storeContract('sqlite', {
  create: () => {
    current = newFile();
    return open(current);
  },
  reopen: (store) => {
    store.close();
    return open(current);
  },
});

describe('sqlite: durability', () => {
  it('keeps every acknowledged event, whole calls only, when its process is killed', async () => {
    const file = newFile();
    const main = fileURLToPath(new URL('../../support/append-main.ts', import.meta.url));
    const child = spawn(process.execPath, [main, file], { stdio: ['ignore', 'pipe', 'inherit'] });
    const acknowledged: number[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      acknowledged.push(Number(line));
      if (acknowledged.length === 2000) child.kill('SIGKILL');
    }
    const store = open(file);
    const events = [...store.events()];
    expect(acknowledged.length).toBeGreaterThanOrEqual(2000);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index));
    expect(events.length).toBeGreaterThan(Math.max(...acknowledged));
    expect(events.length % 2).toBe(0);
    store.close();
  });

  it('stores the leaf hash of the very bytes it stores', async () => {
    const file = newFile();
    const store = open(file);
    await store.append(opened('ses_1'), refused('né'));
    store.close();
    const database = new DatabaseSync(file, { readOnly: true });
    for (const { body, leaf } of database.prepare('SELECT body, leaf FROM events').all()) {
      expect(Buffer.from(leaf as Uint8Array)).toEqual(leafHash(body as string));
    }
    database.close();
  });

  it('is a file only its owner can read, its log included', async () => {
    const file = newFile();
    const store = open(file);
    await store.append(refused());
    for (const path of [file, `${file}-wal`, `${file}-shm`]) expect(statSync(path).mode & 0o777).toBe(0o600);
    store.close();
  });

  it('fails the append on a full disk and goes on when there is room again', async (context) => {
    if (process.getuid?.() !== 0) context.skip('only root may mount a small tmpfs');
    const small = join(folder, 'small');
    mkdirSync(small);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', small], { stdio: 'pipe' });
    } catch (error) {
      context.skip(`a tmpfs cannot be mounted here: ${(error as Error).message}`);
    }
    try {
      const store = open(join(small, 'store.sqlite'));
      const ballast = join(small, 'ballast');
      writeFileSync(ballast, Buffer.alloc(200_000));
      let kept = 0;
      const fill = async () => {
        for (;;) kept += (await store.append(refused('x'.repeat(20_000)))).length;
      };
      await expect(fill()).rejects.toMatchObject({ code: 'STORE_FAILED', exit: 70 });
      expect([...store.events()].map(({ seq }) => seq)).toEqual(Array.from({ length: kept }, (_, seq) => seq));
      rmSync(ballast);
      expect(await store.append(refused('room'))).toMatchObject([{ seq: kept }]);
      store.close();
    } finally {
      execFileSync('umount', [small]);
    }
  });
});

describe('sqlite: what events are looked up by', () => {
  it('is made from the body that the leaf covers, and cannot be set beside it', async () => {
    const file = newFile();
    const store = open(file);
    await store.append(opened('ses_1'), opened('ses_2'));
    const database = new DatabaseSync(file);
    for (const column of ['id', 'time', 'type', 'session']) {
      expect(() => database.exec(`UPDATE events SET ${column} = 'other'`)).toThrow(/generated column/);
    }
    database.exec(`UPDATE events SET body = replace(body, 'ses_1', 'ses_3') WHERE seq = 0`);
    expect([...store.events('ses_1')]).toHaveLength(0);
    expect([...store.events('ses_3')]).toHaveLength(1);
    database.close();
    store.close();
  });
});

describe('sqlite: opening', () => {
  it('is read beside a writer, and sees what was committed', async () => {
    const file = newFile();
    const store = open(file);
    await store.append(opened('ses_1'));
    const reader = readSqliteStore(file);
    await store.append(opened('ses_2'));
    expect(reader.sessions()).toHaveLength(2);
    reader.close();
    store.close();
  });

  it('refuses a store with a newer schema', () => {
    const file = newFile();
    open(file).close();
    const database = new DatabaseSync(file);
    database.exec(`INSERT INTO migrations VALUES (99, 'x', 'y')`);
    database.close();
    expect(() => open(file)).toThrow(expect.objectContaining({ code: 'STORE_NEWER' }));
    expect(() => readSqliteStore(file)).toThrow(expect.objectContaining({ code: 'STORE_NEWER' }));
  });

  it('refuses a store whose migrations were others', () => {
    const file = newFile();
    open(file).close();
    const database = new DatabaseSync(file);
    database.exec(`UPDATE migrations SET checksum = 'x'`);
    database.close();
    expect(() => open(file)).toThrow(expect.objectContaining({ code: 'STORE_ALTERED' }));
  });

  it('names the file when it is no database, or cannot be made', () => {
    const file = newFile();
    writeFileSync(file, 'this is a text of more than a hundred bytes, certainly no database at all. '.repeat(9));
    expect(() => open(file)).toThrow(expect.objectContaining({ code: 'STORE_FAILED' }));
    expect(() => open(join(folder, 'none', 'x'))).toThrow(/none\/x/);
  });
});

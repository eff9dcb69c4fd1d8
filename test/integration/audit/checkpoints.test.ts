import { chmodSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { lastCheckpoint, openCheckpoint } from '../../../src/audit/checkpoint.ts';
import { checkpointKeyFile, openCheckpointKey, verifierKeyFile } from '../../../src/audit/checkpoint-key.ts';
import { publishersOf } from '../../../src/audit/publisher.ts';
import { newFolder, openAudited } from '../../support/audited-store.ts';
import { naiveRoot } from '../../support/naive-merkle.ts';
import { closed, opened, refused } from '../../support/story.ts';
import { until } from '../../support/wait.ts';

const events = (count: number) => Array.from({ length: count }, () => refused());

describe('the key of checkpoints', () => {
  it('is made once, for its owner only, with the verifier key beside it', () => {
    const folder = newFolder();
    const key = openCheckpointKey(folder);
    expect(key.name).toMatch(/^audit\.[0-9a-f]{16}$/);
    expect(statSync(checkpointKeyFile(folder)).mode & 0o777).toBe(0o600);
    expect(readFileSync(verifierKeyFile(folder), 'utf8')).toBe(`${key.text}\n`);
    expect(openCheckpointKey(folder).text).toBe(key.text);
  });

  it('is refused when others can read it, or when it is none', () => {
    const folder = newFolder();
    openCheckpointKey(folder);
    chmodSync(checkpointKeyFile(folder), 0o640);
    expect(() => openCheckpointKey(folder)).toThrow(expect.objectContaining({ code: 'AUDIT_KEY_UNSAFE' }));
    chmodSync(checkpointKeyFile(folder), 0o600);
    writeFileSync(checkpointKeyFile(folder), 'PRIVATE+KEY+x\n');
    expect(() => openCheckpointKey(folder)).toThrow(expect.objectContaining({ code: 'AUDIT_KEY_INVALID' }));
  });
});

describe('checkpoints', () => {
  it('follow the log within about a second, and the end of a session sooner', async () => {
    const { store, key, start } = openAudited();
    await using _ = start();
    const size = () => openCheckpoint(store.log.checkpoint()?.note ?? '', key)?.size ?? -1;
    await store.append(...events(3));
    await until(() => size() === 3);
    await store.append(opened('ses_1'), closed('ses_1', 0));
    await until(() => size() === 5);
  });

  it('sign the root that RFC 6962 defines, over restarts and at the end', async () => {
    const { store, key, checkpoint } = openAudited();
    for (const count of [0, 1, 2, 5, 300, 0, 255]) {
      if (count > 0) await store.append(...events(count));
      const leaves = [...store.log.leaves(0, store.log.size())].map((leaf) => Buffer.from(leaf));
      expect(openCheckpoint(await checkpoint(), key)).toMatchObject({ size: leaves.length, root: naiveRoot(leaves) });
    }
  });

  it('keep a thousand of the newest', async () => {
    const { store, file } = openAudited();
    for (let size = 1; size <= 1010; size++) {
      store.log.keepCheckpoint({ size, note: 'x', frontier: new Uint8Array(0) });
    }
    const database = new DatabaseSync(file, { readOnly: true });
    const row = database.prepare('SELECT count(*) AS count, min(size) AS least FROM checkpoints').get();
    expect(row).toMatchObject({ count: 1000, least: 11 });
    database.close();
  });
});

describe('a start over a log that is not the one that was signed', () => {
  async function signedLog() {
    const audited = openAudited();
    await audited.store.append(...events(300));
    await audited.checkpoint();
    const change = (sql: string) => {
      const database = new DatabaseSync(audited.file, { timeout: 5000 });
      database.exec(sql);
      database.close();
    };
    return { ...audited, change };
  }
  const contradicted = expect.objectContaining({ code: 'LOG_CONTRADICTED' });

  it('is refused when events are gone', async () => {
    const { start, change } = await signedLog();
    change('DELETE FROM events WHERE seq >= 299');
    expect(() => start()).toThrow(contradicted);
  });

  it('is refused when the checkpoint was changed', async () => {
    const { start, change } = await signedLog();
    change(`UPDATE checkpoints SET note = replace(note, '300', '301')`);
    expect(() => start()).toThrow(contradicted);
  });

  it('is refused when events were changed and the frontier is lost', async () => {
    const { start, change, store, key } = await signedLog();
    change(`UPDATE checkpoints SET frontier = x'00'`);
    await start()[Symbol.asyncDispose]();
    expect(openCheckpoint(store.log.checkpoint()?.note ?? '', key)?.size).toBe(300);
    change(`UPDATE checkpoints SET frontier = x'00'; UPDATE events SET leaf = zeroblob(32) WHERE seq = 7`);
    expect(() => start()).toThrow(contradicted);
  });

  it('goes on under a new name when the key is a new one, and says so', async () => {
    const { folder, store } = await signedLog();
    store.close();
    rmSync(checkpointKeyFile(folder));
    const again = openAudited(folder);
    onTestFinished(() => again.store.close());
    await again.store.append(...events(1));
    expect(openCheckpoint(await again.checkpoint(), again.key)).toMatchObject({ size: 301, origin: again.key.name });
    expect(again.said).toEqual(['the log goes on under a new key']);
  });
});

describe('the world outside', () => {
  it('gets a checkpoint at every beat, also when nothing happened, into a file that only grows', async () => {
    const { start, key } = openAudited();
    const file = join(newFolder(), 'checkpoints');
    const running = start(publishersOf({ file, webhook: null }), 50);
    const notes = () => readFileSync(file, 'utf8').split('\n\naudit').length;
    await until(() => {
      try {
        return notes() > 3;
      } catch {
        return false;
      }
    });
    renameSync(file, `${file}.1`);
    await running[Symbol.asyncDispose]();
    const [older, newer] = [`${file}.1`, file].map((name) => lastCheckpoint(readFileSync(name, 'utf8')) ?? '');
    const [before, after] = [openCheckpoint(older ?? '', key), openCheckpoint(newer ?? '', key)];
    expect(before?.size).toBe(0);
    expect(Date.parse(after?.time ?? '')).toBeGreaterThan(Date.parse(before?.time ?? ''));
  });

  it('gets it by webhook; one that fails is logged, tried again, and holds nothing up', async () => {
    const { start, store, key, said } = openAudited();
    const bodies: string[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        bodies.push(body);
        response.statusCode = bodies.length === 1 ? 500 : 204;
        response.end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const webhook = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?secret=1`;
    const missing = join(newFolder(), 'none', 'file');
    await using _ = start(publishersOf({ file: missing, webhook }), 50);
    await store.append(...events(2));
    await until(() => bodies.length >= 2);
    expect(openCheckpoint(bodies[1] ?? '', key)?.size).toBe(2);
    expect(said).toContain(`a checkpoint did not reach ${missing}`);
    expect(said).toContain(`a checkpoint did not reach ${new URL(webhook).host}`);
  });
});

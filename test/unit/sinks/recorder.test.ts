import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createCastDecoder } from '../../../src/asciicast/decode.ts';
import { systemClock } from '../../../src/core/clock.ts';
import { createRecorder, recordingPath } from '../../../src/sinks/recorder.ts';
import type { SessionEvent } from '../../../src/sinks/sink.ts';
import { ourHeader } from '../../support/cast-header.ts';

const folder = mkdtempSync(join(tmpdir(), 'ostiary-recorder-'));
afterAll(() => rm(folder, { recursive: true }));

let count = 0;
function newFile(): string {
  count += 1;
  return join(folder, String(count), recordingPath(`ses_${count}`, '2026-11-21T22:00:00.000Z'));
}

function record(file: string, more: { limit?: number; onBytes?: (count: number) => void } = {}) {
  return createRecorder({ file, header: ourHeader, clock: systemClock, ...more });
}

function output(text: string | Uint8Array): SessionEvent {
  return { type: 'output', stream: 'stdout', bytes: Buffer.from(text as string) };
}

function decode(file: string) {
  const decoder = createCastDecoder(file);
  const events = readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => decoder.feed(line));
  return [...events, ...decoder.flush()].map(({ event }) => event);
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('the recorder', () => {
  it('makes year, month and day folders that only the broker may enter, and a file only it may read', async () => {
    const file = newFile();
    await (await record(file)).close();
    expect(file).toContain('/2026/11/21/ses_');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(file, '..')).mode & 0o777).toBe(0o700);
    expect(statSync(join(file, '../../..')).mode & 0o777).toBe(0o700);
  });

  it('never writes into a file that is there already', async () => {
    const file = newFile();
    await (await record(file)).close();
    await expect(record(file)).rejects.toMatchObject({ code: 'RECORDING_FAILED' });
  });

  it('has the header in the file before the session may begin', async () => {
    const file = newFile();
    const recorder = await record(file);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ version: 3, ostiary: { identity: 'coder' } });
    await recorder.close();
  });

  it('writes the events in order and ends with the exit event', async () => {
    const file = newFile();
    const recorder = await record(file);
    const events: SessionEvent[] = [
      { type: 'marker', label: 'ls' },
      output('a\r\n'),
      { type: 'resize', cols: 100, rows: 40 },
      { type: 'exit', status: 3 },
    ];
    for (const event of events) recorder.write(event);
    await recorder.close();
    expect(decode(file)).toEqual(events);
  });

  it('tells with each sync how much is in the file for good and its digest', async () => {
    const file = newFile();
    const recorder = await record(file);
    for (let round = 0; round < 20; round += 1) {
      recorder.write(output(`round ${round}\n`));
      const { offset, sha256: digest } = await recorder.sync();
      const bytes = readFileSync(file);
      expect(offset).toBe(bytes.length);
      expect(digest).toBe(sha256(bytes));
      expect(bytes.at(-1)).toBe(10);
    }
    await recorder.close();
  });

  it('keeps half a character that a sync found, byte for byte', async () => {
    const file = newFile();
    const recorder = await record(file);
    recorder.write(output(Uint8Array.of(0x41, 0xe6, 0xbc)));
    await recorder.sync();
    const bytes = decode(file).flatMap((event) => (event.type === 'output' ? [...event.bytes] : []));
    expect(bytes).toEqual([0x41, 0xe6, 0xbc]);
    await recorder.close();
  });

  it('writes by itself what nobody asked it to sync', async () => {
    const file = newFile();
    const recorder = await record(file);
    recorder.write(output('quiet'));
    await expect.poll(() => readFileSync(file, 'utf8'), { timeout: 5000 }).toContain('quiet');
    await recorder.close();
  });

  it('asks its writer to wait when more than a mebibyte is pending, and releases it', async () => {
    const file = newFile();
    const recorder = await record(file);
    const chunk = output('x'.repeat(65_536));
    const waits: Promise<void>[] = [];
    for (let round = 0; round < 40; round += 1) {
      const wait = recorder.write(chunk);
      if (wait !== undefined) waits.push(wait);
    }
    expect(waits.length).toBeGreaterThan(0);
    await Promise.all(waits);
    await recorder.close();
    expect(decode(file)).toHaveLength(40);
  });

  it('serves a sync while a flood goes on', async () => {
    const file = newFile();
    const recorder = await record(file);
    const chunk = output('x'.repeat(65_536));
    let flooding = true;
    const flood = (async () => {
      while (flooding) await (recorder.write(chunk) ?? new Promise(setImmediate));
    })();
    for (let round = 0; round < 5; round += 1) {
      const { offset, sha256: digest } = await recorder.sync();
      expect(digest).toBe(sha256(readFileSync(file).subarray(0, offset)));
    }
    flooding = false;
    await flood;
    await recorder.close();
  });

  it('refuses output above its limit with a code of its own, and still takes the exit event', async () => {
    const file = newFile();
    const recorder = await record(file, { limit: 2000 });
    recorder.write(output('x'.repeat(1000)));
    await expect(async () => recorder.write(output('y'.repeat(1000)))).rejects.toMatchObject({
      code: 'RECORDING_LIMIT',
    });
    recorder.write({ type: 'exit', status: 70 });
    await recorder.close();
    expect(decode(file).map(({ type }) => type)).toEqual(['output', 'exit']);
  });

  it('reports every byte that went into the file', async () => {
    const file = newFile();
    let bytes = 0;
    const recorder = await record(file, { onBytes: (count) => (bytes += count) });
    recorder.write(output('x'.repeat(100_000)));
    await recorder.close();
    expect(bytes).toBe(statSync(file).size);
  });

  it('closes once, however often it is asked, and takes nothing afterwards', async () => {
    const recorder = await record(newFile());
    await Promise.all([recorder.close(), recorder.close()]);
    expect(() => recorder.write(output('late'))).toThrow('closed');
  });

  it('keeps a hundred sessions apart', async () => {
    const files = Array.from({ length: 100 }, newFile);
    await Promise.all(
      files.map(async (file, index) => {
        const recorder = await record(file);
        for (let round = 0; round < 10; round += 1) {
          await recorder.write(output(`${index}:${round};`));
          if (round % 3 === 0) await recorder.sync();
        }
        await recorder.close();
      }),
    );
    for (const [index, file] of files.entries()) {
      const text = decode(file).map((event) => (event.type === 'output' ? Buffer.from(event.bytes).toString() : ''));
      expect(text.join('')).toBe(Array.from({ length: 10 }, (_, round) => `${index}:${round};`).join(''));
    }
  });
});

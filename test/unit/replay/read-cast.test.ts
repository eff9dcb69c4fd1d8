import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createCastEncoder } from '../../../src/asciicast/encode.ts';
import { printHeader } from '../../../src/asciicast/header.ts';
import { readCast } from '../../../src/replay/read-cast.ts';
import { ourHeader } from '../../support/cast-header.ts';

const folder = mkdtempSync(join(tmpdir(), 'ostiary-read-'));
afterAll(() => rm(folder, { recursive: true }));
const file = join(folder, 'a.cast');

async function textOf(path: string): Promise<string> {
  let text = '';
  for await (const { event } of (await readCast(path)).events()) {
    if (event.type === 'output') text += Buffer.from(event.bytes).toString();
  }
  return text;
}

describe('reading a cast from disk', () => {
  it('reads lines longer than a block of the file, split anywhere', async () => {
    const encoder = createCastEncoder(0);
    const chunks = Array.from({ length: 30 }, (_, index) => `${index}é`.repeat(1 + ((index * 7919) % 60_000)));
    const lines = chunks.map((text) =>
      encoder.encode({ type: 'output', stream: 'stdout', bytes: Buffer.from(text) }, 0).toString(),
    );
    writeFileSync(file, printHeader(ourHeader) + lines.join(''));
    expect(await textOf(file)).toBe(chunks.join(''));
  });

  it('reads it again from the start as often as asked', async () => {
    writeFileSync(file, `${printHeader(ourHeader)}[0,"o","again"]\n`);
    const cast = await readCast(file);
    for (let round = 0; round < 3; round += 1) {
      const events = [];
      for await (const event of cast.events()) events.push(event);
      expect(events).toHaveLength(1);
    }
  });

  it('ends before a torn last line, as it is while a session still runs', async () => {
    writeFileSync(file, `${printHeader(ourHeader)}[0,"o","kept"]\n[0,"o","to`);
    expect(await textOf(file)).toBe('kept');
  });

  it('takes a last line that only lacks its line feed', async () => {
    writeFileSync(file, `${printHeader(ourHeader)}[0,"o","kept"]`);
    expect(await textOf(file)).toBe('kept');
  });

  it('names the file and the line of what is broken in the middle', async () => {
    writeFileSync(file, `${printHeader(ourHeader)}[0,"o","a"]\n[0,"o\n[0,"o","b"]\n`);
    await expect(textOf(file)).rejects.toThrow('a.cast, line 3: it is not an event');
  });

  it('names a file that is missing, empty or something else', async () => {
    await expect(readCast(join(folder, 'gone.cast'))).rejects.toMatchObject({ code: 'CAST_MISSING', exit: 66 });
    writeFileSync(file, '');
    await expect(readCast(file)).rejects.toMatchObject({ code: 'CAST_INVALID' });
    writeFileSync(file, '#!/bin/sh\n');
    await expect(readCast(file)).rejects.toMatchObject({ code: 'CAST_INVALID' });
  });
});

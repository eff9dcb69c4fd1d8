import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createCastEncoder } from '../../../src/asciicast/encode.ts';
import { printHeader } from '../../../src/asciicast/header.ts';
import { readCast } from '../../../src/replay/read-cast.ts';
import { recoverCast } from '../../../src/replay/recover-cast.ts';
import { ourHeader } from '../../support/cast-header.ts';

const folder = mkdtempSync(join(tmpdir(), 'ostiary-recover-'));
afterAll(() => rm(folder, { recursive: true }));
const file = join(folder, 'torn.cast');

const encoder = createCastEncoder(0);
const header = Buffer.from(printHeader(ourHeader));
const lines = [
  header,
  encoder.encode({ type: 'marker', label: 'ls — ü' }, 5),
  encoder.encode({ type: 'output', stream: 'stdout', bytes: Buffer.from('an [0,"x","0"] é\r\n') }, 10),
  encoder.encode({ type: 'output', stream: 'stdout', bytes: Uint8Array.of(0xff) }, 20),
  encoder.encode({ type: 'output', stream: 'stderr', bytes: Buffer.from('more') }, 30),
];
const whole = Buffer.concat(lines);
const exit = encoder.encode({ type: 'exit', status: 0 }, 40);

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const positionAt = (offset: number) => ({ offset, sha256: sha256(whole.subarray(0, offset)) });
const known = positionAt(lines[0]!.length + lines[1]!.length);

function ends(bytes: Buffer): readonly number[] {
  return [...bytes.entries()].filter(([, byte]) => byte === 10).map(([index]) => index + 1);
}

async function labels(): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { event } of (await readCast(file)).events()) if (event.type === 'marker') found.push(event.label);
  return found;
}

describe('the recovery of a recording', () => {
  it('cuts a tail torn at any byte, keeps every whole line, and leaves a cast that reads to its end', async () => {
    for (let size = header.length; size <= whole.length; size += 1) {
      writeFileSync(file, whole.subarray(0, size));
      const last = Math.max(...ends(whole.subarray(0, size)));
      const report = await recoverCast(file, known);
      const repaired = readFileSync(file);
      expect(report).toMatchObject({ tornBytes: size - last, complete: false, verified: last >= known.offset });
      expect(report.unattestedFrom).toBe(last >= known.offset ? known.offset : 0);
      expect(repaired.subarray(0, last).equals(whole.subarray(0, last))).toBe(true);
      expect({ offset: report.offset, sha256: report.sha256 }).toEqual({
        offset: repaired.length,
        sha256: sha256(repaired),
      });
      expect((await labels()).at(-1)).toContain('[recovered: ');
    }
  });

  it('says in its marker what was cut and from where on nothing is attested', async () => {
    writeFileSync(file, Buffer.concat([whole, exit.subarray(0, 6)]));
    await recoverCast(file, known);
    expect((await labels()).at(-1)).toBe(
      `[recovered: the broker stopped in this session; 6 torn bytes were cut off; unattested from byte ${known.offset} on]`,
    );
    writeFileSync(file, whole);
    await recoverCast(file, positionAt(whole.length));
    expect((await labels()).at(-1)).toContain('no byte was torn; all of it is attested');
  });

  it('cuts the zeros that a power loss leaves behind', async () => {
    writeFileSync(file, Buffer.concat([whole, Buffer.alloc(200_000), Buffer.from('\n'), Buffer.alloc(70_000)]));
    expect(await recoverCast(file, known)).toMatchObject({
      tornBytes: 270_001,
      verified: true,
      unattestedBytes: whole.length - known.offset,
    });
  });

  it('does not vouch for a file in which a byte was changed, or that lost what was known', async () => {
    const changed = Buffer.from(whole);
    changed[header.length + 13] = 0x4c;
    writeFileSync(file, changed);
    expect(await recoverCast(file, known)).toMatchObject({ verified: false, unattestedFrom: 0 });
    writeFileSync(file, header);
    expect(await recoverCast(file, known)).toMatchObject({ verified: false, unattestedFrom: 0 });
  });

  it('vouches for nothing when no position is known', async () => {
    writeFileSync(file, whole);
    expect(await recoverCast(file, null)).toMatchObject({ verified: false, unattestedFrom: 0, tornBytes: 0 });
  });

  it('adds nothing to a cast that has its exit event', async () => {
    writeFileSync(file, Buffer.concat([whole, exit]));
    const report = await recoverCast(file, known);
    expect(report).toMatchObject({ complete: true, verified: true, offset: whole.length + exit.length });
    expect(readFileSync(file).equals(Buffer.concat([whole, exit]))).toBe(true);
  });

  it('empties a file whose header is torn', async () => {
    writeFileSync(file, header.subarray(0, 20));
    expect(await recoverCast(file, null)).toMatchObject({ tornBytes: 20, offset: 0, complete: false });
    expect(readFileSync(file)).toHaveLength(0);
  });

  it('names a file that is not there', async () => {
    await expect(recoverCast(join(folder, 'gone.cast'), null)).rejects.toMatchObject({ code: 'CAST_MISSING' });
  });
});

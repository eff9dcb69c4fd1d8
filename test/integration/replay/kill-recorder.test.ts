import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCast } from '../../../src/replay/read-cast.ts';
import { recoverCast } from '../../../src/replay/recover-cast.ts';

const main = join(import.meta.dirname, '../../support/flood-main.ts');

/** Kills a recording process with SIGKILL after it told `count` durable positions; the last of them. */
async function killAfter(count: number, file: string): Promise<{ offset: number; sha256: string }> {
  const child = spawn(process.execPath, [main, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 15_000,
    killSignal: 'SIGKILL',
  });
  let text = '';
  child.stdout.on('data', (data) => {
    text += data;
    if (text.split('\n').length > count) child.kill('SIGKILL');
  });
  await new Promise((resolve) => child.on('close', resolve));
  return JSON.parse(text.split('\n').at(-2)!);
}

describe('a recorder killed in the middle of its work', () => {
  it('left everything it called durable, and what is left becomes a cast that reads to its end', async () => {
    for (const count of [1, 4, 9]) {
      const folder = mkdtempSync(join(tmpdir(), 'ostiary-kill-'));
      const file = join(folder, 'killed.cast');
      const known = await killAfter(count, file);
      const report = await recoverCast(file, known);
      expect(report).toMatchObject({ verified: true, unattestedFrom: known.offset, complete: false });
      let last = '';
      for await (const { event } of (await readCast(file)).events()) last = event.type === 'marker' ? event.label : '';
      expect(last).toContain('[recovered: ');
      rmSync(folder, { recursive: true });
    }
  });
});

// A full disk, made real: a tiny tmpfs in a mount namespace of its own, so that nothing of it outlives the test.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { needRoot } from '../../support/programs.ts';

const main = join(import.meta.dirname, '../../support/disk-full-main.ts');

describe('a recorder on a full disk', () => {
  it('fails for good with a sentence, leaves whole lines, and its digest still fits', (context) => {
    needRoot(context);
    const mountPoint = mkdtempSync(join(tmpdir(), 'ostiary-full-'));
    const script = 'mount -t tmpfs -o size=256k none "$1" && shift && exec "$@"';
    const child = spawnSync(
      'unshare',
      ['-m', 'sh', '-c', script, 'sh', mountPoint, process.execPath, main, mountPoint],
      { encoding: 'utf8', timeout: 15_000 },
    );
    rmSync(mountPoint, { recursive: true });
    expect(child.stderr).toBe('');
    expect(JSON.parse(child.stdout)).toEqual({
      syncError: 'RECORDING_FAILED',
      sentence: expect.stringContaining('the disk is full'),
      writeThrows: 'RECORDING_FAILED',
      closeError: 'RECORDING_FAILED',
      endsWithLineFeed: true,
      everyLineParses: true,
      digestOfLastSyncHolds: true,
      bytesReported: true,
      wroteMost: true,
    });
  });
});

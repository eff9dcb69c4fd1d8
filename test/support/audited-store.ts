// A real store with its checkpoints, for the tests of what is proven over it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openCheckpointKey } from '../../src/audit/checkpoint-key.ts';
import { startCheckpoints } from '../../src/audit/checkpoints.ts';
import type { Publisher } from '../../src/audit/publisher.ts';
import { systemClock } from '../../src/core/clock.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';

export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ostiary-audit-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** @param given a folder whose store the caller closes; without one it lasts as long as the test */
export function openAudited(given?: string) {
  const folder = given ?? newFolder();
  const file = join(folder, 'ostiary.db');
  const store = openSqliteStore({ file, clock: systemClock });
  if (given === undefined) onTestFinished(() => store.close());
  const key = openCheckpointKey(folder);
  const said: string[] = [];
  const log = {
    warn: (_: unknown, text?: string) => void said.push(String(text)),
    error: (_: unknown, text?: string) => void said.push(String(text)),
  };
  const start = (publishers: readonly Publisher[] = [], every = 3_600_000) =>
    startCheckpoints({ store, key, clock: systemClock, log, publishers, every });
  /** Signs a checkpoint over all there is. */
  const checkpoint = async (): Promise<string> => {
    await start()[Symbol.asyncDispose]();
    return store.log.checkpoint()?.note ?? '';
  };
  return { folder, file, store, key, said, start, checkpoint };
}

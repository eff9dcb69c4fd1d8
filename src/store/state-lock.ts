// One broker per state folder. The lock is SQLite's own write lock on an empty database: the kernel takes it back when
// its holder dies, however it dies, so there is nothing stale to judge and no window between judging and taking.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { faults } from '../core/errors.ts';

export interface StateLock extends Disposable {
  release(): void;
}

/**
 * Takes the folder for this process; makes it, 0700, when there is none.
 * @throws OstiaryError STATE_LOCKED with the pid of the broker that has it.
 */
export function lockState(folder: string): StateLock {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // POSIX drops a process's locks on a file when it closes any descriptor of it (fcntl(2)), so nobody but SQLite
  // may read the lock file while it is held; the pid stands beside it.
  const file = join(folder, 'broker.lock');
  const pidFile = join(folder, 'broker.pid');
  const database = openLock(file);
  try {
    database.exec('BEGIN IMMEDIATE');
  } catch (error) {
    database.close();
    if (isBusy(error)) throw faults.stateLocked(folder, readPid(pidFile));
    throw faults.storeFailed(file, error as Error);
  }
  writeFileSync(pidFile, `${process.pid}\n`, { mode: 0o600 });

  function release(): void {
    if (!database.isOpen) return;
    rmSync(pidFile, { force: true });
    database.close();
  }
  return { release, [Symbol.dispose]: release };
}

function openLock(file: string): DatabaseSync {
  try {
    return new DatabaseSync(file, { timeout: 0 });
  } catch (error) {
    throw faults.storeFailed(file, error as Error);
  }
}

/** SQLITE_BUSY. */
function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 5;
}

function readPid(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim() || 'unknown';
  } catch {
    return 'unknown';
  }
}

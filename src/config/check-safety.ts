// Who could change the configuration or the policy behind the broker's back: they decide what runs, so nobody else may.
import { type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { faults } from '../core/errors.ts';
import type { Config } from './config.ts';

const OTHERS_WRITE = 0o022;
const STICKY = 0o1000;

/** @throws OstiaryError CONFIG_UNSAFE for the first file or folder that somebody else could write. */
export function checkSafety(config: Pick<Config, 'file' | 'policy' | 'targets'>): void {
  const own = process.getuid?.() ?? 0;
  const sessionUsers = new Map(
    config.targets.filter(({ sharedUser }) => !sharedUser).map(({ account }) => [account.uid, account.name]),
  );

  function check(path: string, excused: (stats: Stats) => boolean): void {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return;
    const sessionUser = sessionUsers.get(stats.uid);
    if (sessionUser !== undefined)
      throw faults.configUnsafe(path, `belongs to \`${sessionUser}\`, as whom sessions run`);
    if (stats.uid !== own && stats.uid !== 0)
      throw faults.configUnsafe(path, `belongs to another user (uid ${stats.uid})`);
    if ((stats.mode & OTHERS_WRITE) !== 0 && !excused(stats)) {
      throw faults.configUnsafe(
        path,
        `can be written by its group or others (mode ${(stats.mode & 0o7777).toString(8)})`,
      );
    }
  }

  for (const file of config.policy === null ? [config.file] : [config.file, config.policy]) {
    check(file, () => false);
    // Whoever writes the folder can put another file in its place, but for a sticky one (`/tmp`).
    check(dirname(file), ({ mode }) => (mode & STICKY) !== 0);
  }
}

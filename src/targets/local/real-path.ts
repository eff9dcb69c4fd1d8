// Where a path really leads: through symlinks, as far as it exists.
import { realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** What does not exist yet is taken as it is, below the real path of what does. */
export function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPath(parent), basename(path));
  }
}

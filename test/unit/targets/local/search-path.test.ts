import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { vetSearchPath } from '../../../../src/targets/local/search-path.ts';

const nobody = { uid: 65_534, gid: 65_534 };
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ostiary-path-'));
  chmodSync(folder, 0o755);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the search path', () => {
  it('keeps the folders of the system', () => {
    expect(vetSearchPath('/usr/bin:/bin', nobody)).toEqual({ path: '/usr/bin:/bin', dropped: [] });
  });

  it('leaves out what is relative, empty, missing or no folder', () => {
    expect(vetSearchPath('.:bin::/nowhere:/etc/passwd:/bin', nobody)).toEqual({
      path: '/bin',
      dropped: [
        '. is not absolute',
        'bin is not absolute',
        'the empty entry is not absolute',
        '/nowhere does not exist',
        '/etc/passwd is not a folder',
      ],
    });
  });

  it('leaves out a folder that others or the user of the session can write', () => {
    const open = join(folder, 'open');
    mkdirSync(open);
    chmodSync(open, 0o777);
    expect(vetSearchPath(open, nobody).path).toBe('');
    chmodSync(open, 0o755);
    expect(vetSearchPath(open, nobody).path).toBe(open);
    const own = { uid: process.getuid!() || 0, gid: 0 };
    if (own.uid !== 0) expect(vetSearchPath(open, own).path).toBe('');
  });

  it('leaves out a folder whose parent can be written, also through a link', () => {
    const parent = join(folder, 'parent');
    mkdirSync(join(parent, 'bin'), { recursive: true });
    chmodSync(parent, 0o777);
    const link = join(folder, 'link');
    symlinkSync(join(parent, 'bin'), link);
    expect(vetSearchPath(join(parent, 'bin'), nobody).dropped[0]).toContain(`lies in ${parent}`);
    expect(vetSearchPath(link, nobody).path).toBe('');
    // The sticky bit keeps others from replacing the folder.
    chmodSync(parent, 0o1777);
    expect(vetSearchPath(link, nobody).path).toBe(link);
  });
});

import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createBench, everyMode, needOtherUser, otherUser, users } from './workbench.ts';

describe('a session of another user', () => {
  it('has its uid, its gid, no other group and no capability, in every mode', async (context) => {
    needOtherUser(context);
    await using bench = createBench(otherUser);
    for (const [mode, pty] of everyMode) {
      const session = await bench.open(mode, { pty });
      await session.run('grep -E "^(Uid|Gid|Groups|CapInh|CapPrm|CapEff|CapAmb)" /proc/self/status', 0);
      const status = session.stdout().replaceAll('\r', '');
      const [, uid] = /^Uid:\t(\d+)\t/m.exec(status) ?? [];
      expect(status).toMatch(new RegExp(`^Uid:\t${uid}\t${uid}\t${uid}\t${uid}$`, 'm'));
      expect(Number(uid)).toBeGreaterThan(0);
      expect(status).toMatch(/^Gid:\t(\d+)\t\1\t\1\t\1$/m);
      expect(status).toMatch(/^Groups:\t\s*$/m);
      expect(status.match(/^Cap\w+:\t0{16}$/gm)).toHaveLength(4);
    }
    expect(bench.target.sharedUser).toBe(false);
  });

  it('cannot open the channels of its own driver, neither to write nor to read', async (context) => {
    needOtherUser(context);
    await using bench = createBench(otherUser);
    for (const mode of ['interactive', 'script'] as const) {
      const session = await bench.open(mode);
      await session.do(
        'for f in /proc/$$/fd/*; do case $(readlink $f) in pipe:*) ' +
          'case ${f##*/} in 1|2) continue; esac; echo "found"; ' +
          '{ echo "touch ran" > $f; } 2>/dev/null && echo "wrote $f"; ' +
          '{ read -t 0.1 x < $f; } 2>/dev/null && echo "read $f"; esac; done; true',
      );
      expect(session.stdout()).toContain('found');
      expect(session.stdout()).not.toMatch(/wrote|read/);
    }
  });

  it('is refused with a reason when the workspace is closed to it', async (context) => {
    needOtherUser(context);
    await using bench = createBench(otherUser);
    const closed = join(bench.workspace, 'closed');
    mkdirSync(closed);
    chmodSync(closed, 0o700);
    await using other = createBench(otherUser, { workspace: closed });
    await expect(other.open('exec')).rejects.toMatchObject({
      code: 'TARGET_UNAVAILABLE',
      exit: 69,
      message: expect.stringContaining(`${otherUser} may not enter ${closed}`),
    });
    chmodSync(closed, 0o755);
    expect(await (await other.open('exec')).run('pwd', 0)).toMatchObject({ status: 0 });
  });
});

describe.each(users)('a session as %s', (user) => {
  it('inherits no descriptor of the broker or of another session', async () => {
    await using bench = createBench(user);
    await bench.open('interactive');
    await bench.open('script');
    for (const [mode, pty] of everyMode) {
      const session = await bench.open(mode, { pty });
      await session.run('for f in /proc/self/fd/*; do readlink $f; done | sort -u; tty', 0);
      const names = session.stdout().split(/\r?\n/);
      expect(names.filter((name) => /ptmx|socket|anon_inode/.test(name))).toEqual([]);
      const terminals = new Set(names.filter((name) => name.startsWith('/dev/pts/')));
      expect(terminals.size).toBe(pty ? 1 : 0);
    }
  });

  it('has git hooks and monitors off and no pager', async () => {
    await using bench = createBench(user);
    const session = await bench.open('exec');
    await session.run(
      'git config core.hooksPath; git config core.fsmonitor; git config safe.bareRepository; $PAGER </dev/null',
      0,
    );
    expect(session.stdout()).toBe('/dev/null\nfalse\nexplicit\n');
  });
});

describe('a target', () => {
  it('says why it is unavailable, with exit 69', async () => {
    const cases = [
      [{ user: 'no-such-user' }, 'there is no account no-such-user'],
      [{ workspace: '/no/such/folder' }, 'there is no folder /no/such/folder'],
      [{ path: '.:/nowhere:relative' }, 'no entry of `path:` can be trusted'],
      [{ shell: '/no/such/shell' }, 'the shell ended at once (127)'],
    ] as const;
    for (const [options, reason] of cases) {
      await using bench = createBench(null, options);
      await expect(bench.open('interactive'), reason).rejects.toMatchObject({
        code: 'TARGET_UNAVAILABLE',
        exit: 69,
        message: expect.stringContaining(reason),
      });
    }
  });

  it('knows when statements run under the broker’s own user', async () => {
    await using bench = createBench(null);
    expect(bench.target.sharedUser).toBe(true);
  });
});

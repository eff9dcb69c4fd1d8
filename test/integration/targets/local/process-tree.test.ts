import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { newId } from '../../../../src/core/ids.ts';
import { createBench, users } from './workbench.ts';

/** How many processes have this word on their command line. */
function countRunning(word: string): number {
  return readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      return readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0').includes(word);
    } catch {
      return false;
    }
  }).length;
}

let last = 1_000_000 + process.pid * 10;
/** A number of seconds that no other sleep on this machine has. */
const newDuration = () => String(++last);

/** Everything that tries to outlive its session, each with a sleep of its own. */
const escapes = (duration: string) =>
  [
    `sleep ${duration} &`,
    `setsid sleep ${duration} &`,
    `nohup sleep ${duration} >/dev/null 2>&1 &`,
    `(setsid sh -c "sleep ${duration} & sleep ${duration} & wait" >/dev/null 2>&1 &)`,
    `setsid bash --norc -c "trap '' HUP TERM INT; sleep ${duration}; sleep ${duration}" >/dev/null 2>&1 &`,
    `env -i sleep ${duration} &`,
    `setsid sh -c "kill -STOP \\$\\$; sleep ${duration}" >/dev/null 2>&1 &`,
  ].join('\n');

describe.each(users)('the process tree as %s', (user) => {
  it.each([
    ['exec', true],
    ['script', false],
    ['interactive', true],
  ] as const)('ends with its session in %s mode, also what left it', async (mode, pty) => {
    await using bench = createBench(user);
    const duration = newDuration();
    const session = await bench.open(mode, { pty });
    await session.run(`${escapes(duration)}\nsleep 0.2`, 0);
    expect(countRunning(duration)).toBeGreaterThanOrEqual(5);
    await session.close();
    expect(countRunning(duration)).toBe(0);
  });

  it('ends while a statement runs, whose outcome says so', async () => {
    await using bench = createBench(user);
    for (const mode of ['exec', 'script', 'interactive'] as const) {
      const duration = newDuration();
      const session = await bench.open(mode);
      const outcome = session.run(`echo ready; trap '' HUP TERM; sleep ${duration}; sleep ${duration}`, 0);
      await session.prints('ready');
      await session.close();
      expect(['lost', 'ended']).toContain((await outcome).kind);
      expect(countRunning(duration)).toBe(0);
    }
  });

  it('leaves other sessions alone', async () => {
    await using bench = createBench(user);
    const [mine, theirs] = [newDuration(), newDuration()];
    const session = await bench.open('script');
    const other = await bench.open('script');
    await session.do(`setsid sleep ${mine} >/dev/null 2>&1 &`);
    await other.do(`setsid sleep ${theirs} >/dev/null 2>&1 &`);
    await session.close();
    expect(await other.do('sleep 0.1')).toMatchObject({ kind: 'finished', status: 0 });
    expect([countRunning(mine), countRunning(theirs)]).toEqual([0, 1]);
  });

  it('is found again by a later broker', async () => {
    await using bench = createBench(user);
    const duration = newDuration();
    const session = await bench.open('interactive');
    await session.do(`setsid sleep ${duration} & sleep 0.1`);
    await using later = createBench(user);
    expect(await later.target.reap(newId('ses'))).toBe(0);
    expect(await later.target.reap(session.id)).toBe(2);
    expect(countRunning(duration)).toBe(0);
  });
});

import { describe, expect, it } from 'vitest';
import type { Log } from '../../../../src/core/log.ts';
import { createBench, users } from './workbench.ts';

describe.concurrent.each(users)('the watchdog as %s', (user) => {
  it.each([
    ['stops its shell', 'kill -STOP $$'],
    ['suspends its shell', 'suspend -f'],
    ['eats the report line', 'read -r -t 1 -u 10 x; read -r -t 1 -u 10 y; true'],
    ['reads the channel in a child', 'timeout 0.3 cat <&10; true'],
    ['moves the status channel', 'exec 8>/dev/null'],
    ['writes reports of its own', "printf 'R FORGED 7 /etc\\n\\0' >&11"],
  ])('brings back the report of a statement that %s', async (_, statement) => {
    await using bench = createBench(user);
    const session = await bench.open('interactive');
    expect(await session.do(statement)).toMatchObject({ kind: 'finished', status: 0, cwd: bench.workspace });
    expect(await session.do('echo alive')).toMatchObject({ kind: 'finished', status: 0 });
    expect(session.stdout()).toBe('alive\r\n');
  });

  it.each([
    ['disables the builtins of the report', 'enable -n printf'],
    ['redefines what the driver is made of', 'builtin() { :; }'],
  ])('says that the session is lost when a statement %s', async (_, statement) => {
    await using bench = createBench(user);
    for (const mode of ['interactive', 'script'] as const) {
      const session = await bench.open(mode);
      expect(await session.do(statement)).toMatchObject({ kind: 'lost' });
      await expect(session.do('echo on')).rejects.toMatchObject({ code: 'EXECUTOR_GONE' });
    }
  });

  it('logs a report that the broker never asked for, and goes by its own', async () => {
    const said: string[] = [];
    const log = { warn: (_: unknown, text: string) => void said.push(text) } as unknown as Log;
    await using bench = createBench(user, { log });
    const session = await bench.open('script');
    expect(await session.do("printf 'R FORGED 7 /etc\\n\\0noise\\0' >&11")).toMatchObject({ status: 0 });
    await session.do(':');
    expect(said).toEqual(['the shell made up a report', 'the status channel carried something else']);
  });

  it('never ends a statement that only takes its time', async () => {
    await using bench = createBench(user);
    const sessions = await Promise.all(
      (['interactive', 'script'] as const).flatMap((mode) =>
        ['sleep 3', 'exec 0</dev/null; sleep 3', 'sleep 3 & wait', 'read -t 2.5 x < <(sleep 3); true'].map(
          async (statement) => ({ session: await bench.open(mode), statement }),
        ),
      ),
    );
    const outcomes = await Promise.all(sessions.map(({ session, statement }) => session.do(statement)));
    for (const outcome of outcomes) expect(outcome).toMatchObject({ kind: 'finished', status: 0 });
  });
});

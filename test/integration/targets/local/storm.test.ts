import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createBench, users } from './workbench.ts';

const rounds = Number(process.env.OSTIARY_STORM_ROUNDS ?? 30);

describe.each(users)('a storm of ctrl-C as %s', (user) => {
  it(`runs no text out of a quoted string and loses no session (${rounds} rounds)`, async () => {
    await using bench = createBench(user);
    const session = await bench.open('interactive');
    const counts = { interrupted: 0, finished: 0 };
    for (let round = 0; round < rounds; round += 1) {
      // Lines that would leave a trace, should bash lose what stands before one of them.
      const text = Array.from({ length: 1 + Math.floor(Math.random() * 300) }, (_, line) => `touch marker-${line}`);
      const quoted = `'\n${text.join('\n')}\n'`;
      const outcome = session.do(`: ${quoted}; sleep 0.00${round % 10}; : ${quoted}; true`);
      for (let count = Math.ceil(Math.random() * 9); count > 0; count -= 1) {
        await session.type('\x03');
        if (Math.random() < 0.6) await sleep(Math.random() * 4);
      }
      const ended = await outcome;
      expect(ended, JSON.stringify(ended)).toMatchObject({ kind: 'finished', cwd: bench.workspace });
      if (ended.kind === 'finished') counts[ended.status === 0 ? 'finished' : 'interrupted'] += 1;
    }
    expect(readdirSync(bench.workspace)).toEqual([]);
    expect(await session.do('echo alive')).toMatchObject({ kind: 'finished', status: 0 });
    expect(session.stdout()).toBe('alive\r\n');
    expect(counts.interrupted).toBeGreaterThan(0);
  }, 600_000);
});

import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createBench, everyMode, users } from './workbench.ts';

const lines = (count: number, end: string) =>
  createHash('sha256')
    .update(Array.from({ length: count }, (_, index) => `${index + 1}${end}`).join(''))
    .digest('hex');

const digest = (text: string) => createHash('sha256').update(text).digest('hex');

describe.each(users)('exec mode as %s', (user) => {
  it('runs the whole string as one statement and reports how it ended', async () => {
    await using bench = createBench(user);
    const run = async (statement: string) => {
      const session = await bench.open('exec');
      return { outcome: await session.run(statement, 0), out: session.stdout(), err: session.stderr() };
    };
    expect(await run('cd /usr; pwd; echo err >&2; exit 3')).toEqual({
      outcome: { kind: 'ended', status: 3, signal: null },
      out: '/usr\n',
      err: 'err\n',
    });
    expect((await run('pwd')).out).toBe(`${bench.workspace}\n`);
    expect((await run('kill -TERM $$')).outcome).toEqual({ kind: 'ended', status: 143, signal: 'TERM' });
    expect((await run('/nowhere')).outcome).toMatchObject({ status: 127 });
  });

  it('is used once', async () => {
    await using bench = createBench(user);
    const session = await bench.open('exec');
    await session.run(':', 0);
    await expect(session.run(':', 0)).rejects.toMatchObject({ code: 'EXECUTOR_GONE' });
  });

  it('loses no output, neither through pipes nor through a terminal', async () => {
    await using bench = createBench(user);
    for (let round = 0; round < 12; round += 1) {
      const pty = round % 2 === 1;
      const session = await bench.open('exec', { pty });
      expect(await session.run('seq 50000', 0)).toMatchObject({ status: 0 });
      expect(digest(session.stdout())).toBe(lines(50_000, pty ? '\r\n' : '\n'));
    }
  });

  it('loses no output to a slow reader', async () => {
    await using bench = createBench(user);
    for (const pty of [false, true]) {
      const chunks: Buffer[] = [];
      const session = await bench.open('exec', {
        pty,
        output: (_, bytes) => {
          chunks.push(Buffer.from(bytes));
          if (chunks.length % 4 === 0) return sleep(pty ? 5 : 30);
        },
      });
      await session.run('seq 50000', 0);
      expect(digest(Buffer.concat(chunks).toString())).toBe(lines(50_000, pty ? '\r\n' : '\n'));
    }
  });

  it('feeds the program its input to the end, byte for byte', async () => {
    await using bench = createBench(user);
    const session = await bench.open('exec');
    const outcome = session.run('sha256sum', 0);
    const block = Buffer.alloc(1 << 20, 'ostiary ');
    const hash = createHash('sha256');
    for (let index = 0; index < 20; index += 1) {
      hash.update(block);
      await session.write(block);
    }
    session.endInput();
    await outcome;
    expect(session.stdout()).toBe(`${hash.digest('hex')}  -\n`);
  });

  it('gives end-of-file to a program that starts after the client has sent it', async () => {
    await using bench = createBench(user);
    const session = await bench.open('exec');
    session.endInput();
    expect(await session.run('cat; echo end', 0)).toMatchObject({ status: 0 });
    expect(session.stdout()).toBe('end\n');
  });

  it('has real pipes: the standard streams can be re-opened by name', async () => {
    await using bench = createBench(user);
    const session = await bench.open('exec');
    session.endInput();
    await session.run(
      'cat /dev/stdin; echo out >/dev/stdout; echo err >/dev/stderr; test -p /dev/stdin && echo pipe',
      0,
    );
    expect([session.stdout(), session.stderr()]).toEqual(['out\npipe\n', 'err\n']);
  });

  it('waits for a background child that still holds the pipes, as sshd does', async () => {
    await using bench = createBench(user);
    const session = await bench.open('exec');
    await session.run('(sleep 0.2; echo late) & echo early', 0);
    expect(session.stdout()).toBe('early\nlate\n');
  });

  it('does not wait for a background child that holds the terminal', async () => {
    await using bench = createBench(user);
    const session = await bench.open('exec', { pty: true });
    expect(await session.run(`trap '' HUP; sleep 30 & echo done`, 0)).toMatchObject({ status: 0 });
    expect(session.stdout()).toContain('done\r\n');
  });

  it('has a terminal with size and password prompts when the client asked for one', async () => {
    await using bench = createBench(user);
    const session = await bench.open('exec', { pty: true });
    session.resize({ cols: 100, rows: 30 });
    const outcome = session.run('stty size; read -s -p "password: " x; echo "<$x>"; exit 6', 0);
    await session.prints('password: ');
    const deadline = performance.now() + 10_000;
    while (await session.echoes()) expect(performance.now()).toBeLessThan(deadline);
    await session.type('secret\r');
    expect(await outcome).toMatchObject({ status: 6 });
    expect(session.stdout()).toBe('30 100\r\npassword: <secret>\r\n');
  });

  it('signals the program, with and without a terminal', async () => {
    await using bench = createBench(user);
    for (const pty of [false, true]) {
      const session = await bench.open('exec', { pty });
      const outcome = session.run('echo ready; exec sleep 60', 0);
      await session.prints('ready');
      session.signal('TERM');
      expect(await outcome).toEqual({ kind: 'ended', status: 143, signal: 'TERM' });
    }
  });

  it('stops reading while the client does not take the output', async () => {
    await using bench = createBench(user);
    for (const pty of [false, true]) {
      let taken = 0;
      const stall = Promise.withResolvers<void>();
      const session = await bench.open('exec', {
        pty,
        output: (_, bytes) => {
          taken += bytes.length;
          return stall.promise;
        },
      });
      const outcome = session.run('yes', 0);
      await sleep(200);
      expect(taken).toBeLessThan(1 << 20);
      await session.close();
      stall.resolve();
      await outcome;
    }
  });

  it('asks to wait while the program does not take its input', async () => {
    await using bench = createBench(user);
    for (const pty of [false, true]) {
      const session = await bench.open('exec', { pty });
      const outcome = session.run('test -t 0 && stty raw -echo; echo ready; sleep 100', 0);
      await session.prints('ready');
      let typed = 0;
      let full = false;
      const block = new Uint8Array(1 << 16).fill(97);
      while (!full && typed < 50 << 20) {
        const wait = session.write(block);
        typed += block.length;
        if (wait) full = await Promise.race([wait.then(() => false), sleep(200).then(() => true)]);
      }
      expect(full).toBe(true);
      expect(typed).toBeLessThan(2 << 20);
      await session.close();
      await outcome;
    }
  });

  it('leaves no descriptor open', async () => {
    await using bench = createBench(user);
    const round = async () => {
      for (const [mode, pty] of everyMode) {
        const session = await bench.open(mode, { pty });
        await session.run(':', 0);
        await session.close();
      }
    };
    // Spare pipes are made twelve at a time, and a round takes nine of them: compare after a common multiple.
    for (let count = 0; count < 4; count += 1) await round();
    const before = readdirSync('/proc/self/fd').length;
    for (let count = 0; count < 8; count += 1) await round();
    expect(readdirSync('/proc/self/fd').length).toBeLessThanOrEqual(before);
  });
});

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { needProgram } from '../../../support/programs.ts';
import { createBench, type Session, users } from './workbench.ts';

/**
 * Starts `statement`, waits until it printed `ready`, types `keys`, and returns its outcome. As a person would, it
 * types again when nothing happens: a bash that is just starting a program may miss the first (stock bash does too).
 */
async function interrupt(session: Session, statement: string, keys: string, ready = 'ready') {
  const outcome = session.do(statement);
  await session.prints(ready);
  await session.type(keys);
  const again = setInterval(() => session.type(keys), 300);
  return outcome.finally(() => clearInterval(again));
}

/** Waits until what is typed would (not) be echoed. */
async function untilEchoes(session: Session, wanted: boolean) {
  const deadline = performance.now() + 10_000;
  while ((await session.echoes()) !== wanted) {
    if (performance.now() > deadline) throw new Error(`echoes() never became ${wanted}`);
  }
}

describe.each(users)('a terminal as %s', (user) => {
  it('is the terminal of the programs, with its size', async () => {
    await using bench = createBench(user);
    const session = await bench.open('interactive');
    await session.do('tty; test -t 0 && test -t 1 && test -t 2 && stty size');
    expect(session.stdout()).toMatch(/^\/dev\/pts\/\d+\r\n24 80\r\n$/);
    session.resize({ cols: 132, rows: 50 });
    await session.do('stty size; :; echo $LINES $COLUMNS');
    expect(session.stdout()).toContain('50 132\r\n');
  });

  it.each([
    ['a program', 'echo ready; sleep 60'],
    ['a pipeline', 'echo ready; sleep 60 | cat | cat'],
    ['a subshell', 'echo ready; (sleep 60; echo no)'],
    ['a loop of programs', 'echo ready; while :; do sleep 1; done'],
    ['a loop of builtins', 'echo ready; while :; do :; done'],
    ['a read', 'echo ready; read x'],
    ['a list', 'echo ready; sleep 60; echo no'],
    ['a function', 'f() { echo ready; sleep 60; echo no; }; f'],
  ])('stops %s with ctrl-C: status 130, and the session lives', async (_, statement) => {
    await using bench = createBench(user);
    const session = await bench.open('interactive');
    expect(await interrupt(session, statement, '\x03')).toMatchObject({ kind: 'finished', status: 130 });
    expect(session.stdout()).not.toContain('no');
    await session.do('echo alive $?');
    expect(session.stdout()).toBe('alive 130\r\n');
  });

  it('quits with ctrl-\\ (131) and lets a program keep its own INT trap', async () => {
    await using bench = createBench(user);
    const session = await bench.open('interactive');
    expect(await interrupt(session, 'echo ready; sleep 60', '\x1c')).toMatchObject({ status: 131 });
    const trap = `bash --norc -c 'trap "echo caught; exit 7" INT; echo ready; while :; do sleep 0.05; done'`;
    expect(await interrupt(session, trap, '\x03')).toMatchObject({ kind: 'finished', status: 7 });
    expect(session.stdout()).toContain('caught');
  });

  it('stops with ctrl-Z (148) and has jobs, bg, fg, wait and kill %1', async () => {
    await using bench = createBench(user);
    const session = await bench.open('interactive');
    const loop = `bash --norc -c 'echo ready; while [ ! -e go ]; do sleep 0.05; done; echo went'`;
    expect(await interrupt(session, loop, '\x1a')).toMatchObject({ kind: 'finished', status: 148 });
    await session.do('jobs');
    expect(session.stdout()).toMatch(/^\[1\]\+ +Stopped /);
    await session.do('bg');
    expect(await interrupt(session, 'fg', '\x1a', 'bash')).toMatchObject({ status: 148 });
    writeFileSync(join(bench.workspace, 'go'), '');
    expect(await session.do('fg')).toMatchObject({ kind: 'finished', status: 0 });
    expect(session.stdout()).toContain('went\r\n');
    expect(await session.do('sleep 0.1 & wait %1')).toMatchObject({ status: 0 });
    expect(await session.do('sleep 60 & kill %1; wait %1')).toMatchObject({ status: 143 });
  });

  it('delivers RFC 4254 signals to the foreground, and none to an idle driver', async () => {
    await using bench = createBench(user);
    const session = await bench.open('interactive');
    for (const [name, status] of [
      ['INT', 130],
      ['TERM', 143],
      ['KILL', 137],
    ] as const) {
      const outcome = session.do('echo ready; sleep 60');
      await session.prints('ready');
      // The group of the sleep is in front a moment after the echo.
      const timer = setInterval(() => session.signal(name), 50);
      expect(await outcome, name).toMatchObject({ kind: 'finished', status });
      clearInterval(timer);
    }
    session.signal('KILL');
    session.signal('NONSENSE');
    expect(await session.do('echo alive')).toMatchObject({ status: 0 });
  });

  it('gives typed lines to read, and hides nothing but a password prompt', async () => {
    await using bench = createBench(user);
    const session = await bench.open('interactive');
    const plain = session.do('read -p "name: " x; echo "<$x>"');
    await session.prints('name: ');
    expect(await session.echoes()).toBe(true);
    await session.type('maria\r');
    expect(await plain).toMatchObject({ status: 0 });
    expect(session.stdout()).toBe('name: maria\r\n<maria>\r\n');
    const hidden = session.do('read -s -p "password: " x; echo "<${#x}>"');
    await session.prints('password: ');
    await untilEchoes(session, false);
    await session.type('secret\r');
    await hidden;
    expect(session.stdout()).toBe('password: <6>\r\n');
    const raw = session.do('stty raw -echo; echo ready; dd bs=1 count=1 2>/dev/null');
    await session.prints('ready');
    expect(await session.echoes()).toBe(true);
    await session.type('k');
    await raw;
  });

  it('edits a file in vim', async (context) => {
    needProgram(context, 'vim');
    await using bench = createBench(user);
    const session = await bench.open('interactive');
    writeFileSync(join(bench.workspace, 'note'), '');
    if (user !== null) await import('node:fs').then(({ chmodSync }) => chmodSync(join(bench.workspace, 'note'), 0o666));
    const outcome = session.do('vim -u NONE -n note');
    await session.prints(/note/);
    await session.type('ihello from vim\x1b:wq\r');
    expect(await outcome).toMatchObject({ kind: 'finished', status: 0 });
    expect(readFileSync(join(bench.workspace, 'note'), 'utf8')).toBe('hello from vim\n');
    await session.do('stty -a');
    expect(session.stdout()).toMatch(/ icanon .* echo /s);
  });

  it('neither runs keys that a program left over nor gives them to the next', async () => {
    await using bench = createBench(user);
    const session = await bench.open('interactive');
    for (const leftover of ['touch ran\r', 'touch ran', 'a\rb\rc', '\x04', 'x'.repeat(3000)]) {
      const outcome = session.do('echo ready; sleep 0.1');
      await session.prints('ready');
      await session.type(leftover);
      await outcome;
      const next = session.do('echo ready; read -r x; echo "<$x>"');
      await session.prints('ready');
      await session.type('fresh\r');
      await next;
      expect(session.stdout(), JSON.stringify(leftover)).toContain('<fresh>');
    }
    await session.do('ls');
    expect(session.stdout()).toBe('');
  });

  it('mends a terminal that a program left raw', async () => {
    await using bench = createBench(user);
    const session = await bench.open('interactive');
    await session.do('stty raw -echo -isig olcuc');
    expect(await interrupt(session, 'echo ready; sleep 60', '\x03')).toMatchObject({ status: 130 });
    expect(session.stdout()).toContain('ready\r\n^C');
  });

  it('goes on after ctrl-S', async () => {
    await using bench = createBench(user);
    const session = await bench.open('interactive');
    const outcome = session.do('echo ready; sleep 0.2');
    await session.prints('ready');
    await session.type('\x13');
    expect(await outcome).toMatchObject({ kind: 'finished', status: 0 });
    await session.do('echo alive');
    expect(session.stdout()).toBe('alive\r\n');
  });

  it('keeps what is typed ahead of a program that is just being started', async () => {
    await using bench = createBench(user);
    const session = await bench.open('interactive');
    for (let round = 0; round < 20; round += 1) {
      const outcome = session.do('read -r x; echo "<$x>"');
      await session.type(`${round}\r`);
      await outcome;
      expect(session.stdout()).toContain(`<${round}>`);
    }
  });

  it('gives back what is typed after the program has ended, while its output is still underway', async () => {
    await using bench = createBench(user);
    const printed = Promise.withResolvers<void>();
    const taken = Promise.withResolvers<void>();
    const output = () => {
      printed.resolve();
      return taken.promise;
    };
    const session = await bench.open('interactive', { output });
    const outcome = session.run('echo out; sleep 0.1; echo more', 0);
    await printed.promise;
    // Only what has to wait was typed after the end.
    const typed: (void | Promise<void>)[] = [];
    while (typed.at(-1) === undefined) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      typed.push(session.write(Buffer.from(`<${typed.length}>`)));
    }
    const late = session.write(Buffer.from('exit'));
    taken.resolve();
    const ended = await outcome;
    await Promise.all([...typed, late]);
    expect(ended.kind === 'finished' && Buffer.from(ended.untaken).toString()).toMatch(/^<\d+>exit$/);
  });

  it('drops what is typed while nothing runs', async () => {
    await using bench = createBench(user);
    const session = await bench.open('interactive');
    await session.type('touch ran\r\x03\x04');
    await session.do('ls');
    expect(session.stdout()).toBe('');
  });

  it('keeps output that a redirected shell would swallow apart from the next', async () => {
    await using bench = createBench(user);
    const session = await bench.open('interactive');
    await session.do('exec >log 2>&1');
    expect(await session.do('echo hidden')).toMatchObject({ kind: 'finished', status: 0 });
    expect(session.stdout()).toBe('');
    await session.do('exec >/dev/tty 2>&1; echo back; exec </dev/null');
    expect(session.stdout()).toBe('back\r\n');
    expect(await session.do('cat log')).toMatchObject({ status: 0 });
    expect(session.stdout()).toBe('hidden\r\n');
  });
});

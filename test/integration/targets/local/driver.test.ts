import { describe, expect, it } from 'vitest';
import { createBench, users } from './workbench.ts';

describe.each(users)('the driver as %s', (user) => {
  it('keeps directory, variables, functions and $? between statements', async () => {
    await using bench = createBench(user);
    const session = await bench.open('interactive');
    expect(await session.do('x=5; f() { echo "f:$1"; }; cd /usr/lib')).toMatchObject({ kind: 'finished', status: 0 });
    expect(session.cwd).toBe('/usr/lib');
    expect(await session.do('f $x; false')).toMatchObject({ kind: 'finished', status: 1, cwd: '/usr/lib' });
    expect(session.stdout()).toBe('f:5\r\n');
    await session.do('echo $?');
    expect(session.stdout()).toBe('1\r\n');
    await session.run('echo $?', 77);
    expect(session.stdout()).toBe('77\r\n');
  });

  it('keeps its state in script mode, with stderr apart and no input', async () => {
    await using bench = createBench(user);
    const session = await bench.open('script');
    await session.do('x="a b"; cd /usr; echo out; echo err >&2; cat; (exit 9)');
    expect([session.stdout(), session.stderr()]).toEqual(['out\n', 'err\n']);
    expect(await session.do('echo "$x $? $PWD"')).toMatchObject({ kind: 'finished', status: 0, cwd: '/usr' });
    expect(session.stdout()).toBe('a b 9 /usr\n');
  });

  it('runs here-documents, statements of several lines and every kind of quote as they are', async () => {
    await using bench = createBench(user);
    const session = await bench.open('interactive');
    await session.do(`cat <<'END' | tr a-z A-Z\nit's $HOME "x" \\ \`y\`\nEND`);
    expect(session.stdout()).toBe(`IT'S $HOME "X" \\ \`Y\`\r\n`);
    await session.do(`for i in 1 2\ndo\n  echo "$i" 'it'\\''s' !! \${#i}\ndone`);
    expect(session.stdout()).toBe("1 it's !! 1\r\n2 it's !! 1\r\n");
  });

  it('survives statements that bash cannot parse', async () => {
    await using bench = createBench(user);
    for (const mode of ['interactive', 'script'] as const) {
      const session = await bench.open(mode);
      for (const statement of ["echo 'open", 'if true; then', 'fi', 'echo $(', ')', '<<', 'f() {']) {
        const outcome = await session.do(statement);
        expect(outcome, statement).toMatchObject({ kind: 'finished', status: expect.toSatisfy((n) => n > 0) });
      }
      expect(await session.do('echo alive')).toMatchObject({ status: 0 });
      expect(session.stdout().trim()).toBe('alive');
    }
  });

  it('reports statuses of programs and signals', async () => {
    await using bench = createBench(user);
    const session = await bench.open('interactive');
    for (const [statement, status] of [
      ['true', 0],
      ['(exit 42)', 42],
      ['/nowhere', 127],
      ['sh -c "kill -TERM \\$\\$"', 143],
      ['sh -c "kill -KILL \\$\\$"', 137],
    ] as const) {
      expect(await session.do(statement), statement).toMatchObject({ kind: 'finished', status });
    }
  });

  it('says how the shell ended', async () => {
    await using bench = createBench(user);
    expect(await (await bench.open('interactive')).do('echo bye; exit 3')).toMatchObject({ kind: 'ended', status: 3 });
    expect(await (await bench.open('script')).do('exit 4')).toEqual({ kind: 'ended', status: 4, signal: null });
    expect(await (await bench.open('interactive')).do('exec sh -c "exit 5"')).toMatchObject({ status: 5 });
    expect(await (await bench.open('interactive')).do('kill -KILL $$')).toMatchObject({ kind: 'lost' });
    const dead = await bench.open('interactive');
    await dead.do('exit');
    await expect(dead.do('echo again')).rejects.toMatchObject({ code: 'EXECUTOR_GONE' });
  });

  it('takes 32 KiB of statement and refuses more, or a NUL', async () => {
    await using bench = createBench(user);
    const session = await bench.open('interactive');
    const long = `echo '${"x'\\''".repeat(6000)}' | wc -c`;
    expect(await session.do(long)).toMatchObject({ status: 0 });
    expect(session.stdout().trim()).toBe('12001');
    await expect(session.do(`: ${'x'.repeat(32 * 1024)}`)).rejects.toMatchObject({ code: 'STATEMENT_UNDELIVERABLE' });
    await expect(session.do('echo a\0b')).rejects.toMatchObject({ code: 'STATEMENT_UNDELIVERABLE' });
  });

  it('is not fooled about the directory by an assignment to PWD', async () => {
    await using bench = createBench(user);
    const session = await bench.open('interactive');
    expect(await session.do('cd /usr; PWD=/tmp')).toMatchObject({ cwd: '/usr' });
  });

  it('keeps each statement with its own output, in both modes', async () => {
    await using bench = createBench(user);
    for (const mode of ['interactive', 'script'] as const) {
      const session = await bench.open(mode);
      for (let round = 0; round < 40; round += 1) {
        await session.do(`echo "<${round}"; seq 200; echo "${round}>" >&2`);
        const all = session.stdout() + session.stderr();
        expect(all.startsWith(`<${round}`)).toBe(true);
        expect(all.trimEnd().endsWith(`${round}>`)).toBe(true);
        expect(all.trim().split('\n')).toHaveLength(202);
      }
    }
  });
});

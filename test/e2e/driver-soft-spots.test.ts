// Statements that could break the session's own shell, or the private channel it takes statements from: they are
// refused whatever the policy allows; and should one run, the next statement runs as it was submitted, or the shell is
// called lost. Nothing else ever runs, and no status is made up.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startBroker, type TestBroker } from '../support/broker.ts';
import { shows } from '../support/key-sequences.ts';
import { eventually } from '../support/processes.ts';

// `injected` must never exist; `hook` is what a line would do at a later time, and may where nothing is judged.
// Descriptors from 10 on are bash's own copies of the channel.
const refused = [
  'read -u 10',
  'read -r -d "" -u 10 x',
  'mapfile -u 10 lines',
  'cat <&10 &',
  '(sleep 0.2; cat <&10 >stolen) & disown',
  'exec 10<&-',
  'exec 11>&-',
  'exec 10</dev/tty',
  'exec 10<keep.txt',
  'exec 11>keep.txt',
  'dd bs=1 count=200 <&10 >stolen 2>&1 &',
  'echo "touch injected" >&11',
  'echo forged >&8',
  'echo "touch injected" > /proc/$$/fd/0',
  'echo "touch injected" > /proc/$$/fd/10',
  'for n in 8 9 10 11 12; do echo "touch injected" > /proc/$$/fd/$n; done',
  'cd /proc/self/fd && echo "touch injected" > 10',
  'eval() { touch hook; }',
  'printf() { touch hook; }',
  'trap() { touch hook; }',
  'builtin() { touch hook; }',
  'read() { touch hook; }',
  'function set { touch hook; }',
  'pwd() { echo /etc; }',
  'local() { touch hook; }',
  '_o_end() { touch hook; }',
  'unset -f _o_end',
  '_o_x=1',
  'readonly _o_n=1',
  'declare _o_x=1',
  'printf -v _o_x 1',
  'read _o_x <<< 1',
  'for _o_x in 1; do :; done',
  ': "${_o_x:=1}"',
  'shopt -s expand_aliases',
  'enable -n trap',
  'enable -n builtin',
  'enable -n eval printf',
  'set -e',
  'set -n',
  'set -t',
  'set -x',
  'set -m',
  'set +m',
  'set -o posix',
  'set -o ignoreeof',
  'exec ls',
  'exec </dev/null',
  'exec >/dev/null',
  'exec </dev/tty',
  'kill -STOP $$',
  'suspend',
  'suspend -f',
  'exec 3<keep.txt; read -u 3 x',
  'sh -c "kill -STOP \\$\\$" & sleep 0.1',
  '}; touch injected; {',
  'break',
  'continue 2',
  'return 3',
  'trap : INT',
  'trap "touch hook" DEBUG',
  'trap "touch hook" EXIT',
  'trap "" TTOU',
  'trap : INT; sleep 0.1',
  'PROMPT_COMMAND="touch hook"',
  "PS1='$(touch hook)'",
  "PS0='$(touch hook)'",
  'TMOUT=1',
] as const;

// What the policy lets through, because it harms nobody but its own shell, if that.
const allowed = [
  // Aliases are off, and turning them on is refused.
  'alias eval="touch hook"',
  'BASH_ENV=hook.sh',
  // The system refuses it: the channel belongs to the broker's user.
  'cat /proc/$$/fd/10 > stolen &',
  'set -e; false',
  'set -e; true',
  'set -u; echo "$nobody_set_this"',
  'set -o pipefail',
  'exit 3',
  'logout',
  'coproc cat',
  'wait',
  'f() { return 7; }; f',
  'while :; do break; done',
  'set -- a b c; shift 2',
  'disown -a',
  'echo "unclosed',
  "'); touch injected; ('",
  '(trap "" INT; sleep 0.1)',
  '(exec ls)',
] as const;

// Over these bash 5.2 dies: whether they are refused or the shell is called lost, the next statement runs.
const fatal = ['set -o vi', 'set -o emacs'];

const all = [...refused, ...allowed, ...fatal];
const atOnce = 4;
/** Would run, were a statement with it cut anywhere. */
const bait = `: '${'; touch injected; '.repeat(150)}'`;

/** Asks for what it gets. */
const silent = 'exec >/dev/null';

interface Aftermath {
  readonly line: string;
  readonly kind: 'refused' | 'asked' | 'lives' | 'lost' | 'ended';
  readonly wrong: readonly string[];
}

const lost = /the shell was lost|the shell of this session is gone/;

/** Submits the line in a session of its own, then two statements whose running and status are known. */
async function tryLine(broker: TestBroker, line: string, number: number): Promise<Aftermath> {
  const shell = broker.shell({ ssh: ['-e', 'none', '-o', 'SetEnv=OSTIARY_WAIT=0'] });
  const wrong: string[] = [];
  let status: number | null = null;
  void shell.exited.then((told) => {
    status = told;
  });
  const ended = (told: number) =>
    eventually('the session ended', () => status === told, 2).then(
      () => true,
      () => false,
    );
  /** The prompt, brought back with ctrl-C where a line waits for input or is none yet. */
  const prompted = async (pattern: RegExp) => {
    if (await shows(shell, pattern, 4)) return true;
    shell.type('\x03');
    return shows(shell, pattern, 4);
  };
  const tail = () => JSON.stringify(shell.shown.slice(-300));

  await shell.see(/\$ $/);
  shell.type(`${line}\r`);
  await shell.see('\r\n');
  const back = await prompted(/\$ $/);
  if (status !== null) return { line, kind: 'ended', wrong };
  if (!back) return { line, kind: 'lives', wrong: [`no prompt: ${tail()}`] };
  const before = shell.shown;
  const kind = before.includes('the shell was lost')
    ? 'lost'
    : before.includes('ostiary: denied by policy')
      ? 'refused'
      : before.includes('this is not an approval')
        ? 'asked'
        : 'lives';

  const ran = join(broker.workspace, `ran-${number}`);
  shell.type(`${bait}; echo once >> ${ran}; (exit 43)\r`);
  const told = (await prompted(/\[43\] \$ /)) || (await ended(43));
  const times = existsSync(ran) ? readFileSync(ran, 'utf8') : '';
  const wasLost = lost.test(shell.shown.slice(before.length));
  if (wasLost ? !['', 'once\n'].includes(times) : times !== 'once\n')
    wrong.push(`the next ran as ${JSON.stringify(times)}`);
  if (!wasLost && !told) wrong.push(`the next status was not told: ${tail()}`);
  if (status === null) {
    shell.type('echo "out"-; (exit 44)\r');
    if (!(await prompted(/\[44\] \$ /)) && !(await ended(44)) && !lost.test(shell.shown))
      wrong.push(`no status: ${tail()}`);
    if (!/out-\r\n/.test(shell.shown) && !lost.test(shell.shown) && line !== silent) wrong.push(`no output: ${tail()}`);
  }
  const after = wasLost || lost.test(shell.shown) ? 'lost' : status === null ? kind : 'ended';
  shell.kill('SIGKILL');
  return { line, kind: after, wrong };
}

async function tryAll(broker: TestBroker, lines: readonly string[]): Promise<readonly Aftermath[]> {
  const queue = [...lines.entries()];
  const results: Aftermath[] = [];
  const work = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [number, line] = next;
      const result = await tryLine(broker, line, number).catch((error: unknown) => ({
        line,
        kind: 'lives' as const,
        wrong: [String(error)],
      }));
      results.push(result);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
}

const complaints = (results: readonly Aftermath[]) =>
  results.flatMap(({ line, kind, wrong }) => wrong.map((what) => `${line} (${kind}): ${what}`));

const generous = `version: 1
defaults: { opaque: ask }
rules:
  - id: everything
    allow: { effects: [run, read, write, delete, net, restart, privilege, define, set, raw] }
`;

it(`refuses ${refused.length} statements under a policy that allows all it can, and lets ${allowed.length} through`, async () => {
  const broker = await startBroker({ policy: generous });
  const results = await tryAll(broker, all);
  expect(complaints(results)).toEqual([]);
  const kinds = new Map(results.map(({ line, kind }) => [line, kind]));
  expect(refused.filter((line) => kinds.get(line) !== 'refused')).toEqual([]);
  expect(allowed.filter((line) => kinds.get(line) === 'refused')).toEqual([]);
  for (const name of ['hook', 'injected']) expect(existsSync(join(broker.workspace, name)), name).toBe(false);
}, 240_000);

it('runs the next statement as submitted, or says that the shell was lost, where nothing is judged', async () => {
  const broker = await startBroker();
  const results = await tryAll(broker, all);
  expect(complaints(results)).toEqual([]);
  expect(existsSync(join(broker.workspace, 'injected'))).toBe(false);
}, 240_000);

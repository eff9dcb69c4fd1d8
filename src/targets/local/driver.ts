// Interactive and script mode: a driver shell that keeps its state and takes one statement at a time from a private
// channel, never from the terminal.
import { closeSync, fstatSync } from 'node:fs';
import { faults } from '../../core/errors.ts';
import type { Executor, Outcome } from '../target.ts';
import { privilegesOf } from './account.ts';
import { newNonce, openChannel, type Report } from './channel.ts';
import { createDriverShell } from './driver-shell.ts';
import { createInputGate } from './input-gate.ts';
import { type Ending, launch } from './launch.ts';
import { endProcesses } from './process-tree.ts';
import { findMembers, readProcess, signalProcess } from './processes.ts';
import { type Setting, unavailable } from './setting.ts';
import { signalForeground, signalNamed } from './signals.ts';
import { openPipeStage, openTerminalStage, type Stage } from './stage.ts';
import { checkStatement } from './statement.ts';
import { terminalEchoes } from './stty.ts';
import { startWatchdog } from './watchdog.ts';

// Descriptors of the driver: 8 carries its reports, 9 the statements until `sh` moves them to stdin.
const moveInput = ['/bin/sh', '-c', 'exec "$@" <&9 9<&-', 'sh'];
const readyWithin = 10_000; // ms

/** What may end the wait for a report. */
type News =
  | { readonly kind: 'report'; readonly report: Report & { readonly kind: 'ended' } }
  | { readonly kind: 'exit'; readonly ending: Ending }
  | { readonly kind: 'deaf'; readonly reason: string };

/** For a report of this nonce. */
interface Waiting {
  readonly nonce: string;
  hasBegun: boolean;
  readonly begun: Promise<void>;
  readonly begin: () => void;
  readonly hear: (news: News) => void;
}

/** Starts the driver and waits until it takes statements. @throws OstiaryError when it does not. */
export async function openDriver(setting: Setting): Promise<Executor> {
  let stage: Stage | null = null;
  try {
    stage = await openStage(setting);
    return await startDriver(setting, stage);
  } catch (error) {
    stage?.close();
    throw unavailable(setting, error);
  }
}

async function startDriver(setting: Setting, stage: Stage): Promise<Executor> {
  const { opening, account } = setting;
  const statements = await setting.pipes.toChild(null);
  const status = await setting.pipes.fromChild(null);
  const { pid, ended } = await launch(commandFor(setting, stage), {
    folder: setting.workspace,
    environment: { ...setting.environment, PS0: '', PS1: '', PS2: '' },
    descriptors: stage.terminal
      ? [...stage.descriptors, null, null, null, null, null, status.theirs, statements.theirs]
      : [statements.theirs, ...stage.descriptors.slice(1), null, null, null, null, null, status.theirs],
    newSession: stage.terminal === null,
  }).finally(() => {
    closeSync(statements.theirs);
    closeSync(status.theirs);
  });
  stage.handOver();

  const driver = readProcess(pid);
  const channelInode = fstatSync(statements.ours, { bigint: true }).ino;
  const shell = createDriverShell(stage.terminal);
  let cwd = setting.workspace;
  let alive = true;
  const input = createInputGate(stage.write);
  // Of this statement and the last, whose second report may come late.
  let recent: readonly string[] = [];
  let waiting: Waiting | null = null;

  const channel = openChannel(
    statements.ours,
    status.ours,
    (report) => {
      if (!recent.includes(report.nonce)) setting.log?.warn({ session: opening.session }, 'the shell made up a report');
      if (report.nonce !== waiting?.nonce) return;
      if (report.kind === 'begun') waiting.begin();
      else if (waiting.hasBegun) waiting.hear({ kind: 'report', report });
      // Somebody else has read the statement from the channel, and the shell only the reminder.
      else waiting.hear({ kind: 'deaf', reason: 'the statement never reached it' });
    },
    (bytes) => setting.log?.warn({ session: opening.session, bytes }, 'the status channel carried something else'),
  );
  void ended.then((ending) => {
    alive = false;
    waiting?.hear({ kind: 'exit', ending });
  });

  const converse = async (nonce: string, text: string): Promise<News> => {
    const { promise, resolve } = Promise.withResolvers<News>();
    const begun = Promise.withResolvers<void>();
    const begin = () => {
      if (waiting !== null) waiting.hasBegun = true;
      input.open();
      begun.resolve();
    };
    recent = [nonce, ...recent.slice(0, 1)];
    waiting = { nonce, hasBegun: false, begun: begun.promise, begin, hear: resolve };
    // No key, and so no ctrl-C, before the statement has begun; the terminal's reset would drop it, or worse.
    input.hold();
    channel.send(text);
    const watchdog = startWatchdog({
      driver: pid,
      channel: channelInode,
      remind: () => channel.send(shell.report(nonce)),
      giveUp: (reason) => resolve({ kind: 'deaf', reason }),
    });
    const news = await promise;
    watchdog.stop();
    waiting = null;
    // What comes from here on is not for the statement that has ended.
    input.hold();
    stage.dropInput();
    return news;
  };

  const conclude = async (news: News): Promise<Outcome> => {
    if (news.kind === 'report') {
      channel.send(shell.reset());
      cwd = news.report.cwd;
      await stage.settle();
      return { kind: 'finished', status: news.report.status, cwd, untaken: input.shut() };
    }
    alive = false;
    await stage.settle();
    input.shut();
    if (news.kind === 'deaf') return { kind: 'lost', reason: news.reason };
    const { status, signal } = news.ending;
    if (signal !== null) return { kind: 'lost', reason: `the shell was ended by SIG${signal}` };
    return { kind: 'ended', status, signal };
  };

  let closing: Promise<void> | null = null;
  const close = () => {
    alive = false;
    channel.close();
    closing ??= endProcesses({ session: opening.session, uid: account.uid, leader: driver }).then(stage.close);
    return closing;
  };

  const nonce = newNonce();
  const late = setTimeout(() => waiting?.hear({ kind: 'deaf', reason: 'the shell did not get ready' }), readyWithin);
  const first = await converse(nonce, shell.prepare(nonce));
  clearTimeout(late);
  input.shut();
  if (first.kind !== 'report') {
    await close();
    throw new Error(first.kind === 'exit' ? `the shell ended at once (${first.ending.status})` : first.reason);
  }
  cwd = first.report.cwd;

  return {
    environment: setting.environment,
    get cwd() {
      return cwd;
    },
    run: async (statement, previous) => {
      checkStatement(statement);
      if (!alive) throw faults.executorGone();
      if (waiting !== null) throw faults.executorBusy();
      const nonce = newNonce();
      return conclude(await converse(nonce, shell.run(statement, previous, nonce)));
    },
    write: input.write,
    endInput: () => {},
    resize: stage.resize,
    signal: (name) => {
      const signal = signalNamed(name);
      if (signal === null || waiting === null) return;
      const { nonce, begun } = waiting;
      void begun.then(() => {
        if (waiting?.nonce !== nonce) return;
        if (stage.terminal) signalForeground(pid, signal);
        else void signalPrograms(setting, pid, signal);
      });
    },
    echoes: async () => (stage.terminal ? terminalEchoes(stage.terminal) : true),
    close,
  };
}

function openStage({ opening, account, pipes }: Setting): Stage | Promise<Stage> {
  if (opening.terminal !== null) return openTerminalStage(opening.terminal, opening.output, account);
  return openPipeStage(opening.output, account, pipes, { input: false, fenced: true });
}

function commandFor({ account, shell }: Setting, stage: Stage): string[] {
  const bash = [shell, '--noprofile', '--norc'];
  if (stage.terminal === null) return [...privilegesOf(account), ...bash, '-s'];
  return ['/usr/bin/setsid', '--ctty', ...privilegesOf(account), ...moveInput, ...bash, '--noediting', '-i'];
}

/** Without a terminal there is no foreground: signals everything a statement has started, or else the shell. */
async function signalPrograms({ opening, account }: Setting, driver: number, signal: NodeJS.Signals): Promise<void> {
  const members = await findMembers({ session: opening.session, uid: account.uid, leader: readProcess(driver) });
  const programs = members.filter(({ pid }) => pid !== driver);
  for (const member of programs.length > 0 ? programs : members) signalProcess(member, signal);
}

// A permitted statement runs: its token is minted, checked and spent, the start made durable, and only then does a byte
// of it reach the shell. The one place where that happens (invariants 2 and 4).
import type { ActionFacts, TokenRefusal } from '../approval/approval.ts';
import type { AuditEvent } from '../store/events.ts';
import type { Executor } from '../targets/target.ts';
import { type DisclosedInput, watchInput } from './disclosed-input.ts';
import type { Ruling } from './gate.ts';
import { beginMasking } from './masking.ts';
import type { Permission } from './permission.ts';
import type { ShownStatement } from './shown-statement.ts';
import type { StatementResult, StatementRoom } from './statement-room.ts';
import { denied, failed, type Verdict } from './verdict.ts';

export interface Work {
  readonly request: string;
  readonly sequence: number;
  readonly statement: string;
  readonly shown: ShownStatement;
  readonly disclosed: DisclosedInput;
  /** `$?` it shall see. */
  readonly previous: number;
  readonly ruling: Ruling;
  readonly permission: Extract<Permission, { kind: 'granted' }>;
  /** Events that become durable together with its start. */
  readonly before: readonly AuditEvent[];
}

export async function execute(room: StatementRoom, executor: Executor, work: Work): Promise<StatementResult> {
  const { gate, journal, transcript, input } = room;
  const { clock, tokens, recordInput } = room.services;
  const { request, sequence, statement, shown, previous, ruling, permission, before } = work;
  const { masks } = shown;

  const changed = ruling.decision === 'ask' ? await whatChanged(room, executor, work) : whatTightened(room, work);
  if (changed !== null) {
    const bytes = Buffer.byteLength(statement);
    await journal.write(...before, journal.event('dropped', { statements: 1, bytes, why: changed }, request));
    return { kind: 'refused', request, verdict: superseded(changed), masks };
  }
  const token = await tokens.mint(factsOf(room, executor, work), permission.approval);
  const start = await room.recording.recorder.sync();
  const started = journal.event('started', { sequence, cwd: executor.cwd, ...start }, request);
  const masking = beginMasking(room, work);
  const tally = transcript.startTally();
  const began = clock.micros();
  const events = { before: [...before, ...masking.events], after: [started] };
  const released = await tokens.release(token, factsOf(room, executor, work), events, () => ({
    outcome: executor.run(statement, previous),
  }));
  if (released.kind === 'refused') {
    tally();
    masking.end();
    return { kind: 'refused', request, verdict: refusalOf(released.why), masks };
  }

  room.seat.began(request, shown.text);
  const stop = stopper(room, executor);
  room.lifetime.interrupt = stop.stop;
  const watched = permission.approval.decision === 'allow' && work.disclosed.open ? watchInput(room, executor) : null;
  input.toProgram(executor, ruling.raw ? 'always' : recordInput ? 'echoed' : 'never', watched);
  input.open();
  const outcome = await released.result.outcome;
  const stdin = input.toSource(outcome.kind === 'finished' ? outcome.untaken : nothing);
  watched?.close();
  room.lifetime.interrupt = () => {};
  stop.over();
  await transcript.flush();
  masking.end();
  room.seat.ended();

  const duration = clock.micros() - began;
  const position = await room.recording.recorder.sync();
  const end = {
    outcome: outcome.kind,
    status: outcome.kind === 'lost' ? null : outcome.status,
    signal: outcome.kind === 'ended' ? outcome.signal : null,
    cwd: outcome.kind === 'finished' ? outcome.cwd : null,
  };
  await journal.write(
    journal.event('finished', { sequence, ...end, duration, stdin, ...tally(), ...position }, request),
  );
  if (outcome.kind === 'finished') gate.settle(statement, outcome);
  return { kind: 'ran', request, outcome };
}

const nothing = new Uint8Array();

/** How long a program may take to end after SIGTERM, in ms. */
const grace = 2000;

/** Ends what runs, first politely; the session stays. After `over` it touches nothing. */
function stopper({ transcript }: StatementRoom, executor: Executor) {
  let timer: NodeJS.Timeout | undefined;
  return {
    stop(why: string) {
      void transcript.say('stderr', `\nostiary: the running statement is stopped: ${why}\n`);
      executor.signal('TERM');
      timer = setTimeout(() => executor.signal('KILL'), grace);
    },
    over: () => clearTimeout(timer),
  };
}

/** Everything the token binds, as it is at this moment. */
function factsOf(
  room: StatementRoom,
  executor: Executor,
  { request, sequence, statement, shown, ruling, permission }: Work,
): ActionFacts {
  const { client, session, mode, target } = room;
  const { stdin, files } = permission.bound;
  return {
    agent: client.identity.name,
    uid: target.user,
    session,
    request,
    sequence,
    mode,
    target: target.name,
    cwd: executor.cwd,
    environment: executor.environment,
    statement,
    secret: Object.keys(shown.masks).length > 0,
    effects: ruling.effects.map(({ effect }) => effect),
    stdin: stdin.kind === 'bound' ? stdin.sha256 : null,
    files: files.map(({ realpath, sha256 }) => ({ realpath, sha256 })),
    displayed: permission.displayed,
    policy: permission.policy,
  };
}

/** What was allowed a moment ago has to be allowed still: a link may have moved, the policy may have changed. */
function whatTightened({ gate }: StatementRoom, { statement, shown, disclosed }: Work): string | null {
  const { decision, say } = gate.judgeAgain(statement, disclosed.effects);
  return decision === 'allow' ? null : `it is not allowed any more (${shown.veil(say)})`;
}

/** A person took time: is what would run now still what they saw? Half a sentence when it is not. */
async function whatChanged(room: StatementRoom, executor: Executor, work: Work): Promise<string | null> {
  const { statement, shown, ruling, permission } = work;
  const now = room.gate.judgeAgain(statement, work.disclosed.effects);
  if (now.decision === 'deny') return `the policy now denies it (${shown.veil(now.say)})`;
  if (
    JSON.stringify(now.effects.map(({ effect }) => effect)) !==
    JSON.stringify(ruling.effects.map(({ effect }) => effect))
  ) {
    return 'it would do something else now than when it was shown';
  }
  const effects = ruling.effects.map(({ effect }) => effect);
  const code = await room.services.inspector.files(statement, effects, executor.cwd);
  if (code.kind === 'unbindable') return code.why;
  const digests = (files: typeof permission.bound.files) =>
    files.map(({ realpath, sha256 }) => `${realpath} ${sha256}`).join();
  return digests(code.files) === digests(permission.bound.files)
    ? null
    : 'a file it runs has changed since it was shown';
}

function superseded(why: string): Verdict {
  return denied('policy', `${why}; nothing ran, ask again`);
}

function refusalOf(why: TokenRefusal): Verdict {
  if (why === 'locked') return denied('lock', 'locked at this moment');
  if (why === 'stale-policy') return superseded('the policy changed at this moment');
  return failed(`the permission could not be redeemed (${why}); nothing ran`);
}

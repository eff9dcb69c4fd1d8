// The middle of the story: the target is opened, and statement after statement is judged and run until one side ends.
import { OstiaryError, sentenceOf } from '../core/errors.ts';
import type { Language } from '../language/language.ts';
import { withDisclosures } from '../redaction/disclosing.ts';
import type { Executor } from '../targets/target.ts';
import { type BuiltIns, createBuiltIns } from './built-ins.ts';
import type { Gate } from './gate.ts';
import { createInputRouter, type InputRouter } from './input.ts';
import { announce, type Ended, type Room } from './room.ts';
import { createSource } from './sources/create-source.ts';
import type { Standing, StatementSource } from './sources/source.ts';
import { runStatement } from './statement.ts';
import type { StatementResult } from './statement-room.ts';
import { failed, unavailable, type Verdict } from './verdict.ts';

/** Never rejects: a fault becomes an end with its verdict, and the executor is closed whatever happened. */
export async function conduct(room: Room): Promise<Ended> {
  const executor: Held = { current: null };
  const closeExecutor = () => void executor.current?.close();
  room.lifetime.signal.addEventListener('abort', closeExecutor);
  try {
    await Promise.all([openExecutor(room, executor), writeOpened(room)]);
    return await converse(room, executor);
  } catch (error) {
    const verdict = error instanceof OstiaryError && error.exit === 69 ? unavailable : failed;
    return endWith(verdict(sentenceOf(error)), 'failed');
  } finally {
    room.lifetime.signal.removeEventListener('abort', closeExecutor);
    await executor.current?.close();
  }
}

/** The executor in use; a lost one is replaced. */
interface Held {
  current: Executor | null;
}

interface Furniture {
  readonly gate: Gate;
  readonly language: Language;
  readonly builtIns: BuiltIns;
  readonly source: StatementSource;
  readonly input: InputRouter;
}

async function converse(room: Room, held: Held): Promise<Ended> {
  const furniture = furnish(room, held);
  const { source, input } = furniture;
  if (room.mode !== 'exec') input.open();
  let standing: Standing = { status: 0, cwd: opened(held).cwd, tainted: false };

  for (let sequence = 1; ; sequence += 1) {
    const submitted = await room.lifetime.within(source.next(standing));
    // What came in the same breath as the end of the session begins no more.
    if (submitted === null || room.lifetime.reason !== null) {
      return { ending: { status: standing.status, signal: null }, reason: 'end of input', verdict: null };
    }
    const result = await runStatement({ ...room, ...furniture }, opened(held), submitted, sequence, standing.status);
    const step = await takeStep(room, held, furniture, result, standing);
    if ('ending' in step) return step;
    standing = step;
  }
}

/** What follows a statement: the standing of the next prompt, or the end. */
async function takeStep(
  room: Room,
  held: Held,
  { gate, source }: Furniture,
  result: StatementResult,
  standing: Standing,
): Promise<Standing | Ended> {
  const interactive = room.mode === 'interactive';
  if (result.kind === 'answered') {
    void room.transcript.say('stdout', result.answer.text);
    return result.answer.reset ? freshShell(room, held, gate) : { ...standing, status: result.answer.status };
  }
  if (result.kind === 'refused') {
    announce(room, result.verdict, result.request, result.masks);
    await dropRest(room, source, 'a statement before it was refused');
    const status = result.verdict.exit;
    return interactive
      ? { ...standing, status }
      : { ending: { status, signal: null }, reason: 'refused', verdict: null, told: true };
  }
  const { outcome } = result;
  if (outcome.kind === 'ended') {
    return { ending: { status: outcome.status, signal: outcome.signal }, reason: 'the shell ended', verdict: null };
  }
  if (outcome.kind === 'finished') {
    if (interactive && outcome.status === interrupted) await dropRest(room, source, 'interrupted');
    return { status: outcome.status, cwd: outcome.cwd, tainted: gate.tainted };
  }
  if (!interactive || room.lifetime.reason !== null) {
    return endWith(failed(`the shell was lost: ${outcome.reason}; nothing further runs`), 'lost');
  }
  await dropRest(room, source, 'the shell was lost');
  const gone = 'its directory, variables, functions and jobs are gone; this is a fresh one';
  void room.transcript.say('stderr', `ostiary: the shell was lost (${outcome.reason}): ${gone}\n`);
  return { ...(await freshShell(room, held, gate)), status: lostStatus };
}

/** Replaces the shell, and what the gate remembers of the old one. */
async function freshShell(room: Room, held: Held, gate: Gate): Promise<Standing> {
  await held.current?.close();
  const { cwd } = await openExecutor(room, held);
  gate.reset(cwd);
  return { status: 0, cwd, tainted: false };
}

const interrupted = 130;
const lostStatus = 70;

function furnish(room: Room, held: Held): Furniture {
  const { client, services, target, mode, redaction, transcript, lifetime } = room;
  const language = services.languages.get(target.language);
  if (language === undefined) throw new Error(`no language "${target.language}"`);
  const { cwd } = opened(held);
  const telling = withDisclosures(language, redaction.find);
  const gate = services.openGate({ identity: client.identity, target, language: telling, cwd });
  const source = createSource({ mode, client, target, language, transcript, redaction });
  const record = (bytes: Uint8Array) => transcript.note({ type: 'input', bytes });
  const pty = client.terminal !== null;
  const input = createInputRouter({
    input: client.input,
    source,
    pty,
    record,
    detector: () => redaction.stream(null),
    active: lifetime.active,
  });
  client.onSignal((name) => {
    if (!input.interrupt()) held.current?.signal(name);
  });
  client.onResize((size) => {
    held.current?.resize(size);
    source.resize(size);
    transcript.note({ type: 'resize', ...size });
  });
  return { gate, language, builtIns: createBuiltIns(room, gate), source, input };
}

async function openExecutor(room: Room, held: Held): Promise<Executor> {
  const { client, session, mode, transcript } = room;
  const { terminal, environment } = client;
  held.current = await room.target.open({ session, mode, terminal, environment, output: transcript.output });
  // The session may have ended while the target was opening; then nobody else closes it.
  if (room.lifetime.reason !== null) await held.current.close();
  return held.current;
}

function opened(held: Held): Executor {
  if (held.current === null) throw new Error('no executor is open');
  return held.current;
}

function writeOpened({ client, services, journal, mode, level, recording }: Room): Promise<void> {
  const { identity, proof, connection, address, terminal } = client;
  const { kind, owner } = identity;
  const { path } = recording;
  const where = { connection, address, mode, level, terminal, recording: path, policy: services.policyDigest };
  return journal.write(journal.event('opened', { kind, owner, proof: { ...proof }, ...where }));
}

async function dropRest({ journal }: Room, source: StatementSource, why: string): Promise<void> {
  const bytes = source.drop();
  if (bytes > 0) await journal.write(journal.event('dropped', { statements: 0, bytes, why }));
}

function endWith(verdict: Verdict, reason: string): Ended {
  return { ending: { status: verdict.exit, signal: null }, reason, verdict };
}

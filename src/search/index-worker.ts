// Worker thread: the one writer of the search index. Takes sessions in, and forgets them.
import { parentPort, workerData } from 'node:worker_threads';
import { isSystemError, OstiaryError } from '../core/errors.ts';
import { giveWay } from '../core/worker-threads.ts';
import type { Decision } from '../policy/policy.ts';
import { idsPerMillisecond, openIndex } from './index-file.ts';
import { type Moments, type Ran, readOutputs } from './read-outputs.ts';
import { answerCalls } from './worker-calls.ts';

/** What the log says of one statement. */
export interface LoggedStatement extends Ran {
  readonly sequence: number;
  readonly time: string;
  readonly text: string;
  readonly decision: Decision | null;
  readonly verdict: string | null;
  readonly rules: readonly string[];
}

export interface SessionEntry {
  readonly session: string;
  readonly identity: string;
  readonly target: string;
  /** False: it goes on; what is taken in of it now is replaced later. */
  readonly ended: boolean;
  /** Absolute path of the recording; null when there is none to read. */
  readonly file: string | null;
  readonly statements: readonly LoggedStatement[];
}

export type IndexCall =
  /** Answered with the sessions that are in as a whole. */
  | { readonly kind: 'known' }
  | { readonly kind: 'add'; readonly entry: SessionEntry }
  | { readonly kind: 'forget'; readonly session: string };

const database = openIndex((workerData as { readonly file: string }).file);
const known = database.prepare('SELECT id FROM sessions');
const isKnown = database.prepare('SELECT 1 FROM sessions WHERE id = ?');
const note = database.prepare('INSERT OR IGNORE INTO sessions VALUES (?)');
const latest = database.prepare('SELECT max(id) AS id FROM statements WHERE id BETWEEN ? AND ?');
const removeOutputs = database.prepare('DELETE FROM outputs WHERE id IN (SELECT id FROM statements WHERE session = ?)');
const removeStatements = database.prepare('DELETE FROM statements WHERE session = ?');
const insert = database.prepare(`INSERT INTO statements
  (id, session, request, sequence, identity, target, time, decision, verdict, rules, moment, statement)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
const insertOutput = database.prepare('INSERT INTO outputs VALUES (?, ?)');

function nextId(time: string): number {
  const first = Date.parse(time) * idsPerMillisecond;
  const used = latest.get(first, first + idsPerMillisecond - 1)?.id as number | null;
  return used === null ? first : used + 1;
}

async function transact(work: () => void | Promise<void>): Promise<void> {
  database.exec('BEGIN IMMEDIATE');
  try {
    await work();
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

async function add({ session, identity, target, ended, file, statements }: SessionEntry): Promise<void> {
  if (isKnown.get(session) !== undefined) return;
  const missing = new Map(statements.map((statement) => [statement.request, statement]));
  const insertRow = (statement: LoggedStatement, output: string, moments: Moments) => {
    const { request, sequence, time, text, decision, verdict, rules } = statement;
    const shown = rules.length === 0 ? '' : `\n${rules.join('\n')}\n`;
    const facts = [identity, target, time, decision, verdict, shown, moments.get(request) ?? null] as const;
    const id = nextId(time);
    insert.run(id, session, request, sequence, ...facts, text);
    insertOutput.run(id, output);
    missing.delete(request);
  };
  await transact(async () => {
    remove(session);
    if (ended) note.run(session);
    // Each is written as soon as it is read: the outputs of a session may be more than fits into memory.
    const moments = await outputsOf(file, statements, (request, output, known) => {
      const statement = missing.get(request);
      if (statement !== undefined) insertRow(statement, output, known);
    });
    for (const statement of missing.values()) insertRow(statement, '', moments);
  });
}

/** A recording that is gone or broken leaves the statements, which the log has; `ostiary session verify` says more. */
async function outputsOf(
  file: string | null,
  statements: readonly Ran[],
  keep: Parameters<typeof readOutputs>[2],
): Promise<Moments> {
  try {
    return file === null ? new Map() : await readOutputs(file, statements, keep);
  } catch (error) {
    const isBroken = error instanceof OstiaryError && error.code === 'CAST_INVALID';
    if (isBroken || isSystemError(error, 'ENOENT')) return new Map();
    throw error;
  }
}

function remove(session: string): void {
  removeOutputs.run(session);
  removeStatements.run(session);
}

async function forget(session: string): Promise<void> {
  await transact(() => {
    remove(session);
    // It stays known: what was forgotten is not taken in again.
    note.run(session);
  });
  // The log of the database still holds what was deleted.
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
}

giveWay();
answerCalls(parentPort, async (call: IndexCall): Promise<readonly string[]> => {
  if (call.kind === 'add') await add(call.entry);
  else if (call.kind === 'forget') await forget(call.session);
  return call.kind === 'known' ? known.all().map((row) => row.id as string) : [];
});

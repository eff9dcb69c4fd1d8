// A small session as the broker writes it: real store, real recorder, real tokens; and ways to tamper with it.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { ActionFacts } from '../../src/approval/approval.ts';
import { openActionKey } from '../../src/approval/token/action-key.ts';
import { createTokenGate, publishedKey } from '../../src/approval/token/token.ts';
import { createAuditor } from '../../src/audit/auditor.ts';
import { hashLeaf } from '../../src/audit/merkle.ts';
import { systemClock } from '../../src/core/clock.ts';
import { newId } from '../../src/core/ids.ts';
import { createRecorder } from '../../src/sinks/recorder.ts';
import type { AuditEvent, EventData } from '../../src/store/events.ts';
import { statementText } from '../../src/store/statement-text.ts';
import { openAudited } from './audited-store.ts';
import { opened } from './story.ts';

type Kind = 'allow' | 'deny' | 'ask';
type Data = Readonly<Record<string, unknown>>;

/** Statements by how they were decided; `ask` is approved by maria. */
export async function recordSession(kinds: readonly Kind[]) {
  const { store, folder, file } = openAudited();
  const session = newId('ses');
  const subject = { session, identity: 'coder', target: 'local' };
  const key = openActionKey(join(folder, 'action_ed25519'));
  const tokens = createTokenGate({ key, store, clock: systemClock, isLocked: () => null, policy: () => null });
  await store.append(publishedKey(key));

  const cast = join(folder, `2026/11/21/${session}.cast`);
  const start = opened(session);
  const { owner, mode, level } = start.data as EventData['opened'];
  const header = { cols: 80, rows: 24, ostiary: { ...subject, owner, mode, level, pty: true } };
  const recorder = await createRecorder({ file: cast, clock: systemClock, header });
  await store.append(start);
  const requests = kinds.map(() => newId('req'));
  for (const [index, kind] of kinds.entries()) await recordStatement(kind, requests[index] as string, index + 1);
  recorder.write({ type: 'exit', status: 0 });
  const end = await recorder.sync();
  await recorder.close();
  await store.append({
    type: 'closed',
    ...subject,
    data: { status: 0, signal: null, reason: 'exit', duration: 1, recorded: end.offset, ...end },
  });

  async function recordStatement(kind: Kind, request: string, sequence: number): Promise<void> {
    const statement = `echo ${sequence}`;
    const of = { ...subject, request };
    const displayed = kind === 'ask' ? 'shown' : null;
    recorder.write({ type: 'marker', label: `#${sequence} ${statement} [${request}]` });
    await store.append(
      { type: 'submitted', ...of, data: { sequence, mode: 'interactive', statement: statementText(statement) } },
      { type: 'decided', ...of, data: { sequence, decision: kind, by: 'policy', rules: [], say: '', policy: null } },
    );
    if (kind === 'deny') return;
    if (kind === 'ask') {
      const data = { by: 'maria', owner: 'maria', note: null, displayed: 'shown', together: 1 };
      await store.append(asked(of, sequence), { type: 'approved', ...of, data });
    }
    const facts: ActionFacts = {
      agent: 'coder',
      uid: null,
      session,
      request,
      sequence,
      mode: 'interactive',
      target: 'local',
      cwd: '/',
      environment: {},
      statement,
      secret: false,
      effects: [],
      stdin: null,
      files: [],
      displayed,
      policy: null,
    };
    const approvers = kind === 'ask' ? ['maria'] : [];
    const token = await tokens.mint(facts, { decision: kind === 'ask' ? 'approved' : 'allow', approvers });
    const began: AuditEvent = { type: 'started', ...of, data: { sequence, cwd: '/', ...(await recorder.sync()) } };
    await tokens.release(token, facts, { before: [], after: [began] }, () => null);
    recorder.write({ type: 'output', stream: 'stdout', bytes: Buffer.from(`${sequence}\r\n`) });
    const nothing = { bytes: 0, sha256: null };
    const streams = { stdin: nothing, stdout: nothing, stderr: nothing, masks: {} };
    const outcome = { outcome: 'finished', status: 0, signal: null, duration: 1, cwd: '/' } as const;
    await store.append({
      type: 'finished',
      ...of,
      data: { sequence, ...outcome, ...streams, ...(await recorder.sync()) },
    });
  }

  function withDatabase<T>(work: (database: DatabaseSync) => T): T {
    const database = new DatabaseSync(file, { timeout: 5000 });
    try {
      return work(database);
    } finally {
      database.close();
    }
  }

  const auditor = createAuditor({ store, recordings: folder });
  return {
    store,
    cast,
    requests,
    session,
    withDatabase,
    check: () => auditor.checkSession(session),
    codes: async () => (await auditor.checkSession(session)).findings.map(({ code }) => code),
    /** Rewrites the events of a type, leaves and all; null removes one. */
    rewrite(type: string, change: (data: Data, index: number) => Data | null): void {
      withDatabase((database) => {
        const rows = database.prepare('SELECT seq, body FROM events WHERE type = ? ORDER BY seq').all(type);
        for (const [index, { seq, body }] of rows.entries()) {
          const event = JSON.parse(String(body));
          const data = change(event.data, index);
          const text = JSON.stringify({ ...event, data });
          if (data === null) database.prepare('DELETE FROM events WHERE seq = ?').run(seq as number);
          else {
            const update = database.prepare('UPDATE events SET body = ?, leaf = ? WHERE seq = ?');
            update.run(text, hashLeaf(text), seq as number);
          }
        }
      });
    },
    /** Rewrites the lines of the recording, and every digest that vouches for it, as the thorough would. */
    recast(change: (lines: string[]) => string[]): void {
      const before = readFileSync(cast, 'utf8').trimEnd().split('\n');
      const after = change([...before]);
      writeFileSync(cast, `${after.join('\n')}\n`);
      const grown = Buffer.byteLength(`${after.join('\n')}\n`) - Buffer.byteLength(`${before.join('\n')}\n`);
      const from = before.findIndex((line, index) => line !== after[index]);
      const border = Buffer.byteLength(`${before.slice(0, from).join('\n')}\n`);
      const bytes = readFileSync(cast);
      for (const type of ['started', 'finished', 'closed']) {
        this.rewrite(type, (data) => {
          const old = data.offset as number;
          const offset = old <= border ? old : old + grown;
          return { ...data, offset, sha256: createHash('sha256').update(bytes.subarray(0, offset)).digest('hex') };
        });
      }
    },
  };
}

function asked(
  of: { session: string; request: string; identity: string; target: string },
  sequence: number,
): AuditEvent {
  const stdin = { kind: 'none' } as const;
  const empty = { rules: [], say: '', policy: null, reason: null, files: [], stdin };
  return {
    type: 'asked',
    ...of,
    data: { sequence, run: 'run_1', ttl: 1, highRisk: false, displayed: 'shown', ...empty },
  };
}

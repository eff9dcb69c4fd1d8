// A desk over a real store, and the people and requests of its tests.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Ask, Asking, Card, Decisive, Desk, Shown } from '../../../src/approval/approval.ts';
import { createDesk } from '../../../src/approval/desk.ts';
import { type Clock, systemClock } from '../../../src/core/clock.ts';
import { newId } from '../../../src/core/ids.ts';
import { createLog } from '../../../src/core/log.ts';
import type { Identity } from '../../../src/identity/identity.ts';
import type { Effect } from '../../../src/language/effect.ts';
import type { Decision, EffectVerdict } from '../../../src/policy/policy.ts';
import type { AuditEvent, AuditEventType } from '../../../src/store/events.ts';
import { openSqliteStore } from '../../../src/store/sqlite.ts';
import type { Store } from '../../../src/store/store.ts';
import { opened } from '../../support/story.ts';

export const sha256 = 'a'.repeat(64);

export function person(name: string, more: Partial<Identity> = {}): Identity {
  const nobody = { owner: name, roles: [], groups: [], targets: ['*'], attended: true };
  return { kind: 'operator', name, ...nobody, ...more };
}

export const maria = person('maria', { groups: ['sre'] });
export const otto = person('otto');
export const aud = person('aud', { kind: 'auditor' });

export const verdict = (effect: Effect, decision: Decision = 'ask'): EffectVerdict => ({
  effect,
  decision,
  matches: [],
  rules: ['risky'],
});

export function run(line: string, decision: Decision = 'ask'): EffectVerdict {
  return verdict({ kind: 'run', argv: line.split(' '), nested: false, of: null, span: [0, line.length] }, decision);
}

export function makeAsk(statement = 'systemctl restart nginx', more: Partial<Ask> = {}): Ask {
  return {
    request: newId('req'),
    session: 'ses_1',
    sequence: 1,
    connection: 'con_1',
    agent: { name: 'coder', owner: 'maria', roles: ['codegen'], fingerprint: 'SHA256:abc' },
    target: { name: 'web-1', kind: 'local', labels: { env: 'prod' } },
    level: 'line-checked',
    mode: 'interactive',
    cwd: '/srv/app',
    workspace: '/srv/app',
    statement,
    effects: [run(statement)],
    rules: ['risky'],
    say: 'a person has to look',
    reason: null,
    policy: sha256,
    stdin: { kind: 'none' },
    files: [],
    noteRequired: false,
    approvers: [],
    ttl: null,
    wait: null,
    ...more,
  };
}

export interface World {
  readonly store: Store;
  readonly desk: Desk;
  /** Submits, asks and waits until it is pending. */
  ask(ask?: Ask, asking?: Partial<Asking>): Promise<Pending>;
  events(type: AuditEventType): readonly AuditEvent[];
}

/** In an object, so that awaiting the pending state does not await the outcome. */
export interface Pending {
  readonly ask: Ask;
  readonly outcome: ReturnType<Desk['ask']>;
}

export async function makeWorld(clock: Clock = systemClock): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'ostiary-desk-'));
  const store = openSqliteStore({ file: join(folder, 'store.db'), clock });
  onTestFinished(() => {
    store.close();
    rmSync(folder, { recursive: true });
  });
  await store.append(opened('ses_1'));
  const desk = createDesk({ store, clock, log: createLog('silent') });
  let sequence = 0;
  return {
    store,
    desk,
    async ask(ask = makeAsk(), asking = {}) {
      await submit(store, { ...ask, sequence: ++sequence });
      const { promise, resolve } = Promise.withResolvers<void>();
      const nothing = { signal: new AbortController().signal, rejudge: null, resolve: (path: string) => path };
      const outcome = desk.ask(ask, { ...nothing, ...asking, pending: () => resolve() });
      await Promise.race([promise, outcome]);
      return { ask, outcome };
    },
    events: (type) => [...store.events()].filter((event) => event.type === type),
  };
}

/** What the session writes before it asks. */
export async function submit(store: Store, { request, session, sequence, agent, target, statement, policy }: Ask) {
  const subject = { session, request, identity: agent.name, target: target.name };
  const text = { text: statement, bytes: statement.length, sha256: null };
  await store.append(
    { type: 'submitted', ...subject, data: { sequence, mode: 'interactive', statement: text } },
    {
      type: 'decided',
      ...subject,
      data: { sequence, decision: 'ask', by: 'policy', rules: ['risky'], say: '', policy },
    },
  );
}

/** What a front shows of a card that has been on the screen for a while. */
export const shownOf = ({ digest, requests }: Card): Shown => ({ digest, requests, since: null });

export function decisive(card: Card, by: Identity, more: Partial<Decisive> = {}): Decisive {
  return { request: card.request, decision: 'approve', by, note: null, shown: shownOf(card), ...more };
}

/** The card of a pending request. */
export function cardOf({ desk }: World, { ask }: Pending, viewer = maria): Card {
  const card = desk.card(ask.request, viewer);
  if (card === null) throw new Error(`${ask.request} is not pending`);
  return card;
}

import { describe, expect, it } from 'vitest';
import type { Ask } from '../../../../src/approval/approval.ts';
import type { Request } from '../../../../src/fronts/web/api.ts';
import { openWebDoor, type WebDoor } from '../../../support/web-door.ts';
import { makeAsk, submit, verdict } from '../../../unit/approval/world.ts';

/** A statement of a session that goes on, pending at the desk. */
async function pend(door: WebDoor, statement: string, more: Partial<Ask> = {}) {
  const { session } = await door.record([], { close: false, target: 'web-1' });
  const ask = { ...makeAsk(statement, more), session };
  await submit(door.store, ask);
  const { promise, resolve } = Promise.withResolvers<void>();
  const outcome = door.desk.ask(ask, {
    signal: new AbortController().signal,
    rejudge: null,
    resolve: (path) => path,
    pending: () => resolve(),
  });
  await promise;
  return { ask, outcome: outcome.then((one) => one) };
}

const body = (card: Request, more: object = {}) => ({
  decision: 'approve',
  note: null,
  digest: card.digest,
  requests: card.requests,
  word: null,
  ...more,
});

describe('requests on the page', () => {
  it('are decided by an operator who has the secret, about exactly what was shown', async () => {
    const door = await openWebDoor();
    const { outcome } = await pend(door, 'systemctl restart nginx');
    const maria = await door.signIn('maria');
    const [card] = (await maria.get('/requests')).json<{ requests: Request[] }>().requests;
    expect(card).toMatchObject({
      statement: 'systemctl restart nginx',
      agent: { name: 'coder' },
      effects: [{ text: 'run systemctl restart nginx', decision: 'ask', rules: ['risky'] }],
      forbidden: null,
      stdin: null,
    });
    expect(card?.left).toBeGreaterThan(0);
    const path = `/requests/${card?.request}/decision`;
    expect((await maria.post(path, body(card!))).json()).toMatchObject({ error: { code: 'SECRET_MISSING' } });
    const guess = { 'Ostiary-Secret': 'x'.repeat(43) };
    expect((await maria.post(path, body(card!), guess)).status).toBe(403);
    await maria.takeSecret();
    expect((await maria.post(path, body(card!, { digest: 'other' }))).json()).toMatchObject({ result: 'changed' });
    expect((await maria.post(path, body(card!))).json()).toEqual({ result: 'done', sentence: 'approved' });
    expect(await outcome).toMatchObject({ kind: 'approved', by: 'maria' });
    expect((await maria.post(path, body(card!))).json()).toMatchObject({ result: 'already-decided' });
    expect((await maria.get('/requests')).json()).toEqual({ requests: [] });
  });

  it('are looked at by auditors, who decide, kill and lock nothing', async () => {
    const door = await openWebDoor();
    const { ask } = await pend(door, 'systemctl restart nginx');
    const aud = await door.signIn('aud');
    await aud.takeSecret();
    const [card] = (await aud.get('/requests')).json<{ requests: Request[] }>().requests;
    expect(card?.forbidden).toBe('auditors look and never decide');
    const decided = await aud.post(`/requests/${ask.request}/decision`, body(card!));
    expect(decided.json()).toEqual({
      result: 'not-permitted',
      sentence: 'not permitted: auditors look and never decide',
    });
    door.desk.enter(
      {
        id: ask.session,
        agent: 'coder',
        owner: 'maria',
        target: 'web-1',
        connection: 'con_1',
        mode: 'exec',
        level: '',
      },
      { stopStatement: () => {}, kill: () => expect.unreachable() },
    );
    expect((await aud.post(`/sessions/${ask.session}/kill`)).status).toBe(403);
    expect((await aud.post('/locks', { scope: 'everything', name: null, note: null })).status).toBe(403);
    expect((await aud.get('/locks')).json()).toEqual({ locks: [] });
  });

  it('ask for a note and for the word as the console does', async () => {
    const door = await openWebDoor();
    const maria = await door.signIn('maria');
    await maria.takeSecret();
    const risky = verdict({ kind: 'privilege', what: 'sudo', of: null, span: [0, 4] } as never);
    const { ask, outcome } = await pend(door, 'sudo reboot', { effects: [risky], noteRequired: true });
    const [card] = (await maria.get('/requests')).json<{ requests: Request[] }>().requests;
    expect(card).toMatchObject({ highRisk: true, noteRequired: true });
    const decide = async (more: object) =>
      (await maria.post(`/requests/${ask.request}/decision`, body(card!, more))).json<{ result: string }>().result;
    expect(await decide({ decision: 'deny', note: ' ' })).toBe('note-required');
    expect(await decide({ note: 'a ticket' })).toBe('word-required');
    expect(await decide({ note: 'a ticket', word: 'Approve' })).toBe('word-required');
    expect(await decide({ word: 'approve' })).toBe('note-required');
    expect(await decide({ word: 'approve', note: 'a ticket' })).toBe('done');
    expect(await outcome).toMatchObject({ kind: 'approved', note: 'a ticket' });
  });

  it('of other targets are not there', async () => {
    const door = await openWebDoor();
    const { ask } = await pend(door, 'make');
    door.people.set('maria', { ...door.people.get('maria')!, targets: ['local'] });
    const maria = await door.signIn('maria');
    await maria.takeSecret();
    expect((await maria.get('/requests')).json()).toEqual({ requests: [] });
    const unseen = body({ digest: '', requests: [ask.request] } as unknown as Request);
    expect((await maria.post(`/requests/${ask.request}/decision`, unseen)).status).toBe(404);
  });
});

describe('stopping from the page', () => {
  it('kills a session, locks and unlocks', async () => {
    const door = await openWebDoor();
    const { session } = await door.record([], { close: false });
    const killed: string[] = [];
    door.desk.enter(
      {
        id: session,
        agent: 'coder',
        owner: 'maria',
        target: 'local',
        connection: 'con_1',
        mode: 'exec',
        level: '',
      },
      { stopStatement: () => {}, kill: (by) => killed.push(by) },
    );
    const maria = await door.signIn('maria');
    await maria.takeSecret();
    expect((await maria.post(`/sessions/${session}/kill`)).json()).toEqual({ session });
    expect(killed).toEqual(['maria']);

    const lock = { scope: 'agent', name: 'coder', note: 'strange' };
    expect((await maria.post('/locks', lock)).json()).toMatchObject({ locks: [{ scope: 'agent', name: 'coder' }] });
    expect(door.desk.isLocked('coder', 'local')).toMatchObject({ note: 'strange', by: 'maria' });
    expect((await maria.post('/locks/remove', lock)).json()).toEqual({ locks: [] });
    expect((await maria.post('/locks/remove', lock)).status).toBe(404);
    await maria.post('/locks', { scope: 'target', name: 'web-1', note: null });
    expect((await maria.get('/locks')).json()).toMatchObject({ locks: [{ name: 'web-1' }] });
    door.people.set('aud', { ...door.people.get('aud')!, targets: ['local'] });
    expect((await (await door.signIn('aud')).get('/locks')).json()).toEqual({ locks: [] });
    await maria.post('/locks/remove', { scope: 'target', name: 'web-1', note: null });
    expect((await maria.post('/locks', { scope: 'agent', name: null, note: null })).status).toBe(400);
  });
});

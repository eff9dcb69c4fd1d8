import { describe, expect, it, vi } from 'vitest';
import type { Lock, Notice, Rejudgement } from '../../../src/approval/approval.ts';
import { createDesk } from '../../../src/approval/desk.ts';
import { systemClock } from '../../../src/core/clock.ts';
import { createLog } from '../../../src/core/log.ts';
import type { Store } from '../../../src/store/store.ts';
import {
  aud,
  cardOf,
  decisive,
  makeAsk,
  makeWorld,
  maria,
  otto,
  person,
  run,
  sha256,
  shownOf,
  submit,
  verdict,
} from './world.ts';

describe('a request that waits', () => {
  it('shows what runs, who asks and why, and is in the log before anybody sees it', async () => {
    const world = await makeWorld();
    const seen: Notice[] = [];
    world.desk.subscribe(maria, (notice) => {
      if (notice.kind === 'asked') expect(world.events('asked')).toHaveLength(1);
      seen.push(notice);
    });
    const pending = await world.ask(makeAsk('systemctl restart nginx', { reason: 'config changed' }));
    const card = cardOf(world, pending);
    expect(card).toMatchObject({ statement: 'systemctl restart nginx', reason: 'config changed', ttl: 100_000 });
    expect(card.requests).toEqual([card.request]);
    expect(seen).toMatchObject([{ kind: 'asked', card: { request: card.request } }]);
    expect(world.events('asked')).toMatchObject([{ data: { displayed: card.digest, ttl: 100_000, highRisk: false } }]);
    expect(world.store.pendingRequests()).toMatchObject([{ request: card.request, target: 'web-1' }]);
  });

  it('runs when a person approves exactly what was shown', async () => {
    const world = await makeWorld();
    const pending = await world.ask();
    const card = cardOf(world, pending);
    expect(await world.desk.decide(decisive(card, maria, { note: ' ok ' }))).toMatchObject({ kind: 'done' });
    expect(await pending.outcome).toEqual({
      kind: 'approved',
      by: 'maria',
      owner: 'maria',
      note: 'ok',
      displayed: card.digest,
      policy: sha256,
    });
    expect(world.events('approved')).toMatchObject([{ data: { by: 'maria', together: 1 } }]);
    expect(world.store.pendingRequests()).toEqual([]);
  });

  it('is denied with the note of the person', async () => {
    const world = await makeWorld();
    const pending = await world.ask();
    await world.desk.decide(decisive(cardOf(world, pending), otto, { decision: 'deny', note: 'not on Friday' }));
    expect(await pending.outcome).toEqual({ kind: 'denied', by: 'otto', note: 'not on Friday' });
    expect(world.store.statements('ses_1')).toMatchObject([{ state: 'denied' }]);
    expect(world.store.session('ses_1')).toMatchObject({ denied: 1 });
  });

  it('ends when the agent leaves, and comes back with its history', async () => {
    const world = await makeWorld();
    const controller = new AbortController();
    const pending = await world.ask(makeAsk(), { signal: controller.signal });
    controller.abort('ctrl-C');
    expect(await pending.outcome).toEqual({ kind: 'cancelled', why: 'ctrl-C' });
    expect(world.store.statements('ses_1')).toMatchObject([{ state: 'dropped' }]);
    const again = await world.ask(makeAsk('systemctl restart nginx', { connection: 'con_2' }));
    expect(cardOf(world, again).history).toMatchObject([
      { request: pending.ask.request, outcome: 'cancelled', by: null },
    ]);
  });

  it('does not begin to wait for an agent that has left or does not wait', async () => {
    const world = await makeWorld();
    const left = await world.ask(makeAsk(), { signal: AbortSignal.abort('the client left') });
    expect(await left.outcome).toEqual({ kind: 'cancelled', why: 'the client left' });
    const hasty = await world.ask(makeAsk('x', { wait: 0 }));
    expect(await hasty.outcome).toEqual({ kind: 'expired', seconds: 0 });
    expect(world.desk.pending(maria)).toEqual([]);
  });

  it('expires when nobody decides, at the shortest of default, rule and agent', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
    try {
      const world = await makeWorld();
      const first = await world.ask();
      const second = await world.ask(makeAsk('b', { ttl: 60_000, wait: 90 }));
      const third = await world.ask(makeAsk('c', { ttl: 60_000, wait: 30 }));
      expect(world.desk.pending(maria).map(({ statement }) => statement)).toEqual([
        'c',
        'b',
        'systemctl restart nginx',
      ]);
      vi.advanceTimersByTime(30_000);
      expect(await third.outcome).toEqual({ kind: 'expired', seconds: 30 });
      vi.advanceTimersByTime(30_000);
      expect(await second.outcome).toEqual({ kind: 'expired', seconds: 60 });
      const card = cardOf(world, first);
      vi.advanceTimersByTime(40_000);
      expect(await first.outcome).toEqual({ kind: 'expired', seconds: 100 });
      expect(await world.desk.decide(decisive(card, maria))).toMatchObject({ kind: 'too-late', outcome: 'expired' });
      expect(world.events('approved')).toEqual([]);
    } finally {
      vi.useRealTimers();
    }
  });

  it('is one of at most 5 of an identity, and of 200 in all', async () => {
    const world = await makeWorld();
    const ask = (name: string, line: string) =>
      world.ask(makeAsk(line, { agent: { name, owner: 'x', roles: [], fingerprint: name } }));
    for (let index = 0; index < 5; index++) await ask('a0', `echo ${index}`);
    const sixth = await ask('a0', 'echo 6');
    expect(await sixth.outcome).toEqual({ kind: 'overflow', limit: 5, whose: 'identity' });
    for (let index = 5; index < 200; index++) await ask(`a${Math.floor(index / 5)}`, `echo ${index}`);
    expect(world.desk.pending(maria)).toHaveLength(200);
    const late = await ask('z', 'echo');
    expect(await late.outcome).toEqual({ kind: 'overflow', limit: 200, whose: 'all' });
    expect(world.events('overflowed')).toHaveLength(2);
  });

  it('counts those that arrive in the same moment', async () => {
    const world = await makeWorld();
    const asks = await Promise.all(Array.from({ length: 7 }, (_, index) => world.ask(makeAsk(`echo ${index}`))));
    expect(world.desk.pending(maria)).toHaveLength(5);
    expect(asks).toHaveLength(7);
  });

  it('ends as interrupted when the broker ends, and nobody waits any more', async () => {
    const world = await makeWorld();
    const pending = await world.ask();
    await world.desk.close();
    expect(await pending.outcome).toEqual({ kind: 'interrupted' });
    expect(await (await world.ask()).outcome).toEqual({ kind: 'interrupted' });
  });

  it('fails, and never runs, when the log cannot be written', async () => {
    const world = await makeWorld();
    let broken = false;
    const append: Store['append'] = (...events) =>
      broken ? Promise.reject(new Error('disk full')) : world.store.append(...events);
    const desk = createDesk({ store: { append, locks: () => [] }, clock: systemClock, log: createLog('silent') });
    const pending = await makeWorldAsk(desk);
    const card = desk.card(pending.ask.request, maria);
    broken = true;
    await expect(desk.decide(decisive(card as NonNullable<typeof card>, maria))).rejects.toThrow('disk full');
    await expect(pending.outcome).rejects.toThrow('disk full');
    await expect(
      desk.ask(
        makeAsk(),
        idle(() => {}),
      ),
    ).rejects.toThrow('disk full');

    async function makeWorldAsk(to: typeof desk) {
      const ask = makeAsk();
      await submit(world.store, ask);
      const { promise, resolve } = Promise.withResolvers<void>();
      const outcome = to.ask(ask, idle(resolve));
      outcome.catch(() => {});
      await promise;
      return { ask, outcome };
    }
  });
});

const idle = (pending: () => void) => ({
  signal: new AbortController().signal,
  rejudge: null,
  resolve: (path: string) => path,
  pending,
});

describe('a card of high risk', () => {
  const remove = (path: string | null) => verdict({ kind: 'delete', path, of: null, span: [0, 1] });
  const opaque = verdict({ kind: 'opaque', reason: 'x', of: null, span: [0, 1] });
  it.each([
    ['deletes in the workspace', remove('/srv/app/x'), false],
    ['deletes beside the workspace', remove('/srv/app2'), true],
    ['deletes through a link out of it', remove('/srv/app/link/x'), true],
    ['deletes nobody knows what', remove(null), true],
    ['is not understood', opaque, true],
    ['only runs something', run('x'), false],
  ])('%s', async (_, effect, highRisk) => {
    const world = await makeWorld();
    const resolve = (path: string) => path.replace('/srv/app/link', '/etc');
    const pending = await world.ask(makeAsk('x', { effects: [effect] }), { resolve });
    expect(cardOf(world, pending)).toMatchObject({ highRisk });
  });
});

describe('a decision', () => {
  it('of two at the same moment is the first; the other learns who it was', async () => {
    const world = await makeWorld();
    const pending = await world.ask();
    const card = cardOf(world, pending);
    const results = await Promise.all([
      world.desk.decide(decisive(card, otto, { decision: 'deny' })),
      world.desk.decide(decisive(card, maria)),
    ]);
    expect(results[0]).toMatchObject({ kind: 'done' });
    expect(results[1]).toMatchObject({ kind: 'already-decided', outcome: 'denied', by: 'otto' });
    expect(await pending.outcome).toMatchObject({ kind: 'denied', by: 'otto' });
    expect([...world.events('approved'), ...world.events('denied')]).toHaveLength(1);
    const late = await world.desk.decide(decisive(card, person('kim')));
    expect(late).toMatchObject({ kind: 'already-decided', by: 'otto' });
    expect(Date.parse((late as { at: string }).at)).not.toBeNaN();
  });

  it('loses against the agent that leaves first, and wins against the one that leaves later', async () => {
    const world = await makeWorld();
    const first = new AbortController();
    const one = await world.ask(makeAsk('one'), { signal: first.signal });
    const card = cardOf(world, one);
    first.abort('ctrl-C');
    expect(await world.desk.decide(decisive(card, maria))).toMatchObject({ kind: 'too-late', outcome: 'cancelled' });

    const second = new AbortController();
    const two = await world.ask(makeAsk('two'), { signal: second.signal });
    const decided = world.desk.decide(decisive(cardOf(world, two), maria));
    second.abort('ctrl-C');
    expect(await decided).toMatchObject({ kind: 'done' });
    expect(await two.outcome).toMatchObject({ kind: 'approved' });
  });

  it('is for operators with that target, and for those the rule names', async () => {
    const world = await makeWorld();
    const notSelf = await world.ask(makeAsk('a', { approvers: [{ groups: ['sre'] }, { notSelf: true }] }));
    const card = cardOf(world, notSelf);
    const decide = (by: typeof maria) => world.desk.decide(decisive(card, by));
    expect(await decide(aud)).toMatchObject({ kind: 'not-permitted', why: expect.stringContaining('auditors') });
    expect(await decide(person('coder', { kind: 'agent' }))).toEqual({ kind: 'unknown' });
    expect(await decide(person('far', { targets: ['db-*'] }))).toEqual({ kind: 'unknown' });
    expect(await decide(otto)).toMatchObject({ kind: 'not-permitted', why: expect.stringContaining('sre') });
    expect(await decide(maria)).toMatchObject({ kind: 'not-permitted', why: expect.stringContaining('maria') });
    const second = person('maria-admin', { owner: 'maria', groups: ['sre'] });
    expect(await decide(second)).toMatchObject({ kind: 'not-permitted' });
    expect(await decide(person('lee', { groups: ['sre'] }))).toMatchObject({ kind: 'done' });
  });

  it('is shown to those only who may see the target', async () => {
    const world = await makeWorld();
    const far = person('far', { targets: ['db-*'] });
    const heard: string[] = [];
    world.desk.subscribe(far, ({ kind }) => heard.push(kind));
    const pending = await world.ask();
    expect(world.desk.pending(far)).toEqual([]);
    expect(world.desk.card(pending.ask.request, far)).toBeNull();
    expect(world.desk.pending(person('coder', { kind: 'agent' }))).toEqual([]);
    expect(world.desk.pending(aud)).toHaveLength(1);
    expect(heard).toEqual([]);
  });

  it('needs a note where the rule says so, and a card that was seen', async () => {
    const world = await makeWorld();
    const pending = await world.ask(makeAsk('a', { noteRequired: true }));
    const card = cardOf(world, pending);
    const decide = (more: object) => world.desk.decide(decisive(card, maria, more));
    expect(await decide({ note: '  ' })).toEqual({ kind: 'note-required' });
    expect(await decide({ note: 'x', shown: { ...shownOf(card), digest: sha256 } })).toEqual({ kind: 'changed' });
    expect(await decide({ note: 'x', shown: { ...shownOf(card), requests: [] } })).toEqual({ kind: 'changed' });
    const now = systemClock.micros();
    expect(await decide({ note: 'x', shown: { ...shownOf(card), since: now } })).toEqual({ kind: 'too-early' });
    expect(await decide({ note: 'x', shown: { ...shownOf(card), since: now - 400_001 } })).toMatchObject({
      kind: 'done',
    });
  });

  it('on ×N is about exactly the number shown', async () => {
    const world = await makeWorld();
    const [one, two] = [await world.ask(makeAsk('echo x', { session: 'ses_1' })), await world.ask(makeAsk('echo x'))];
    await world.ask(makeAsk('echo y'));
    await world.ask(makeAsk('echo x', { connection: 'con_other' }));
    const [card, ...others] = world.desk.pending(maria);
    expect(card?.requests).toEqual([one?.ask.request, two?.ask.request]);
    expect(others).toHaveLength(2);
    const three = await world.ask(makeAsk('echo x'));
    expect(await world.desk.decide(decisive(card as NonNullable<typeof card>, maria))).toEqual({
      kind: 'done',
      requests: [one?.ask.request, two?.ask.request],
    });
    expect(world.events('approved')).toMatchObject([{ data: { together: 2 } }, { data: { together: 2 } }]);
    expect(cardOf(world, three).requests).toEqual([three.ask.request]);
  });
});

describe('a new policy', () => {
  const judged = (more: object): Rejudgement => ({
    effects: [run('systemctl restart nginx')],
    rules: ['risky'],
    say: 'a person has to look',
    policy: sha256,
    noteRequired: false,
    approvers: [],
    ...more,
  });

  it('supersedes what it denies', async () => {
    const world = await makeWorld();
    const rejudge = (): Rejudgement => ({ denied: { rules: ['freeze'], say: 'change freeze' } });
    const pending = await world.ask(makeAsk(), { rejudge });
    const other = await world.ask(makeAsk('b'), { rejudge: () => judged({ effects: [run('b')] }) });
    const broken = await world.ask(makeAsk('c'), {
      rejudge: () => {
        throw new Error('no');
      },
    });
    await world.desk.rejudge();
    expect(await pending.outcome).toEqual({ kind: 'superseded', rules: ['freeze'], say: 'change freeze' });
    expect(await broken.outcome).toMatchObject({ kind: 'superseded' });
    expect(cardOf(world, other)).toMatchObject({ statement: 'b' });
    expect(world.events('superseded')).toHaveLength(2);
  });

  it('may ask for more, never for less, and who saw the old card has to look again', async () => {
    const world = await makeWorld();
    const before = makeAsk('systemctl restart nginx', { approvers: [{ groups: ['sre'] }] });
    const milder = judged({ rules: [], say: '', effects: [run('systemctl restart nginx', 'allow')], policy: 'b' });
    const one = await world.ask(before, { rejudge: () => milder });
    const old = cardOf(world, one);
    await world.desk.rejudge();
    const now = cardOf(world, one);
    expect(now).toMatchObject({ policy: 'b', rules: ['risky'], approvers: [{ groups: ['sre'] }] });
    expect(await world.desk.decide(decisive(old, maria))).toEqual({ kind: 'changed' });
    expect(await world.desk.decide(decisive(now, otto))).toMatchObject({ kind: 'not-permitted' });
    expect(await world.desk.decide(decisive(now, maria))).toMatchObject({ kind: 'done' });
  });
});

describe('a lock', () => {
  it('ends what waits and what runs, refuses what comes, until it is taken away', async () => {
    const world = await makeWorld();
    const stopped: string[] = [];
    const entry = {
      id: 'ses_1',
      agent: 'coder',
      owner: 'maria',
      target: 'web-1',
      connection: 'con_1',
    } as const;
    const controls = { stopStatement: (why: string) => stopped.push(why), kill: () => {} };
    world.desk.enter({ ...entry, mode: 'exec', level: 'line-checked' }, controls);
    const pending = await world.ask();
    expect(await world.desk.lock({ kind: 'target', name: 'web-1' }, maria, 'incident')).toEqual({ kind: 'done' });
    expect(await pending.outcome).toMatchObject({ kind: 'locked', lock: { by: 'maria', note: 'incident' } });
    expect(stopped).toEqual(['locked by maria']);
    expect(await (await world.ask()).outcome).toMatchObject({ kind: 'locked' });
    expect(world.desk.isLocked('coder', 'web-1')).toMatchObject({ note: 'incident' });
    expect(world.desk.isLocked('coder', 'web-2')).toBeNull();
    expect(world.events('superseded')).toHaveLength(2);

    expect(await world.desk.unlock({ kind: 'target', name: 'web-1' }, otto)).toEqual({ kind: 'done' });
    expect(world.desk.isLocked('coder', 'web-1')).toBeNull();
    expect(await world.desk.unlock({ kind: 'everything' }, otto)).toMatchObject({ kind: 'unknown' });
  });

  it('holds for an agent or for everything, and survives a restart', async () => {
    const world = await makeWorld();
    await world.desk.lock({ kind: 'agent', name: 'coder' }, maria, null);
    await world.desk.lock({ kind: 'everything' }, otto, 'stop');
    const reborn = createDesk({ store: world.store, clock: systemClock, log: createLog('silent') });
    // The log's time of the lock may be a millisecond after the desk's own.
    const known = (locks: readonly Lock[]) => locks.map(({ scope, by, note }) => ({ scope, by, note }));
    expect(known(reborn.locks(maria))).toEqual(known(world.desk.locks(maria)));
    await reborn.lock({ kind: 'target', name: 'web-1' }, maria, null);
    expect(reborn.locks(maria)).toHaveLength(3);
    expect(reborn.locks(person('far', { targets: ['db'] }))).toHaveLength(2);
    await reborn.unlock({ kind: 'target', name: 'web-1' }, maria);
    expect(reborn.isLocked('other', 'db')).toMatchObject({ scope: { kind: 'everything' }, by: 'otto' });
    await reborn.unlock({ kind: 'everything' }, maria);
    expect(reborn.isLocked('other', 'db')).toBeNull();
    expect(reborn.isLocked('coder', 'db')).toMatchObject({ scope: { kind: 'agent', name: 'coder' } });
    expect(world.store.locks()).toHaveLength(1);
  });

  it('is for operators; what is wider than one’s targets only the operator of all may take away', async () => {
    const { desk } = await makeWorld();
    const web = person('web', { targets: ['web-*'] });
    expect(await desk.lock({ kind: 'everything' }, aud, null)).toMatchObject({ kind: 'not-permitted' });
    expect(await desk.lock({ kind: 'target', name: 'db' }, web, null)).toMatchObject({ kind: 'not-permitted' });
    expect(await desk.lock({ kind: 'agent', name: 'coder' }, web, null)).toEqual({ kind: 'done' });
    expect(await desk.unlock({ kind: 'agent', name: 'coder' }, web)).toMatchObject({ kind: 'not-permitted' });
    expect(await desk.unlock({ kind: 'agent', name: 'coder' }, maria)).toEqual({ kind: 'done' });
  });
});

describe('the list of sessions', () => {
  it('shows what runs where, and a person may kill one', async () => {
    const world = await makeWorld();
    const killed: string[] = [];
    const seat = world.desk.enter(
      {
        id: 'ses_1',
        agent: 'coder',
        owner: 'maria',
        target: 'web-1',
        connection: 'con_1',
        mode: 'exec',
        level: 'recorded',
      },
      { stopStatement: () => {}, kill: (by) => killed.push(by) },
    );
    seat.began('req_1', 'sleep 9');
    expect(world.desk.sessions(maria)).toMatchObject([{ id: 'ses_1', running: { statement: 'sleep 9' }, rate: 0 }]);
    expect(world.desk.sessions(person('far', { targets: ['db'] }))).toEqual([]);
    seat.ended();
    expect(await world.desk.kill('ses_1', aud)).toMatchObject({ kind: 'not-permitted' });
    expect(await world.desk.kill('ses_1', maria)).toEqual({ kind: 'done' });
    expect(killed).toEqual(['maria']);
    expect(world.events('killed')).toMatchObject([{ session: 'ses_1', data: { by: 'maria' } }]);
    seat.leave();
    expect(world.desk.sessions(maria)).toEqual([]);
    expect(await world.desk.kill('ses_1', maria)).toMatchObject({ kind: 'unknown' });
  });

  it('counts the bytes of the last whole second', async () => {
    let now = 0;
    const { desk } = await makeWorld({ now: systemClock.now, micros: () => now });
    const seat = desk.enter(
      {
        id: 'ses_1',
        agent: 'a',
        owner: 'a',
        target: 't',
        connection: 'c',
        mode: 'exec',
        level: 'recorded',
      },
      { stopStatement: () => {}, kill: () => {} },
    );
    const rate = () => desk.sessions(maria)[0]?.rate;
    seat.printed(100);
    seat.printed(20);
    expect(rate()).toBe(0);
    now += 1_000_000;
    expect(rate()).toBe(120);
    now += 1_000_000;
    expect(rate()).toBe(0);
  });

  it('survives a front that throws', async () => {
    const world = await makeWorld();
    world.desk.subscribe(maria, () => {
      throw new Error('a broken console');
    });
    const pending = await world.ask();
    await world.desk.decide(decisive(cardOf(world, pending), maria));
    expect(await pending.outcome).toMatchObject({ kind: 'approved' });
  });
});

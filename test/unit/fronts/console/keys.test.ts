import { describe, expect, it } from 'vitest';
import { createStillClock, takeSeat } from '../../../support/console-bench.ts';
import { person } from '../../../support/console-door.ts';
import { createFakeDesk, makeCard } from '../../../support/fake-desk.ts';

const up = '\x1b[A';
const down = '\x1b[B';

/** A seat with cards that were on the screen long enough. */
async function seatWith(...changes: readonly Parameters<typeof makeCard>[0][]) {
  const seat = takeSeat();
  const cards = changes.map((change, place) => makeCard(change, 0, 60 + place));
  for (const card of cards) seat.desk.ask(card);
  await seat.shows(new RegExp(`requests ${cards.flatMap(({ requests }) => requests).length}`));
  seat.clock.pass(1);
  return { ...seat, cards };
}

/** Types, then waits for what it shows. */
async function press(
  seat: { type(keys: string): void; shows(pattern: RegExp): Promise<void> },
  keys: string,
  shown: RegExp,
) {
  seat.type(keys);
  await seat.shows(shown);
}

describe('deciding at the console', () => {
  it('approves exactly what is shown, with its digest and every request of the group', async () => {
    const seat = await seatWith({ request: 'req_1', requests: ['req_1', 'req_2'] });
    await press(seat, 'a', /approved 2 requests: req_1 req_2/);
    expect(seat.desk.decisions).toEqual([
      {
        request: 'req_1',
        decision: 'approve',
        by: person('operator'),
        note: null,
        shown: { digest: seat.cards[0]?.digest, requests: ['req_1', 'req_2'], since: 0 },
      },
    ]);
  });

  it('refuses to approve a card in its first 400 ms, also when the list moved under the cursor', async () => {
    const seat = takeSeat();
    seat.desk.ask(makeCard({ request: 'req_1' }, 0, 50));
    seat.desk.ask(makeCard({ request: 'req_2', statement: 'reboot' }, 0, 60));
    await seat.shows(/requests 2/);
    seat.clock.pass(0.39);
    await press(seat, 'a', /too soon/);
    seat.clock.pass(0.01);
    seat.desk.settle('req_1', { kind: 'expired', seconds: 50 });
    await seat.shows(/┃ reboot/);
    await press(seat, 'a', /too soon/);
    expect(seat.desk.decisions).toEqual([]);
    seat.clock.pass(0.4);
    await press(seat, 'a', /approved req_2/);
  });

  it('arms again when the shown group grows', async () => {
    const seat = await seatWith({ request: 'req_1' });
    const card = seat.cards[0] ?? makeCard();
    seat.desk.settle('req_1', { kind: 'cancelled', why: 'ctrl-C' });
    seat.desk.ask({ ...card, requests: ['req_1', 'req_2'] });
    await seat.shows(/×2/);
    await press(seat, 'a', /too soon/);
  });

  it('takes no meaning from keys that arrive together, chords, mouse reports or pasted text', async () => {
    const seat = await seatWith({ request: 'req_1' });
    for (const keys of ['ad', '\x01', '\x1ba', '\x1b[<0;3;3M', '\x1b[I', 'aaa']) seat.type(keys);
    await press(seat, '\x1b[200~a\ry\r\x1b[201~', /pasted text does nothing/);
    expect(seat.desk.decisions).toEqual([]);
  });

  it('asks for the word on high risk; anything else is no approval', async () => {
    const seat = await seatWith({ request: 'req_1', highRisk: true });
    await press(seat, 'a', /Type the word approve/);
    await press(seat, 'y', /approve\? y/);
    await press(seat, '\r', /not approved/);
    await press(seat, 'a', /Type the word approve/);
    await press(seat, 'approve', /pasted text does nothing/);
    for (const letter of 'approve') await press(seat, letter, new RegExp(`approve\\? \\w*${letter}▏`));
    await press(seat, '\r', /approved req_1/);
    expect(seat.desk.decisions).toHaveLength(1);
  });

  it('drops a half-given confirmation when a request arrives or expires', async () => {
    const seat = await seatWith({ request: 'req_1', highRisk: true });
    await press(seat, 'a', /Type the word/);
    seat.desk.ask(makeCard({ request: 'req_9' }, 0, 90));
    await seat.shows(/your answer was not given/);
    await seat.hides(/Type the word/);
    await press(seat, 'a', /Type the word/);
    seat.desk.settle('req_9', { kind: 'expired', seconds: 90 });
    await seat.hides(/Type the word/);
    expect(seat.desk.decisions).toEqual([]);
  });

  it('asks for the word where the statement was not read to its end', async () => {
    const long = Array.from({ length: 60 }, (_, line) => `echo line ${line}`).join('\n');
    const seat = await seatWith({ request: 'req_1', statement: long, effects: [] });
    await seat.shows(/↓ \d+ more rows/);
    await press(seat, 'a', /not read to its end/);
    seat.type('\x1b');
    await seat.hides(/not read to its end/);
    await press(seat, '\x1b[F', /policy/);
    await press(seat, 'a', /approved req_1/);
  });

  it('denies with a note, and the note may hold what is typed fast', async () => {
    const seat = await seatWith({ request: 'req_1' });
    await press(seat, 'd', /why not\?/);
    await press(seat, '\r', /a note is needed/);
    await press(seat, 'not', /deny: not/);
    await press(seat, '\x7f', /deny: no▏/);
    await press(seat, '\r', /denied req_1/);
    expect(seat.desk.decisions[0]).toMatchObject({ decision: 'deny', note: 'no' });
  });

  it('asks for a note where the rule does', async () => {
    const seat = await seatWith({ request: 'req_1', noteRequired: true });
    await press(seat, 'a', /note\? The agent is told/);
    await press(seat, 'CHG-7', /approve: CHG-7/);
    await press(seat, '\r', /approved req_1/);
    expect(seat.desk.decisions[0]).toMatchObject({ note: 'CHG-7' });
  });

  it.each([
    [
      { kind: 'already-decided', outcome: 'denied', by: 'joe', at: '2026-11-21T12:00:09.000Z' },
      /already denied by joe at 12:00:09/,
    ],
    [{ kind: 'too-late', outcome: 'expired', at: '2026-11-21T12:00:09.000Z' }, /too late: req_1 ended as expired/],
    [{ kind: 'not-permitted', why: 'you own this agent' }, /not permitted: you own this agent/],
    [{ kind: 'changed' }, /has changed/],
    [{ kind: 'too-early' }, /too soon/],
    [{ kind: 'unknown' }, /there is no request req_1/],
  ] as const)('says what became of it: %j', async (answer, shown) => {
    const seat = await seatWith({ request: 'req_1' });
    seat.desk.answer = answer;
    await press(seat, 'a', shown);
  });

  it('tells the second operator who decided, when', async () => {
    const desk = createFakeDesk();
    const clock = createStillClock();
    const first = takeSeat({ desk, clock, identity: person('operator', 'maria') });
    const second = takeSeat({ desk, clock, identity: person('operator', 'joe') });
    desk.ask(makeCard({ request: 'req_1' }));
    await first.shows(/requests 1/);
    await second.shows(/requests 1/);
    clock.pass(2);
    await press(first, 'a', /approved req_1/);
    await second.shows(/12:00:02 approved by maria: coder: rm -rf/);
  });
});

describe('moving about the console', () => {
  it('keeps the selection on the request while the list changes', async () => {
    const seat = await seatWith(
      { statement: 'first' },
      { request: 'req_2', statement: 'second' },
      { statement: 'third' },
    );
    await press(seat, down, /┃ second/);
    seat.desk.ask(makeCard({ statement: 'urgent' }, 0, 5));
    await seat.shows(/urgent/);
    await seat.shows(/┃ second/);
    await press(seat, up, /┃ first/);
    await press(seat, up, /┃ urgent/);
  });

  it('filters by words of agent, target and statement', async () => {
    const seat = await seatWith({ statement: 'npm publish' }, { statement: 'git push' });
    await press(seat, '/', /show only/);
    await press(seat, 'git', /┃ git push/);
    await seat.hides(/npm/);
    await press(seat, '\r', /filter: git/);
  });

  it('lets an auditor look and decide nothing', async () => {
    const seat = takeSeat({ identity: person('auditor') });
    seat.desk.ask(makeCard({ request: 'req_1' }));
    await seat.shows(/requests 1/);
    seat.clock.pass(1);
    for (const key of ['a', 'd', 's', 'k', 'l']) {
      await press(seat, key, /auditors may look, never decide/);
      await press(seat, up, /▸/);
    }
    expect(seat.desk.decisions).toEqual([]);
  });

  it('locks and unlocks, kills after asking, and narrows what it allows', async () => {
    const seat = await seatWith({ request: 'req_1' });
    seat.desk.proposal = {
      kind: 'proposal',
      similarity: { cwd: '/srv', runs: ['rm -rf *'], effects: [{ kind: 'delete', pattern: '/srv/*' }] },
      covers: [],
    };
    await press(seat, 'l', /lock agent coder/);
    await press(seat, '\r', /LOCKED: agent coder/);
    await press(seat, 'l', /unlock agent coder/);
    await press(seat, down, /▸ lock everything/);
    await press(seat, down, /▸ unlock agent coder/);
    await press(seat, '\r', /unlocked agent coder/);

    await press(seat, 'k', /kill the session coder → web-1/);
    await press(seat, 'n', /a approve/);
    await press(seat, 'k', /kill the session/);
    await press(seat, 'y', /killed ses_000001/);
    expect(seat.desk.killed).toEqual(['ses_000001']);

    await press(seat, 's', /rm -rf \*/);
    await press(seat, 'e', /rm -rf \*▏/);
    await press(seat, '\x7f', /rm -rf ▏/);
    await press(seat, '/srv/w*', /rm -rf \/srv\/w\*▏/);
    seat.type('\r');
    await press(seat, '\x1b[C', /◂ 5 minutes ▸/);
    await press(seat, '\r', /rul_1 holds for 5 minutes/);
    expect(seat.desk.grants).toEqual([
      {
        similarity: { cwd: '/srv', runs: ['rm -rf /srv/w*'], effects: [{ kind: 'delete', pattern: '/srv/*' }] },
        scope: { kind: 'minutes', minutes: 5 },
      },
    ]);
    await press(seat, '\t', /sessions/);
    await press(seat, '\t', /used 0 times/);
    await press(seat, 'x', /revoked rul_1/);
  });
});

describe('the screen of the console', () => {
  it('tells title and bell how many wait, and puts the terminal back', async () => {
    const seat = takeSeat();
    await seat.shows(/nothing waits/);
    seat.desk.ask(makeCard());
    await expect.poll(seat.sent).toContain('\x1b]2;(1) ostiary\x07\x07');
    seat.type('q');
    expect(await seat.ended).toBe(0);
    const sent = seat.sent();
    for (const restored of ['\x1b[?1049l', '\x1b[?25h', '\x1b[?2004l', '\x1b[?7h', '\x1b[23;2t'])
      expect(sent).toContain(restored);
  });

  it('follows the size, and says when it is too small', async () => {
    const seat = await seatWith({ request: 'req_1' });
    seat.resize({ cols: 39, rows: 20 });
    await seat.shows(/^terminal too small/);
    seat.type('a');
    seat.resize({ cols: 40, rows: 10 });
    await seat.shows(/requests 1/);
    expect((await seat.screen()).split('\n')).toHaveLength(10);
    seat.resize({ cols: 200, rows: 50 });
    await seat.shows(/─{200}/);
    expect(seat.desk.decisions).toEqual([]);
  });

  it('sends no colour to a dumb terminal', async () => {
    const seat = takeSeat({ terminal: { cols: 80, rows: 24, type: 'dumb' } });
    seat.desk.ask(makeCard({ highRisk: true }));
    await seat.shows(/HIGH RISK/);
    expect(seat.sent()).not.toMatch(/\x1b\[[\d;]*m/);
  });

  it('leaves with 70 when the broker shuts down', async () => {
    const shutdown = new AbortController();
    const seat = takeSeat({ parts: { shutdown: shutdown.signal } });
    await seat.shows(/nothing waits/);
    shutdown.abort();
    expect(await seat.ended).toBe(70);
    expect(seat.sent()).toContain('\x1b[?1049l');
    expect(seat.sent()).toMatch(/shutting down\r\n$/);
  });
});

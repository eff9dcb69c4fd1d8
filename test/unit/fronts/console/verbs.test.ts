import { describe, expect, it } from 'vitest';
import { openConsole } from '../../../../src/fronts/console/console.ts';
import { parseVerb } from '../../../../src/fronts/console/verbs/verb.ts';
import type { IdentityKind } from '../../../../src/identity/identity.ts';
import { createLiveScreens } from '../../../../src/sinks/live/live-screens.ts';
import { createFakeChannel, createStillClock } from '../../../support/console-bench.ts';
import { makeParts, person } from '../../../support/console-door.ts';
import { createFakeDesk, makeCard } from '../../../support/fake-desk.ts';

function openHouse() {
  const desk = createFakeDesk();
  const screens = createLiveScreens();
  const watched: string[] = [];
  const parts = makeParts({ desk, screens, clock: createStillClock(), watched: async (id) => void watched.push(id) });
  const run = async (command: string, kind: IdentityKind = 'operator') => {
    const channel = createFakeChannel({ identity: person(kind), command });
    await openConsole(channel.client, parts);
    return { status: await channel.ended, text: channel.sent() };
  };
  return { desk, screens, watched, parts, run };
}

const entry = {
  agent: 'coder',
  owner: 'maria',
  target: 'web-1',
  connection: 'con_1',
  mode: 'exec',
  level: 'line-checked',
  opened: '2026-11-21T11:00:00.000Z',
  running: null,
  rate: 0,
} as const;

describe('a verb over ssh', () => {
  it('lists what waits, one line each, nothing left out, fields parted by what no field can hold', async () => {
    const { desk, run } = openHouse();
    desk.ask(makeCard({ request: 'req_1', statement: 'rm a\tb\x1b[2K\nc', highRisk: true }, 0, 43));
    const { status, text } = await run('requests');
    expect(status).toBe(0);
    expect(text).toBe(
      `${[
        'req_1',
        '43s left',
        'coder (maria) → web-1',
        'HIGH RISK',
        'exec, line-checked (shared user)',
        'in /srv',
        'asks delete /srv/www and all below',
        'rules no-destroy',
        'runs rm a⇥b␛[2K⏎c',
        'agent says cleaning up before the new release',
      ].join('\t')}\n`,
    );
  });

  it('prints JSON that a terminal shows as it is', async () => {
    const { desk, run } = openHouse();
    desk.ask(makeCard({ request: 'req_1', statement: 'ls \u202e\x9b\u{e0001}' }));
    const { text } = await run('requests --json');
    expect(text).toContain('ls \\u202e\\u009b\\udb40\\udc01');
    expect(JSON.parse(text)).toMatchObject({ request: 'req_1', statement: 'ls \u202e\x9b\u{e0001}' });
  });

  it('decides exactly one request', async () => {
    const { desk, run } = openHouse();
    desk.ask(makeCard({ request: 'req_1', requests: ['req_1', 'req_2'] }));
    expect(await run('approve req_1 CHG 7')).toEqual({ status: 0, text: 'approved req_1\n' });
    expect(await run('deny req_2 not now')).toEqual({ status: 0, text: 'denied req_2\n' });
    expect(desk.decisions.map(({ note, shown }) => [note, shown.requests])).toEqual([
      ['CHG 7', ['req_1']],
      ['not now', ['req_2']],
    ]);
  });

  it.each([
    [{ kind: 'already-decided', outcome: 'approved', by: 'joe', at: '2026-11-21T12:00:09.000Z' }, 1],
    [{ kind: 'too-late', outcome: 'expired', at: '2026-11-21T12:00:09.000Z' }, 1],
    [{ kind: 'changed' }, 1],
    [{ kind: 'unknown' }, 1],
    [{ kind: 'note-required' }, 2],
    [{ kind: 'not-permitted', why: 'you own this agent' }, 77],
  ] as const)('exits by the outcome %j', async (answer, status) => {
    const { desk, run } = openHouse();
    desk.ask(makeCard({ request: 'req_1' }));
    desk.answer = answer;
    expect((await run('approve req_1')).status).toBe(status);
    expect(JSON.parse((await run('approve req_1 --json')).text)).toMatchObject({ request: 'req_1', ...answer });
  });

  it('locks, unlocks, kills, revokes, reloads', async () => {
    const { desk, run } = openHouse();
    expect((await run('lock agent coder strange')).text).toBe('locked agent coder\n');
    expect((await run('rules')).text).toContain('locked agent coder\tby operator');
    expect((await run('unlock agent coder')).status).toBe(0);
    expect((await run('unlock agent coder')).status).toBe(1);
    expect((await run('lock')).text).toBe('locked everything\n');
    expect((await run('kill ses_1')).text).toBe('killed ses_1\n');
    expect(desk.killed).toEqual(['ses_1']);
    expect((await run('revoke rul_9')).status).toBe(1);
    expect((await run('reload')).text).toBe('nothing changed\n');
    expect(await run('web')).toEqual({
      status: 69,
      text: 'no page is served; `listen.web` in ostiary.yaml turns it on\n',
    });
  });

  it('shows a screen once it is on record that somebody looks', async () => {
    const { desk, screens, watched, run } = openHouse();
    desk.live.push({ ...entry, id: 'ses_1' });
    const sink = screens.open('ses_1', { cols: 20, rows: 4 });
    await sink.write({ type: 'output', stream: 'stdout', bytes: Buffer.from('\x1b[31mhello\x1b]52;c;x\x07') });
    expect(await run('watch ses_1', 'auditor')).toEqual({ status: 0, text: 'hello\n' });
    expect(watched).toEqual(['ses_1']);
    expect((await run('watch ses_2')).status).toBe(1);
    expect(watched).toEqual(['ses_1']);
  });

  it('lets auditors look and not decide, and agents not in', async () => {
    const { desk, run } = openHouse();
    desk.ask(makeCard({ request: 'req_1' }));
    expect((await run('requests', 'auditor')).status).toBe(0);
    for (const verb of ['approve req_1', 'deny req_1 no', 'kill ses_1', 'lock', 'unlock', 'revoke rul_1', 'reload']) {
      expect((await run(verb, 'auditor')).status).toBe(77);
    }
    expect(await run('requests', 'agent')).toEqual({
      status: 77,
      text: 'ostiary: the console is for operators and auditors\n',
    });
    expect(desk.decisions).toEqual([]);
  });

  it.each([
    'frob',
    'deny req_1',
    'approve',
    'kill',
    'kill a b',
    'lock agent',
    'lock door',
    'requests x',
    'unlock all now',
  ])('refuses %j as usage', async (line) => {
    const { run } = openHouse();
    const { status, text } = await run(line);
    expect(status).toBe(2);
    expect(text).toMatch(/^ostiary: .*help lists the verbs\n$/);
  });

  it('finds --json wherever it stands', () => {
    for (const line of ['--json sessions', 'sessions --json']) {
      expect(parseVerb(line)).toEqual({ kind: 'verb', verb: { kind: 'sessions' }, json: true });
    }
  });
});

describe('the line mode', () => {
  it('says one event a line and takes verbs as lines', async () => {
    const { desk, parts } = openHouse();
    desk.ask(makeCard({ request: 'req_1' }));
    const channel = createFakeChannel();
    const over = openConsole(channel.client, parts);
    await expect.poll(channel.sent).toMatch(/^pending\treq_1\t100s|^pending\treq_1\t1:40 left/);
    desk.ask(makeCard({ request: 'req_2', statement: 'reboot' }));
    await expect.poll(channel.sent).toMatch(/\nasked\treq_2\t/);
    channel.type('deny req_2 not now\nfrob\n');
    await expect
      .poll(channel.sent)
      .toMatch(/\nsettled\treq_2\t2026-11-21T12:00:00.000Z\tdenied by operator: not now\n/);
    await expect.poll(channel.sent).toMatch(/\ndenied req_2\nerror\tthere is no verb/);
    channel.type('approve req_1\nquit\n');
    await over;
    expect(await channel.ended).toBe(0);
  });

  it('ends with the input, and with 70 when the broker shuts down', async () => {
    const { parts } = openHouse();
    const channel = createFakeChannel();
    channel.type('kill\n');
    void openConsole(channel.client, parts);
    channel.end();
    expect(await channel.ended).toBe(2);

    const shutdown = new AbortController();
    const other = createFakeChannel();
    void openConsole(other.client, { ...parts, shutdown: shutdown.signal });
    other.type('help\n');
    await expect.poll(other.sent).toContain('approve ID');
    shutdown.abort();
    expect(await other.ended).toBe(70);
  });
});

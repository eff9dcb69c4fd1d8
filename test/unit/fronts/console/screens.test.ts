import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Seat, takeSeat } from '../../../support/console-bench.ts';
import { person } from '../../../support/console-door.ts';
import { makeCard } from '../../../support/fake-desk.ts';

const fixtures = join(import.meta.dirname, '../../../fixtures/console');

/** The screen as it is when it has come to rest with this on it. */
async function expectScreen(seat: Seat, name: string, pattern: RegExp): Promise<void> {
  await seat.shows(pattern);
  const { cols, rows } = seat.client.terminal ?? { cols: 0, rows: 0 };
  await expect(`${await seat.screen()}\n`).toMatchFileSnapshot(join(fixtures, `${name}-${cols}x${rows}.txt`));
}

const hostile = 'echo ok \x1b[2K\x1b]8;;http://evil\x07\u202e# fr-mr\u200b\r; rm -rf раypal/\n\ttrue';

const sizes = [
  { cols: 80, rows: 24 },
  { cols: 120, rows: 32 },
];

describe.each(sizes)('the console on $cols×$rows', (terminal) => {
  it('shows what waits and the whole card', async () => {
    const seat = takeSeat({ terminal });
    const two = ['req_0000a', 'req_0000b'];
    seat.desk.ask(makeCard({ request: 'req_0000a', requests: two, highRisk: true, session: 'ses_0001' }, 0, 43));
    seat.desk.ask(makeCard({ request: 'req_0000c', statement: 'npm publish --access public', mode: 'script' }, 0, 100));
    await expectScreen(seat, 'requests', /×2/);
  });

  it('shows a hostile statement as what it is', async () => {
    const seat = takeSeat({ terminal });
    seat.desk.ask(
      makeCard({
        request: 'req_0000d',
        statement: hostile,
        effects: [
          {
            effect: { kind: 'delete', path: '/srv/раypal', tree: true, of: null, span: [39, 54] },
            decision: 'ask',
            matches: [],
            rules: ['no-destroy'],
          },
        ],
        reason: 'safe\r\x1b[8mhidden',
        cwd: '/srv/a\u202eb',
        stdin: { kind: 'bound', bytes: 9, sha256: 'e3b0c442', text: 'print(1)\n' },
      }),
    );
    await expectScreen(seat, 'hostile', /not ASCII/);
  });

  it('asks for the word on a high-risk card', async () => {
    const seat = takeSeat({ terminal });
    seat.desk.ask(makeCard({ request: 'req_0000e', highRisk: true }));
    await seat.shows(/HIGH RISK/);
    seat.clock.pass(1);
    seat.type('a');
    await seat.shows(/Type the word/);
    seat.type('a');
    seat.type('p');
    await expectScreen(seat, 'word', /approve\? ap/);
  });

  it('lets allow-similar be narrowed', async () => {
    const seat = takeSeat({ terminal });
    seat.desk.proposal = {
      kind: 'proposal',
      similarity: { cwd: '/srv', runs: ['rm -rf *'], effects: [{ kind: 'delete', pattern: '/srv/*' }] },
      covers: ['rm -rf /srv/www', 'rm -rf /srv/old'],
    };
    seat.desk.ask(makeCard({ request: 'req_0000f' }));
    await seat.shows(/rm -rf/);
    seat.clock.pass(1);
    seat.type('s');
    await expectScreen(seat, 'similar', /would have covered 2/);
  });

  it('shows sessions, rules, help', async () => {
    const seat = takeSeat({ terminal });
    const entry = {
      owner: 'maria',
      connection: 'con_1',
      level: 'line-checked',
      opened: '2026-11-21T11:00:00.000Z',
    };
    seat.desk.live.push(
      {
        ...entry,
        id: 'ses_1',
        agent: 'coder',
        target: 'web-1',
        mode: 'interactive',
        running: { request: 'req_1', statement: 'tail -f /var/log/nginx/access.log', since: -62_000_000 },
        rate: 4200,
      },
      { ...entry, id: 'ses_2', agent: 'deployer', target: 'db-1', mode: 'exec', running: null, rate: 0 },
    );
    await seat.desk.lock({ kind: 'agent', name: 'coder' }, person('operator'), 'strange');
    seat.type('\t');
    await expectScreen(seat, 'sessions', /tail -f/);
    seat.desk.ask(makeCard({ request: 'req_0000g' }));
    await seat.desk.grant(
      'req_0000g',
      person('operator'),
      { cwd: '/srv', runs: ['git push origin *'], effects: [{ kind: 'net', pattern: 'github.com' }] },
      { kind: 'minutes', minutes: 15 },
    );
    seat.type('\t');
    await expectScreen(seat, 'rules', /git push/);
    seat.type('?');
    await expectScreen(seat, 'help', /PgUp/);
  });
});

describe('a console that is resized', () => {
  it('shows what it would have shown at that size from the start, with nothing left over', async () => {
    const seat = takeSeat({ terminal: { cols: 120, rows: 32 } });
    for (let place = 0; place < 30; place++) {
      seat.desk.ask(
        makeCard({ request: `req_${place}`, statement: `echo ${'wide '.repeat(20)}${place}` }, 0, 60 + place),
      );
    }
    await seat.shows(/requests 30/);
    const before = await seat.screen();
    for (const size of [
      { cols: 80, rows: 24 },
      { cols: 100, rows: 40 },
      { cols: 60, rows: 15 },
      { cols: 120, rows: 32 },
    ]) {
      seat.resize(size);
      await seat.shows(new RegExp(`─{${size.cols}}`));
      const fresh = takeSeat({ terminal: size, desk: seat.desk, clock: seat.clock });
      await fresh.shows(/requests 30/);
      await expect.poll(seat.screen).toBe(await fresh.screen());
    }
    expect(await seat.screen()).toBe(before);
  });
});

import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../../src/core/clock.ts';
import { type ConsoleDoor, openConsoleDoor } from '../../../support/console-door.ts';
import { makeCard } from '../../../support/fake-desk.ts';
import { drawScreen } from '../../../support/screen.ts';
import { ssh, sshArguments } from '../../../support/ssh-client.ts';
import { openTerminal } from '../../../support/terminal.ts';

const waiting = (change: Parameters<typeof makeCard>[0] = {}) => makeCard(change, systemClock.micros());

/** A person at a terminal with the stock client, and what the screen shows. */
function sit(door: ConsoleDoor, kind: 'operator' | 'auditor' = 'operator', ...args: string[]) {
  const terminal = openTerminal('ssh', sshArguments({ ...door.as(kind), options: ['-tt'], args }));
  const drawn = drawScreen(terminal, { cols: 80, rows: 24 });
  const screen = async () => (await drawn.rows()).join('\n');
  return {
    type: terminal.type,
    kill: terminal.kill,
    exited: terminal.exited,
    shown: () => terminal.shown,
    screen,
    shows: (pattern: string | RegExp) => expect.poll(screen, { timeout: 15_000, interval: 50 }).toMatch(pattern),
    resize: drawn.resize,
  };
}

describe('the console over ssh', () => {
  it('lists, moves, approves, denies with a note, follows the size, and gives the terminal back', async () => {
    await using door = await openConsoleDoor();
    const first = waiting({ statement: 'systemctl restart nginx', deadline: systemClock.micros() + 60_000_000 });
    const second = waiting({ statement: 'npm publish' });
    door.desk.ask(first);
    door.desk.ask(second);
    const person = sit(door);
    await person.shows(/requests 2[\s\S]*▸ coder → web-1/);
    await person.shows(/┃ systemctl restart nginx/);

    person.type('\x1b[B');
    await person.shows(/┃ npm publish/);
    // Too soon, then again until the card has stood there for long enough.
    await expect
      .poll(
        () => {
          person.type('a');
          return door.desk.decisions.length;
        },
        { timeout: 10_000, interval: 150 },
      )
      .toBe(1);
    expect(door.desk.decisions[0]).toMatchObject({ request: second.request, decision: 'approve' });
    await person.shows(/approved req_/);

    person.type('d');
    await person.shows(/why not\?/);
    person.type('not today');
    await person.shows(/deny: not today/);
    person.type('\r');
    await expect.poll(() => door.desk.decisions[1]).toMatchObject({ request: first.request, note: 'not today' });
    await person.shows(/nothing waits/);

    person.resize(120, 32);
    await person.shows(/─{120}/);
    person.type('q');
    expect(await person.exited).toBe(0);
    expect(person.shown()).toContain('\x1b[?1049l');
    expect(person.shown()).toContain('\x1b[?25h');
  }, 60_000);
});

describe('the console for programs', () => {
  it('exits with the outcome, and keeps agents out', async () => {
    await using door = await openConsoleDoor();
    door.desk.ask(waiting({ request: 'req_1' }));
    const run = async (kind: 'operator' | 'auditor' | 'agent', ...args: string[]) => {
      const { status, stdout, stderr } = await ssh({ ...door.as(kind), args });
      return { status, text: `${stdout}${stderr}` };
    };
    expect((await run('auditor', 'requests')).text).toMatch(/^req_1\t.*runs rm -rf \/srv\/www/);
    expect((await run('auditor', 'approve req_1')).status).toBe(77);
    expect(await run('operator', 'approve req_1')).toEqual({ status: 0, text: 'approved req_1\n' });
    door.desk.answer = { kind: 'unknown' };
    expect((await run('operator', 'approve req_1')).status).toBe(1);
    expect((await run('operator', 'deny req_1')).status).toBe(2);
    expect((await run('agent', 'requests')).status).toBe(77);
    expect((await run('agent')).status).toBe(77);
  });

  it('speaks plain lines without a terminal', async () => {
    await using door = await openConsoleDoor();
    door.desk.ask(waiting({ request: 'req_1' }));
    const { status, stdout } = await ssh({
      ...door.as('operator'),
      options: ['-T'],
      input: 'deny req_1 no\nhelp\nquit\n',
    });
    expect(status).toBe(0);
    expect(`${stdout}`).toMatch(/^pending\treq_1\t[\s\S]*settled\treq_1\t.*denied by operator: no\ndenied req_1\n/);
    expect(`${stdout}`).not.toMatch(/\x1b|\r/);
  });
});

describe('an operator who is gone', () => {
  it('decides nothing by leaving in the middle, and takes nothing along', async () => {
    await using door = await openConsoleDoor();
    door.desk.ask(waiting({ highRisk: true }));
    const person = sit(door);
    await person.shows(/HIGH RISK/);
    person.type('d');
    await person.shows(/why not\?/);
    person.type('half a no');
    await person.shows(/half a no/);
    person.kill('SIGKILL');
    await person.exited;
    await expect.poll(() => door.desk.listeners, { timeout: 10_000 }).toBe(0);
    expect(door.desk.decisions).toEqual([]);
  });

  it('is told when the broker shuts down, on the primary screen', async () => {
    await using door = await openConsoleDoor();
    const person = sit(door);
    await person.shows(/nothing waits/);
    door.shutDown();
    expect(await person.exited).toBe(70);
    expect(person.shown()).toMatch(/\x1b\[\?1049l[\s\S]*the broker is shutting down/);
  });
});

import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../../src/core/clock.ts';
import { takeSeat } from '../../../support/console-bench.ts';
import { makeAsk, makeWorld, maria, otto } from '../../../unit/approval/world.ts';

describe('the console at the real desk', () => {
  it('approves, denies, proposes, and tells the second operator', async () => {
    const world = await makeWorld();
    const parts = { desk: world.desk, clock: systemClock };
    const first = takeSeat({ identity: maria, parts });
    const second = takeSeat({ identity: otto, parts });
    const restart = await world.ask(makeAsk('systemctl restart nginx'));
    await first.shows(/┃ systemctl restart nginx/);
    await second.shows(/┃ systemctl restart nginx/);

    // Keys that come too early are refused, so the finger stays on the key.
    const outcome = restart.outcome.then(({ kind }) => kind);
    let ended = '';
    void outcome.then((kind) => {
      ended = kind;
    });
    await expect
      .poll(
        () => {
          if (ended === '') first.type('a');
          return ended;
        },
        { timeout: 10_000, interval: 150 },
      )
      .toBe('approved');
    await second.shows(/approved by maria/);

    const push = await world.ask(makeAsk('git push origin main'));
    await second.shows(/┃ git push origin main/);
    second.type('d');
    await second.shows(/why not\?/);
    second.type('freeze');
    await second.shows(/deny: freeze/);
    second.type('\r');
    expect(await push.outcome).toMatchObject({ kind: 'denied', by: 'otto', note: 'freeze' });
    await first.shows(/denied by otto: freeze/);

    const again = await world.ask(makeAsk('git push origin main'));
    await first.shows(/before: denied by otto/);
    await new Promise((resolve) => setTimeout(resolve, 500));
    first.type('s');
    await first.shows(/allow, without asking, in \/srv\/app|no rule can be proposed/);
    await world.desk.close();
    expect(await again.outcome).toEqual({ kind: 'interrupted' });
  });
});

import { describe, expect, it } from 'vitest';
import { type Spanned, stripParts } from '../../../../src/fronts/web/client/session/strip-parts.ts';

const opened = Date.parse('2026-11-22T10:00:00.000Z');
const at = (seconds: number) => new Date(opened + seconds * 1000).toISOString();

const statement = (sequence: number, more: Partial<Spanned>): Spanned => ({
  sequence,
  outcome: 'ran',
  decision: 'allow',
  moment: 0,
  submitted: at(0),
  started: null,
  finished: null,
  waited: null,
  ...more,
});

describe('the strip of a session', () => {
  it('draws a statement where it ran, and before it the wait for a person', () => {
    const parts = stripParts(
      [statement(1, { decision: 'ask', moment: 10, submitted: at(10), waited: 30, started: at(40), finished: at(60) })],
      opened,
      100,
      1000,
    );
    expect(parts).toEqual([
      { sequence: 1, kind: 'wait', tone: 'approved', from: 100, width: 300 },
      { sequence: 1, kind: 'run', tone: 'approved', from: 400, width: 200 },
    ]);
  });

  it('shows what was denied at once, wide enough to be seen, on top of everything', () => {
    const parts = stripParts(
      [
        statement(1, { outcome: 'denied', decision: 'deny', moment: 50, submitted: at(50) }),
        statement(2, { moment: 50, submitted: at(50), started: at(50), finished: at(90) }),
      ],
      opened,
      100,
      1000,
    );
    expect(parts.at(-1)).toEqual({ sequence: 1, kind: 'run', tone: 'denied', from: 500, width: 4 });
  });

  it('lets what runs or waits now reach to the end', () => {
    const running = statement(1, { outcome: 'running', moment: 50, submitted: at(50), started: at(50) });
    const pending = statement(1, { outcome: 'pending', decision: 'ask', moment: 50, submitted: at(50) });
    expect(stripParts([running], opened, 100, 1000)).toMatchObject([{ kind: 'run', from: 500, width: 496 }]);
    expect(stripParts([pending], opened, 100, 1000)).toMatchObject([{ kind: 'wait', from: 500, width: 496 }]);
  });

  it('stays small for ten thousand statements and loses no denial', () => {
    const many = Array.from({ length: 10_000 }, (_, index) =>
      statement(index, {
        outcome: index === 7777 ? 'denied' : 'ran',
        moment: index / 100,
        submitted: at(index / 100),
        started: at(index / 100),
        finished: at(index / 100),
      }),
    );
    const parts = stripParts(many, opened, 100, 1000);
    expect(parts.length).toBeLessThan(1002);
    expect(parts.some(({ tone, sequence }) => tone === 'denied' && sequence === 7777)).toBe(true);
  });
});

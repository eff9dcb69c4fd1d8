import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRecording } from '../../../src/audit/session/read-recording.ts';
import { recordSession } from '../../support/audited-session.ts';
import { newFolder } from '../../support/audited-store.ts';

type Recorded = Awaited<ReturnType<typeof recordSession>>;
const kinds = ['allow', 'deny', 'ask', 'allow'] as const;

describe('a session', () => {
  it('as the broker writes it is sound, to the last byte', async () => {
    const { check } = await recordSession(kinds);
    expect(await check()).toMatchObject({ sound: true, findings: [], checked: { events: 21, statements: 4 } });
  });

  const changes: readonly (readonly [string, (session: Recorded) => void, readonly string[]])[] = [
    ['no decision of what started', ({ rewrite }) => rewrite('decided', nth(0, null)), ['no-decision', 'table']],
    [
      'a denial of what started',
      ({ rewrite }) => rewrite('decided', nth(0, { decision: 'deny' })),
      ['denied', 'token', 'table', 'table'],
    ],
    ['no approval of what asked', ({ rewrite }) => rewrite('approved', nth(0, null)), ['no-approval', 'table']],
    [
      'an approval by somebody else',
      ({ rewrite }) => rewrite('approved', nth(0, { by: 'mallory' })),
      ['token', 'table'],
    ],
    ['an approval of something else', ({ rewrite }) => rewrite('approved', nth(0, { displayed: 'x' })), ['token']],
    ['no token', ({ rewrite }) => rewrite('spent', nth(0, null)), ['no-token']],
    ['the token of another statement', copyToken, ['token-twice', 'token']],
    ['a token that is none', ({ rewrite }) => rewrite('spent', nth(0, { token: 'a.b.c' })), ['token']],
    [
      'a key nobody published',
      ({ rewrite }) => rewrite('published-key', nth(0, { kid: 'x' })),
      ['token', 'token', 'token'],
    ],
    ['no start', ({ rewrite }) => rewrite('started', nth(0, null)), ['no-start', 'no-start', 'table']],
    ['no end of a statement', ({ rewrite }) => rewrite('finished', nth(0, null)), ['unfinished', 'table']],
    [
      'no submission',
      ({ rewrite }) => rewrite('submitted', nth(0, null)),
      ['sequence', 'no-submission', 'table', 'table', 'marker'],
    ],
    [
      'another statement',
      ({ rewrite }) => rewrite('submitted', nth(0, { statement: { text: 'rm', bytes: 2, sha256: null } })),
      ['token', 'table'],
    ],
    ['another number', ({ rewrite }) => rewrite('started', nth(0, { sequence: 7 })), ['sequence']],
    ['another directory', ({ rewrite }) => rewrite('started', nth(0, { cwd: '/root' })), ['token']],
    ['another status', ({ rewrite }) => rewrite('finished', nth(0, { status: 1 })), ['table']],
    ['another end', ({ rewrite }) => rewrite('closed', nth(0, { status: 1 })), ['table', 'exit']],
    [
      'an offset moved',
      ({ rewrite }) =>
        rewrite('finished', (data, index) => (index === 0 ? { ...data, offset: Number(data.offset) - 1 } : data)),
      ['digest'],
    ],
    [
      'a digest of something else',
      ({ rewrite }) => rewrite('finished', nth(0, { sha256: 'a'.repeat(64) })),
      ['digest'],
    ],
    ['no opening', ({ rewrite }) => rewrite('opened', nth(0, null)), ['no-opening']],
    ['another mode', ({ rewrite }) => rewrite('opened', nth(0, { mode: 'exec' })), ['table', 'header']],
    [
      'a row changed',
      ({ withDatabase }) => withDatabase((database) => database.exec(`UPDATE statements SET decision = 'allow'`)),
      ['table', 'table'],
    ],
    ...[
      `statements SET rules = '["other"]' WHERE sequence = 1`,
      `statements SET say = 'other' WHERE sequence = 1`,
      `statements SET submitted = '2020-01-01T00:00:00.000Z' WHERE sequence = 1`,
      'statements SET printed = printed + 1 WHERE sequence = 1',
      `statements SET masked_output = '{"token":1}' WHERE sequence = 1`,
      `statements SET approver = 'mallory' WHERE sequence = 1`,
      `requests SET "by" = 'mallory'`,
      `requests SET note = 'fine'`,
      `requests SET asked = '2020-01-01T00:00:00.000Z'`,
      `requests SET state = 'expired'`,
      'sessions SET denied = 0',
      'sessions SET asked = 0',
      'sessions SET masks = 1',
      'sessions SET status = 1',
      'sessions SET pty = 1 - pty',
      `sessions SET recording = '../../etc/passwd'`,
    ].map(
      (change) =>
        [
          change,
          ({ withDatabase }: Recorded) => withDatabase((database) => database.exec(`UPDATE ${change}`)),
          ['table'],
        ] as const,
    ),
    [
      'a recording outside the folder',
      ({ rewrite }) => rewrite('opened', nth(0, { recording: '../../../etc/passwd' })),
      ['table', 'recording-missing'],
    ],
    [
      'a row added',
      ({ withDatabase, session }) =>
        withDatabase((database) =>
          database.exec(
            `INSERT INTO statements (request, session, sequence, text) VALUES ('req_x', '${session}', 9, 'ls')`,
          ),
        ),
      ['table'],
    ],
    [
      'a recording of nothing',
      ({ cast }) => writeFileSync(cast, ''),
      ['header', 'too-short', 'exit', 'marker-missing', 'marker-missing', 'marker-missing', 'marker-missing'],
    ],
    ['no recording', ({ cast }) => rmSync(cast), ['recording-missing']],
    [
      'a folder for a recording',
      ({ cast }) => {
        rmSync(cast);
        mkdirSync(cast);
      },
      ['recording-missing'],
    ],
    ['something added', ({ cast }) => appendFileSync(cast, '[0.1,"o","x"]\n'), ['too-long']],
  ];

  it.each(changes)('with %s is not', async (_, change, expected) => {
    const recorded = await recordSession(kinds);
    change(recorded);
    expect(await recorded.codes()).toEqual(expected);
  });

  it('whose recording and digests were made anew is known by its markers', async () => {
    const recorded = await recordSession(['allow', 'allow', 'allow']);
    const markers = (lines: string[]) => lines.flatMap((line, index) => (line.includes(',"m",') ? [index] : []));
    const codes = async () => (await recorded.codes()).filter((code) => code !== 'table');
    const swap = (lines: string[]) => {
      const [first = 0, second = 0] = markers(lines);
      return lines.with(first, lines[second] as string).with(second, lines[first] as string);
    };
    recorded.recast(swap);
    expect(await codes()).toEqual(['marker', 'marker']);
    recorded.recast(swap);
    expect(await codes()).toEqual([]);
    recorded.recast((lines) =>
      lines.toSpliced(markers(lines)[1] ?? 0, 0, '[0.0,"m","#2 echo 2 [req_aaaaaaaaaaaaaaaaaaaaa]"]'),
    );
    expect(await codes()).toEqual(['marker']);
    recorded.recast((lines) => lines.toSpliced(markers(lines)[1] ?? 0, 2));
    expect(await codes()).toEqual(['marker-missing']);
  });
});

/** A change of the nth event's data; null removes the event. */
function nth(which: number, change: Readonly<Record<string, unknown>> | null) {
  return (data: Readonly<Record<string, unknown>>, index: number) => {
    if (index !== which) return data;
    return change === null ? null : { ...data, ...change };
  };
}

function copyToken({ rewrite }: Recorded): void {
  let first: Readonly<Record<string, unknown>> = {};
  rewrite('spent', (data, index) => {
    if (index === 0) first = data;
    return index === 2 ? { ...data, token: first.token, jti: first.jti } : data;
  });
}

describe('a recording', () => {
  it('is read alike however its lines fall into blocks', async () => {
    const file = join(newFolder(), 'x.cast');
    const block = 256 * 1024;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: -60, max: 5 }), fc.nat(400_000), async (shift, more) => {
        const header = '{"version":3}\n';
        const filler = `[0.1,"o","${'x'.repeat(block - header.length - 13 + shift)}"]\n`;
        const marker = '[0.2,"m","#1 echo \\"m\\" [req_aaaaaaaaaaaaaaaaaaaaa]"]\n';
        const rest = `[0.3,"o","${'y'.repeat(more)}"]\n[0.4,"m","second"]\n[0.5,"x","7"]\n`;
        const text = header + filler + marker + rest;
        writeFileSync(file, `${text}[0.6,"o","torn`);
        const found = await readRecording(file, [0, header.length, text.length, text.length + 999]);
        expect(found.header).toEqual({ version: 3 });
        const first = { start: header.length + filler.length, label: '#1 echo "m" [req_aaaaaaaaaaaaaaaaaaaaa]' };
        expect(found.markers).toEqual([first, { start: text.length - 33, label: 'second' }]);
        expect(found.exit).toEqual({ status: '7', end: text.length });
        expect(found.digests).toHaveLength(3);
      }),
      { numRuns: 70 },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleOf } from '../../../src/redaction/alphabet.ts';
import { redactionConfig } from '../../../src/redaction/config.ts';
import { createRedaction } from '../../../src/redaction/redaction.ts';
import { filter, sessionKey } from './filter.ts';

const plain = createRedaction(redactionConfig.parse({}));
const personal = createRedaction(redactionConfig.parse({ pii: 'all', columns: { name: 'full' } }), ['kn0wn-Value']);

const token = `ghp_${sampleOf('alnum', 36, 1)}`;
/** Pieces of what terminals say, secrets and broken sequences among them. */
const snippet = fc.oneof(
  fc.constantFrom(
    token,
    token.slice(0, 12),
    'password: ',
    'TOKEN=',
    '"secret": "',
    'correct horse 42',
    'https://u:p4ss-w0rd@h/',
    'a@example.org',
    '+49 30 5282188',
    '4242 4242 4242 4242',
    'kn0wn-Value',
    'kn0wn',
    '-Value',
    '-----BEGIN RSA PRIVATE KEY-----',
    sampleOf('base64', 64, 2),
    '-----END RSA PRIVATE KEY-----',
    'id,name\n1,Ada L\n',
    ' \r',
    '\r',
    '\n',
    '\r\n',
    '\b',
    ' ',
    '"',
    '\x1b[32m',
    '\x1b[0m',
    '\x1b[2;1H',
    '\x1b]0;title\x07',
    '\x1b]8;;',
    '\x1b\\',
    '\x1b[',
    '\x1b',
  ),
  fc.string({ maxLength: 12 }),
);
const text = fc.array(snippet, { maxLength: 16 }).map((parts) => Buffer.from(parts.join(''), 'utf8'));
/** What a person typing and correcting, or a hostile program, makes of a line. */
const correction = fc.constantFrom('\b', '\b\b', '\b \b', '\b\b  \b\b', ' \r', '\r', '\x1b[2;1H', ' ', 'x');
const edited = fc
  .array(fc.oneof(snippet, correction, fc.constantFrom('g', 'hp_', 'pass', 'word=', 'hunter2x')), { maxLength: 8 })
  .map((parts) => Buffer.from(parts.join(''), 'utf8'));
const anything = fc.oneof(
  text,
  fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
);

/** Feeds `bytes` in pieces that end where the cuts say. */
function feedCut(redaction: typeof plain, bytes: Buffer, cuts: readonly number[]): Buffer {
  const stream = redaction.open(sessionKey);
  const ends = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((one, other) => one - other);
  const out: Uint8Array[] = [];
  let from = 0;
  for (const end of [...ends, bytes.length]) {
    out.push(stream.feed(bytes.subarray(from, end)));
    from = end;
  }
  return Buffer.concat([...out, stream.flush()]);
}

describe('a stream', () => {
  it('gives the same bytes wherever it is cut', () => {
    fc.assert(
      fc.property(anything, fc.array(fc.nat(), { maxLength: 8 }), (bytes, cuts) => {
        for (const redaction of [plain, personal]) {
          expect(feedCut(redaction, bytes, cuts).toString('latin1')).toBe(
            feedCut(redaction, bytes, []).toString('latin1'),
          );
        }
      }),
      { numRuns: Number(process.env.OSTIARY_FUZZ ?? 1_500) },
    );
  });

  it('gives the same bytes at every single split, also with backspaces, wraps and cursor moves', () => {
    fc.assert(
      fc.property(edited, (bytes) => {
        for (const redaction of [plain, personal]) {
          const whole = feedCut(redaction, bytes, []).toString('latin1');
          for (let cut = 1; cut < bytes.length; cut++) {
            expect(feedCut(redaction, bytes, [cut]).toString('latin1')).toBe(whole);
          }
          const every = Array.from(bytes, (_, index) => index);
          expect(feedCut(redaction, bytes, every).toString('latin1')).toBe(whole);
        }
      }),
      { numRuns: Number(process.env.OSTIARY_FUZZ ?? 300) },
    );
  });

  it('is left byte for byte where nothing is found, also broken escapes and invalid UTF-8', () => {
    fc.assert(
      fc.property(anything, fc.integer({ min: 1, max: 70 }), (bytes, size) => {
        const stream = personal.open(sessionKey);
        const out = filter(stream, bytes, size);
        if (stream.counts.size === 0) expect(out.equals(bytes)).toBe(true);
      }),
      { numRuns: Number(process.env.OSTIARY_FUZZ ?? 1_500) },
    );
  });

  it('never holds more than it may, and nothing after its end', () => {
    fc.assert(
      fc.property(anything, (bytes) => {
        const stream = personal.open(sessionKey);
        stream.feed(bytes);
        expect(stream.held).toBeLessThanOrEqual(16_384);
        stream.flush();
        expect(stream.held).toBe(0);
      }),
      { numRuns: 300 },
    );
  });

  it.each(['root@web-1:~# ', 'Password: ', 'mysql> ', '>>> ', 'Continue? [y/N] ', '\x1b[01;32mbob@h\x1b[0m:~$ '])(
    'holds nothing of the prompt %j',
    (prompt) => {
      const stream = plain.open(sessionKey);
      expect(Buffer.from(stream.feed(Buffer.from(prompt))).toString()).toBe(prompt);
    },
  );

  it('lets a clean beginning of a line go when it stalls, and holds what may be a secret until the cap', () => {
    const stream = plain.open(sessionKey);
    const say = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');
    expect(say(stream.feed(Buffer.from('downloading'))) + say(stream.flush('idle'))).toBe('downloading');
    expect(say(stream.feed(Buffer.from(' TOKEN=abc'))) + say(stream.flush('idle'))).toBe(' TOKEN=');
    expect(say(stream.flush('cap'))).toMatch(/^‹secret:[\w-]{6}›$/);
    expect(say(stream.feed(Buffer.from('def123 next\n')))).toBe(' next\n');
  });

  it.each(['key=', 'key="', 'ghp_\r', 'a\b', ' \r', '\x1b[', '\x1b]0;', 'token=\n', '"', '://a:', '1234 ', 'kn0wn\n'])(
    'holds little of %j without an end',
    (piece) => {
      const stream = personal.open(sessionKey);
      for (let round = 0; round < 64; round++) {
        stream.feed(Buffer.from(piece.repeat(Math.ceil(4096 / piece.length))));
        expect(stream.held).toBeLessThanOrEqual(16_384);
      }
    },
  );

  it('sees a token that is wrapped behind its first letters', () => {
    for (const wrap of ['\r', '\x1b[2;1H']) {
      for (let at = 1; at < token.length; at++) {
        const out = filter(plain.open(sessionKey), Buffer.from(`${token.slice(0, at)}${wrap}${token.slice(at)}\n`), 7);
        expect(out.toString()).toMatch(/^‹github-token:[\w-]{6}›\n$/);
      }
    }
  });

  it('holds a value whose name stands on the line before, and masks it at the cap', () => {
    const stream = plain.open(sessionKey);
    const say = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');
    let shown = '';
    for (const piece of ['password:\n', '  "hunt', 'er2x9', 'zQ']) {
      shown += say(stream.feed(Buffer.from(piece))) + say(stream.flush('idle'));
    }
    expect(shown).toBe('password:\n  "');
    expect(say(stream.flush('cap'))).toMatch(/^‹secret:[\w-]{6}›$/);
    expect(say(stream.feed(Buffer.from('77"\nnext\n'))) + say(stream.flush())).toBe('"\nnext\n');
  });

  it.each([80, 24])('joins only full rows of a terminal of %i columns', (width) => {
    const shown = (text: string, size: number): string =>
      filter(
        plain.open(sessionKey, () => width),
        Buffer.from(text),
        size,
      ).toString();
    for (const size of [1, 4, 4096]) {
      const rows = '\x1b[6;1HDB_PASSWORD=hunter2x9z\x1b[7;1Hlast line\x1b[8;1Hend';
      expect(shown(rows, size)).toMatch(/=‹secret:[\w-]{6}›\x1b\[7;1Hlast line\x1b\[8;1Hend$/);
      for (const wrap of [' \r', '\r', '\x1b[7;1H']) {
        // Behind the margin even the first letter of a token goes on.
        const row = `${'.'.repeat(width - 2)} g`;
        expect(shown(`\x1b[3;1H${row}${wrap}${token.slice(1)}\n`, size)).toMatch(/\. ‹github-token:[\w-]{6}›\n$/);
        expect(shown(`12${wrap}34\n`, size)).toBe(`12${wrap}34\n`);
      }
      const wide = `${'漢'.repeat(width / 2 - 2)} TOK`;
      expect(shown(`${wide} \rEN=hunter2x9z\n`, size)).toMatch(/EN=‹secret:[\w-]{6}›\n$/);
    }
  });

  it('joins as without a width where the cursor was put back to an unknown place', () => {
    const stream = plain.open(sessionKey, () => 80);
    expect(filter(stream, Buffer.from(`\x1b[60G\x1b8ghp_\r${token.slice(4)}\n`), 5).toString()).toMatch(
      /‹github-token/,
    );
  });

  it('reads a line as its backspaces leave it', () => {
    const shown = (text: string): string => plain.open(sessionKey).text(text);
    expect(shown('TOKX\bEN=hunter2x9z\n')).toMatch(/^TOKX\x08EN=‹secret:[\w-]{6}›\n$/);
    expect(shown('TOKX\b \bEN=hunter2x9z\n')).toMatch(/=‹secret:[\w-]{6}›\n$/);
    expect(shown('10%\b\b\b20%\b\b\b100% done\n')).toBe('10%\b\b\b20%\b\b\b100% done\n');
  });

  it('keeps 64 KiB of a value without an end from showing, and its own state small', () => {
    const stream = plain.open(sessionKey);
    const body = sampleOf('alnum', 65_536, 3);
    const out = Buffer.concat([stream.feed(Buffer.from(`TOKEN=${body}`)), stream.flush()]).toString();
    for (let at = 0; at + 16 < body.length; at += 16) expect(out.includes(body.slice(at, at + 16))).toBe(false);
  });

  it('masks in titles and links, and keeps what frames them', () => {
    const out = filter(
      plain.open(sessionKey),
      Buffer.from(`\x1b]0;${token}\x07\x1b]8;;https://x/?t=${token}\x1b\\l`),
      5,
    );
    expect(out.toString()).toMatch(
      /^\x1b\]0;‹github-token:[\w-]{6}›\x07\x1b\]8;;https:\/\/x\/\?t=‹github-token:[\w-]{6}›\x1b\\l$/,
    );
  });

  it('gives equal values equal masks within a session, and others in another', () => {
    const masks = (key: Uint8Array): string[] => plain.open(key).text(`${token} ${token}`).split(' ');
    const [one, two] = masks(sessionKey);
    expect(one).toBe(two);
    expect(masks(Buffer.alloc(32, 8))[0]).not.toBe(one);
  });

  it('does not try the parts of a value in every way they can be taken apart', () => {
    // Some 2^200 ways, if it did.
    const line = `token=${'a_'.repeat(200)}!\nkey${'1'.repeat(60)}x: abc\n`;
    expect(filter(plain.open(sessionKey), Buffer.from(line), 7).toString()).toBe(line);
  });

  it('leaves its own masks alone', () => {
    const masked = plain.open(sessionKey).text(`password=hunt3r2x token ${token}`);
    expect(plain.open(sessionKey).text(masked)).toBe(masked);
  });
});

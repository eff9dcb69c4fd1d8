import { describe, expect, it } from 'vitest';
import { bash } from '../../../src/language/bash/bash.ts';
import { redactionConfig } from '../../../src/redaction/config.ts';
import { createSessionRedactions } from '../../../src/redaction/levels.ts';
import { holdsMask } from '../../../src/redaction/mask.ts';
import { hostingToken, password } from '../../support/secrets.ts';

const redactions = createSessionRedactions(redactionConfig.parse({}));
const written = Buffer.from('mail a.person@firm.example.org\n');

const through = (level: Parameters<ReturnType<typeof redactions>['stream']>[0], bytes: Buffer) => {
  const stream = redactions().stream(level);
  return Buffer.concat([stream.feed(bytes), stream.flush()]).toString();
};

describe('the redaction of a session', () => {
  it('masks by level: secrets, personal data, both, or nothing', () => {
    const token = hostingToken();
    const bytes = Buffer.concat([Buffer.from(`token ${token}\n`), written]);
    expect(through(null, bytes)).toMatch(/^token ‹gitlab-token:\S{6}›\nmail a\.person@firm\.example\.org\n$/);
    expect(through('secrets', bytes)).toMatch(/^token ‹.*›\nmail a\.person/);
    expect(through('pii', bytes)).toMatch(new RegExp(`^token ${token}\nmail ‹email:\\S{6}›\n$`));
    expect(through('all', bytes)).toMatch(/^token ‹.*›\nmail ‹email:\S{6}›\n$/);
    expect(through('off', bytes)).toBe(bytes.toString());
  });

  it('gives equal values equal masks within a session and nowhere else', () => {
    const token = hostingToken();
    const [one, other] = [redactions(), redactions()];
    const stream = one.stream(null);
    const streamed = Buffer.concat([stream.feed(Buffer.from(token)), stream.flush()]).toString();
    expect(one.text(token)).toBe(streamed);
    expect(other.text(token)).not.toBe(streamed);
    expect(one.commit(Buffer.from(token))).not.toBe(other.commit(Buffer.from(token)));
  });

  it('leaves what is masked already as it is', () => {
    const session = redactions();
    const once = session.text(`--token=${hostingToken()} and PASSWORD=${password()} é`);
    expect(holdsMask(once)).toBe(true);
    expect(session.text(once)).toBe(once);
    expect(session.find(once)).toEqual([]);
  });

  it('says where it finds, also behind characters of several bytes', () => {
    const token = hostingToken();
    const text = `é€ 𝄞 ${token} €`;
    const [found] = redactions().find(text);
    expect(text.slice(found?.start, found?.end)).toBe(token);
  });

  it('hides a value while it is typed, and knows where the cursor is then', () => {
    const session = redactions();
    const token = hostingToken();
    for (let length = 1; length <= token.length; length++) {
      const { text, place } = session.veil(`GL_TOKEN=${token.slice(0, length)}`, false, bash);
      expect(text).toBe('GL_TOKEN=‹…›');
      expect(place(9 + length)).toBe(text.length);
    }
    const { text, place } = session.veil(`echo ${token} x`, true, bash);
    expect(text).toMatch(/^echo ‹gitlab-token:\S{6}› x$/);
    expect(text.slice(place(5 + token.length))).toBe(' x');
    expect(place(3)).toBe(3);
    expect(session.veil('git show 3f2a9c1b7d4e5f60', true, bash).text).toBe('git show 3f2a9c1b7d4e5f60');
  });

  it('watches what must not be rewritten: bytes pass unchanged until a value stands in them', () => {
    const watch = redactions().watch();
    const clean = Buffer.from('\x00\x01PASSWORD=hunter2hunter2 and a.person@firm.example.org\xff', 'latin1');
    expect(Buffer.concat([watch.feed(clean), watch.flush()])).toEqual(clean);
    expect(watch.counts.size).toBe(0);
    watch.feed(Buffer.from(`\x00${hostingToken()}\x00`));
    watch.flush();
    expect([...watch.counts.keys()]).toEqual(['gitlab-token']);
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { redactionConfig } from '../../../src/redaction/config.ts';
import { createSessionRedactions } from '../../../src/redaction/levels.ts';
import { createMaskedStream } from '../../../src/session/masked-stream.ts';
import { hostingToken } from '../../support/secrets.ts';

const known = 'a known value of some length';
const redactions = createSessionRedactions(redactionConfig.parse({ values: [known] }));

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

function open() {
  let shown = '';
  const stream = createMaskedStream(redactions(), (bytes) => {
    shown += Buffer.from(bytes).toString();
  });
  return { stream, feed: (text: string) => stream.feed(Buffer.from(text)), shown: () => shown };
}

describe('a masked stream', () => {
  it('lets go in a short pause of what is no candidate, and of a candidate never as it is', () => {
    const { feed, shown } = open();
    void feed('Password');
    vi.advanceTimersByTime(20);
    expect(shown()).toBe('Password');
    void feed(`: ${hostingToken().slice(0, -3)}`);
    vi.advanceTimersByTime(499);
    const before = shown();
    vi.advanceTimersByTime(1);
    expect(shown()).toMatch(/^Password: ‹.*›$/);
    expect(before).not.toContain('›');
  });

  it('tells what it masked in every way of masking, and what came before another way leaves first', () => {
    const { stream, feed, shown } = open();
    void feed(`1 ${known}`);
    stream.redactAs('off');
    void feed(` 2 ${known}`);
    const found: string[] = [];
    stream.carry((kind) => found.push(kind));
    void feed(` 3 ${known}`);
    stream.redactAs(null);
    void feed(` 4 ${known}`);
    void stream.flush('end');
    expect(shown()).toMatch(/^1 ‹known:[\w-]+› 2 a known value of some length 3 {2}4 ‹known:[\w-]+›$/);
    expect(found).toEqual(['known']);
    expect(stream.counts()).toMatchObject({ known: 3 });
  });

  it('looks at what is watched at its own pace, whatever was underway before', () => {
    const { stream, feed, shown } = open();
    void feed('glpat-');
    const found: string[] = [];
    stream.carry((kind) => found.push(kind));
    void feed(known.slice(0, 10));
    vi.advanceTimersByTime(499);
    expect(shown()).not.toContain('known');
    void feed(`${known.slice(10)} and on`);
    expect(found).toEqual(['known']);
    stream.close();
  });
});

import { describe, expect, it } from 'vitest';
import { createCastDecoder } from '../../../src/asciicast/decode.ts';
import { printHeader } from '../../../src/asciicast/header.ts';
import { ourHeader } from '../../support/cast-header.ts';

const v3 = '{"version":3,"term":{"cols":80,"rows":24}}';
const v2 = '{"version":2,"width":100,"height":30,"timestamp":7,"env":{"SHELL":"/bin/bash"}}';

function decode(lines: readonly string[]) {
  const decoder = createCastDecoder('some.cast');
  const events = lines.flatMap((line) => decoder.feed(line));
  return { header: decoder.header, events: [...events, ...decoder.flush()] };
}

describe('the cast decoder', () => {
  it('reads back the header that was written, our own key included', () => {
    expect(decode([printHeader(ourHeader)]).header).toEqual(ourHeader);
  });

  it('reads v2 with its absolute times', () => {
    const { header, events } = decode([v2, '[0.5, "o", "a"]', '[1.25, "m", "here"]', '[1.250001, "r", "90x20"]']);
    expect(header).toEqual({ cols: 100, rows: 30, timestamp: 7, env: { SHELL: '/bin/bash' } });
    expect(events.map(({ micros }) => micros)).toEqual([500_000, 1_250_000, 1_250_001]);
    expect(events[2]?.event).toEqual({ type: 'resize', cols: 90, rows: 20 });
  });

  it('skips comments, blank lines and unknown codes, and counts the time of the latter', () => {
    const { events } = decode([v3, '# a comment', '', '[1, "z", "?"]', '[1, "x", "3"]']);
    expect(events).toEqual([{ micros: 2_000_000, event: { type: 'exit', status: 3 } }]);
  });

  it('does not take the code b of a foreign cast for its own', () => {
    const { events } = decode([v3, '[0, "o", "text"]', '[0, "b", "AAAA"]']);
    expect(events).toHaveLength(1);
  });

  it.each([
    [['nonsense'], 'some.cast, line 1: the header is not a JSON object'],
    [['{"version":1}'], 'some.cast, line 1: asciicast version 1 is not known'],
    [['{"version":3,"term":{"cols":0,"rows":2}}'], 'some.cast, line 1: the header does not give the size'],
    [[v3, '', '[0,"o"'], 'some.cast, line 3: it is not an event'],
    [[v3, '{"o":1}'], 'some.cast, line 2: it is not an event'],
    [[v3, '[0,"r","80 x 24"]'], 'some.cast, line 2: a size looks like "80x24"'],
    [[v3, '[-1,"o","a"]'], 'some.cast, line 2: its time is not a number'],
    [[v3, '[0,"x","high"]'], 'some.cast, line 2: its exit status'],
    [[printHeader(ourHeader), '[0,"o","good"]', '[0,"b","ZXZpbA=="]'], 'line 3: its bytes are not those'],
    [[printHeader(ourHeader), '[0,"b","ZXZpbA=="]'], 'line 2: its bytes are not those'],
    [[printHeader(ourHeader), '[0,"f","3"]'], 'line 2: an output stream is "1" or "2"'],
  ])('names the line and what is wrong with it: %j', (lines, sentence) => {
    expect(() => decode(lines)).toThrow(sentence);
  });
});

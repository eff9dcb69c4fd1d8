import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CastEvent, CastHeader, TimedEvent } from '../../../src/asciicast/cast.ts';
import { createCastDecoder } from '../../../src/asciicast/decode.ts';
import { createCastEncoder } from '../../../src/asciicast/encode.ts';
import { printHeader } from '../../../src/asciicast/header.ts';
import { ourHeader } from '../../support/cast-header.ts';

function decode(cast: string): readonly TimedEvent[] {
  const decoder = createCastDecoder('test.cast');
  const events = cast.split('\n').flatMap((line) => decoder.feed(line));
  return [...events, ...decoder.flush()];
}

function record(events: readonly CastEvent[], header: CastHeader = ourHeader): string {
  const encoder = createCastEncoder(0);
  const lines = events.map((event, index) => encoder.encode(event, index * 10));
  return printHeader(header) + Buffer.concat([...lines, encoder.flush(events.length * 10)]).toString();
}

function output(text: string | Uint8Array, stream: 'stdout' | 'stderr' = 'stdout'): CastEvent {
  return { type: 'output', stream, bytes: Buffer.from(text as string) };
}

function streamOf(events: readonly TimedEvent[], name: string): string {
  const chunks = events.map(({ event }) => {
    if (event.type === 'input') return name === 'input' ? event.bytes : new Uint8Array();
    return event.type === 'output' && event.stream === name ? event.bytes : new Uint8Array();
  });
  return Buffer.concat(chunks).toString('hex');
}

const someBytes = fc.oneof(
  fc.uint8Array({ maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 8 }).map((text) => Uint8Array.from(Buffer.from(text))),
  fc.constantFrom('é', '漢', '😀', '\ufeff', '\ufffd', '"\\\u001b').map((text) => Uint8Array.from(Buffer.from(text))),
);

describe('the cast encoder', () => {
  it('gives back exactly the bytes of each stream, for any bytes in any chunks', () => {
    const piece = fc.record({ channel: fc.constantFrom('stdout', 'stderr', 'input'), bytes: someBytes });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.infiniteStream(fc.nat(5)), (pieces, sizes) => {
        const events = pieces.flatMap(({ channel, bytes }): CastEvent[] => {
          const cut = sizes.next().value as number;
          const halves = [bytes.subarray(0, cut), bytes.subarray(cut)];
          return halves.map((half) =>
            channel === 'input'
              ? { type: 'input', bytes: half }
              : { type: 'output', stream: channel as 'stdout', bytes: half },
          );
        });
        const decoded = decode(record(events));
        for (const name of ['stdout', 'stderr', 'input']) {
          const wanted = pieces.filter(({ channel }) => channel === name).map(({ bytes }) => bytes);
          expect(streamOf(decoded, name)).toBe(Buffer.concat(wanted).toString('hex'));
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('shows valid UTF-8 as text however it is cut, without any base64', () => {
    const text = 'añ漢😀\u001b[1mz';
    fc.assert(
      fc.property(fc.array(fc.nat(Buffer.from(text).length), { maxLength: 6 }), (cuts) => {
        const bytes = Buffer.from(text);
        const edges = [0, ...cuts.sort((a, b) => a - b), bytes.length];
        const cast = record(edges.slice(1).map((edge, index) => output(bytes.subarray(edges[index], edge))));
        expect(cast).not.toContain('"b"');
        expect(Buffer.from(streamOf(decode(cast), 'stdout'), 'hex').toString()).toBe(text);
      }),
    );
  });

  it('writes what asciicast v3 readers know, and puts invalid bytes beside their text', () => {
    const cast = record([
      output('hi "you"\r\n'),
      output(Uint8Array.of(0xff, 0x41)),
      output('oops', 'stderr'),
      { type: 'resize', cols: 90, rows: 30 },
      { type: 'marker', label: 'ls — ü' },
      { type: 'exit', status: 0 },
    ]);
    expect(cast.split('\n').slice(1)).toEqual([
      '[0.000000,"o","hi \\"you\\"\\r\\n"]',
      '[0.000010,"o","\ufffdA"]',
      '[0.000000,"b","/0E="]',
      '[0.000010,"f","2"]',
      '[0.000000,"o","oops"]',
      '[0.000010,"r","90x30"]',
      '[0.000010,"m","ls — ü"]',
      '[0.000010,"x","0"]',
      '',
    ]);
  });

  it('writes only the neighbourhood of an invalid byte twice, and cuts no character for it', () => {
    const bytes = Buffer.concat([
      Buffer.from('漢'.repeat(20_000)),
      Uint8Array.of(0xff),
      Buffer.from('é'.repeat(20_000)),
    ]);
    const cast = record([output(bytes)]);
    expect(cast.match(/"b"/g)).toHaveLength(1);
    expect(cast.match(/\ufffd/g)).toHaveLength(1);
    expect(streamOf(decode(cast), 'stdout')).toBe(bytes.toString('hex'));
  });

  it('writes a held half character before a marker, so that a statement keeps its bytes', () => {
    const cast = record([output(Uint8Array.of(0xe6, 0xbc)), { type: 'marker', label: 'next' }]);
    expect(cast.split('\n').slice(1, 4)).toEqual([
      '[0.000010,"o","\ufffd"]',
      '[0.000000,"b","5rw="]',
      '[0.000000,"m","next"]',
    ]);
  });

  it('adds up its intervals to the exact time, also for a clock with fractions', () => {
    const encoder = createCastEncoder(1_000.4);
    let micros = 1_000.4;
    let cast = printHeader(ourHeader);
    for (let count = 0; count < 1000; count += 1) {
      micros += 333_333.3;
      cast += encoder.encode({ type: 'marker', label: '' }, micros).toString();
    }
    expect(decode(cast).at(-1)?.micros).toBe(Math.round(micros) - Math.round(1_000.4));
  });

  it('never writes an interval below zero', () => {
    const encoder = createCastEncoder(50);
    encoder.encode(output('a'), 80);
    expect(encoder.encode(output('b'), 70).toString()).toBe('[0.000000,"o","b"]\n');
  });
});

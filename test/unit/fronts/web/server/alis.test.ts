import { describe, expect, it } from 'vitest';
import { alisEnd, alisMagic, createAlisEncoder } from '../../../../../src/fronts/web/server/alis.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const begin = (time = 0) => {
  const encoder = createAlisEncoder();
  const frame = encoder.reset({ screen: { cols: 80, rows: 24, init: '' }, time });
  return { encoder, frame };
};

describe('ALiS frames', () => {
  it('begin with the magic and end with 04', () => {
    expect([hex(alisMagic), hex(alisEnd)]).toEqual(['414c695301', '04']);
  });

  it('say the screen in the reset: id, time, size, no theme, text', () => {
    const encoder = createAlisEncoder();
    const frame = encoder.reset({ screen: { cols: 200, rows: 24, init: 'é\x1b[m' }, time: 300 });
    expect(hex(frame)).toBe(`01 00 ac02 c801 18 00 05 ${hex(Buffer.from('é\x1b[m'))}`.replaceAll(' ', ''));
  });

  it('say the length of a long screen in two bytes', () => {
    const frame = createAlisEncoder().reset({ screen: { cols: 1, rows: 1, init: 'x'.repeat(200) }, time: 0 });
    expect(hex(frame.subarray(0, 8))).toBe('010000010100c801');
    expect(frame.length).toBe(208);
  });

  it('number events from the reset and tell the time since the frame before', () => {
    const { encoder } = begin(1000);
    const print = (text: string) => ({ type: 'output', stream: 'stdout', bytes: Buffer.from(text) }) as const;
    expect(hex(encoder.event(1000, print('a')))).toBe('6f01000161');
    expect(hex(encoder.event(1130, print('b')))).toBe('6f0282010162');
    expect(hex(encoder.event(1120, print('c')))).toBe('6f03000163');
    expect(hex(encoder.event(1131, print('d')))).toBe('6f04010164');
  });

  it('write each kind of event', () => {
    const { encoder } = begin();
    expect(hex(encoder.event(0, { type: 'input', bytes: Buffer.from('€') }))).toBe('69010003e282ac');
    expect(hex(encoder.event(0, { type: 'marker', label: '#1' }))).toBe('6d0200022331');
    expect(hex(encoder.event(0, { type: 'resize', cols: 132, rows: 43 }))).toBe('72030084012b');
    expect(hex(encoder.event(0, { type: 'exit', status: 130 }))).toBe('7804008201');
  });

  it('are valid UTF-8 whatever was printed', () => {
    const frame = begin().encoder.event(0, { type: 'output', stream: 'stdout', bytes: Buffer.from([0xff, 0x61]) });
    expect(hex(frame)).toBe('6f010004efbfbd61');
  });

  it('carry times beyond 32 bits', () => {
    const frame = begin(2 ** 40).frame;
    expect(hex(frame)).toBe('0100808080808020501800' + '00');
  });
});

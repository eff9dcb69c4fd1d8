import type { IncomingMessage } from 'node:http';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readCursor, writeCursor } from '../../../../../src/fronts/web/server/cursor.ts';
import { RequestFailure } from '../../../../../src/fronts/web/server/failures.ts';
import { clientAddress, readCookie } from '../../../../../src/fronts/web/server/guard.ts';

const from = (headers: object, socket: object = {}) => ({ headers, socket }) as unknown as IncomingMessage;

describe('the cookie of a request', () => {
  const read = (cookie: string) => readCookie(from({ cookie }), 'ours');
  it('is the one of exactly this name', () => {
    expect(read('a=1; ours=2;b=3')).toBe('2');
    expect(read('ours=a=b')).toBe('a=b');
    for (const other of ['', 'ours', 'Ours=1', 'ours2=1', 'a=ours=1', '; ;=']) expect(read(other)).toBeNull();
  });

  it('is none when there are two: one of them is somebody else’s', () => {
    expect(read('ours=1; ours=2')).toBeNull();
    expect(read('ours=1; ours=1')).toBeNull();
  });
});

describe('the address of a client', () => {
  const socket = { remoteAddress: '::ffff:10.0.0.1', remotePort: 99 };
  it('is the socket’s, whatever a stranger claims', () => {
    const claimed = from({ 'x-forwarded-for': '1.2.3.4' }, socket);
    expect(clientAddress(claimed, false)).toBe('[::ffff:10.0.0.1]:99');
    expect(clientAddress(from({}, socket), true)).toBe('[::ffff:10.0.0.1]:99');
  });

  it('is what a declared proxy appended last', () => {
    const told = (value: string) => clientAddress(from({ 'x-forwarded-for': value }, socket), true);
    expect(told('9.9.9.9, 1.2.3.4')).toBe('1.2.3.4:0');
    expect(told('2001:db8::1')).toBe('[2001:db8::1]:0');
    expect(told('1.2.3.4, nonsense')).toBe('[::ffff:10.0.0.1]:99');
  });
});

describe('a cursor', () => {
  const place = z.tuple([z.literal('opened'), z.string()]);
  it('comes back as it went', () => {
    expect(readCursor(writeCursor(['opened', 'é"\u0000']), place)).toEqual(['opened', 'é"\u0000']);
  });

  it('of any other text is a refusal and nothing else', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String(), fc.json().map(writeCursor)), (text) => {
        expect(() => readCursor(text, place)).toThrow(RequestFailure);
      }),
    );
  });
});

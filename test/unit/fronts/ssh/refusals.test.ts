// Refusal events at a bounded rate.
import { afterEach, describe, expect, it } from 'vitest';
import { networkOf } from '../../../../src/core/address.ts';
import type { Refusal } from '../../../../src/fronts/front.ts';
import { createRefusals, type Refusals } from '../../../../src/fronts/ssh/refusals.ts';

let micros = 0;
let refusals: Refusals;
const clock = { now: () => '', micros: () => micros };

function collect(): Refusal[] {
  const events: Refusal[] = [];
  refusals = createRefusals((refusal) => events.push(refusal), clock);
  return events;
}
afterEach(() => refusals.close());

describe('refusals of one address', () => {
  it('are written one by one at first, then counted, and nothing is lost from the count', () => {
    const events = collect();
    for (let count = 0; count < 1000; count++) refusals.report({ reason: 'no', address: `10.0.0.1:${count + 1}` });
    expect(events.length).toBe(20);
    micros += 10_000_000;
    refusals.report({ reason: 'no', address: '10.0.0.1:5' });
    expect(events.at(-1)).toEqual({ reason: 'no', address: '10.0.0.1:5', suppressed: 980 });
    refusals.report({ reason: 'no', address: '10.0.0.1:6' });
    refusals.sweep();
    expect(events.at(-1)).toMatchObject({ reason: 'too many refusals: these were only counted', suppressed: 1 });
    expect(events.length + events.reduce((sum, { suppressed = 0 }) => sum + suppressed, 0) - 1).toBe(1002);
  });

  it('do not silence another address', () => {
    const events = collect();
    for (let count = 0; count < 100; count++) refusals.report({ reason: 'no', address: '10.0.0.1:1' });
    refusals.report({ reason: 'other', address: '10.0.0.2:1' });
    expect(events.at(-1)?.reason).toBe('other');
  });

  it('that were counted are reported at the end', () => {
    const events = collect();
    for (let count = 0; count < 25; count++) refusals.report({ reason: 'no', address: '10.0.0.1:1' });
    refusals.close();
    expect(events.at(-1)).toMatchObject({ suppressed: 5 });
  });
});

describe('the network of an address', () => {
  it.each([
    ['127.0.0.1:22', '127.0.0.1'],
    ['[::ffff:10.0.0.1]:22', '10.0.0.1'],
    ['[2001:db8:1:2:3:4:5:6]:22', '2001:db8:1:2::/64'],
    ['[2001:db8::1]:22', '2001:db8:0:0::/64'],
    ['[::1]:22', '0:0:0:0::/64'],
  ])('%s is %s', (address, network) => expect(networkOf(address)).toBe(network));
});

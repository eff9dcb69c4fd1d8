import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFenceStripper } from '../../../../src/targets/local/fence.ts';

/** Cuts `bytes` at the given places (taken modulo its length). */
function split(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...places].map((start, index) => bytes.subarray(start, places[index] ?? bytes.length));
}

const fence = Buffer.from('\x1b_ABAB\x1b\\');
// Output made of pieces of the fence, so that false starts are common.
const output = fc.array(fc.constantFrom('\x1b', '\x1b_', 'A', 'AB', '\x1b_AB', '\x1b\\', 'x', '\n'), { maxLength: 20 });

describe('the fence stripper', () => {
  it('removes the fence and nothing else, at every split of its input', () => {
    const cuts = fc.array(fc.nat(200), { maxLength: 10 });
    fc.assert(
      fc.property(output, output, cuts, (before, after, places) => {
        const [first, last] = [Buffer.from(before.join('')), Buffer.from(after.join(''))];
        fc.pre(!Buffer.concat([first, fence.subarray(0, -1)]).includes(fence));
        const passed: Buffer[] = [];
        let passedAtFence = -1;
        const stripper = createFenceStripper();
        const pass = (bytes: Buffer) => void passed.push(Buffer.from(bytes));
        stripper.expect(fence, () => {
          passedAtFence = Buffer.concat(passed).length;
        });
        for (const piece of split(Buffer.concat([first, fence, last]), places)) stripper.feed(piece, pass);
        stripper.flush(pass);
        expect(Buffer.concat(passed)).toEqual(Buffer.concat([first, last]));
        expect(passedAtFence).toBe(first.length);
      }),
      { numRuns: 2000 },
    );
  });

  it('passes everything on at once while no fence is expected', () => {
    fc.assert(
      fc.property(output, (pieces) => {
        const stripper = createFenceStripper();
        for (const piece of pieces) {
          const passed: Buffer[] = [];
          stripper.feed(Buffer.from(piece), (bytes) => void passed.push(bytes));
          expect(Buffer.concat(passed).toString()).toBe(piece);
        }
      }),
    );
  });

  it('finds two fences in their order, whatever order they were expected in', () => {
    const stripper = createFenceStripper();
    const found: string[] = [];
    const [a, b] = [Buffer.from('\x1b_A\x1b\\'), Buffer.from('\x1b_B\x1b\\')];
    stripper.expect(a, () => void found.push('a'));
    stripper.expect(b, () => void found.push('b'));
    const passed: string[] = [];
    stripper.feed(Buffer.concat([Buffer.from('1'), b, Buffer.from('2'), a]), (bytes) => void passed.push(`${bytes}`));
    expect(found).toEqual(['b', 'a']);
    expect(passed).toEqual(['1', '2']);
  });

  it('gives back what it held when a fence is forgotten', () => {
    const stripper = createFenceStripper();
    const passed: string[] = [];
    const pass = (bytes: Buffer) => void passed.push(`${bytes}`);
    stripper.expect(fence, () => {});
    stripper.feed(Buffer.from('end\x1b_A'), pass);
    expect(passed).toEqual(['end']);
    stripper.forget(fence, pass);
    expect(passed).toEqual(['end', '\x1b_A']);
  });
});

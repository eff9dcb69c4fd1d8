import { describe, expect, it } from 'vitest';
import { createInputGate } from '../../../../src/targets/local/input-gate.ts';

describe('the input gate', () => {
  it('drops input when nothing runs, holds it in order while something starts or ends, passes it on or gives it back', async () => {
    const taken: string[] = [];
    const gate = createInputGate((bytes) => void taken.push(Buffer.from(bytes).toString()));
    const write = (text: string) => gate.write(Buffer.from(text));
    write('dropped');
    gate.hold();
    const first = write('a');
    const second = write('b');
    expect(taken).toEqual([]);
    gate.open();
    expect(write('c')).toBeUndefined();
    await Promise.all([first, second]);
    expect(taken).toEqual(['a', 'b', 'c']);
    gate.hold();
    const late = write('late');
    const more = write('r');
    expect(Buffer.from(gate.shut()).toString()).toBe('later');
    await Promise.all([late, more]);
    write('dropped');
    expect(gate.shut()).toHaveLength(0);
    expect(taken).toEqual(['a', 'b', 'c']);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newId } from '../../../src/core/ids.ts';
import { printMarkerLabel, readMarkerLabel } from '../../../src/core/marker-label.ts';

describe('the label of a statement’s marker', () => {
  it('gives number and request back whatever the statement says', () => {
    const nasty = fc.constantFrom('#9 ', ` [${newId('req')}]`, '\n', ']', '[');
    const text = fc.array(fc.oneof(fc.string(), nasty)).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), text, (sequence, said) => {
        const request = newId('req');
        expect(readMarkerLabel(printMarkerLabel(sequence, said, request))).toEqual({ sequence, request });
      }),
    );
  });

  it.each(['', '[recovered: the broker stopped in this session]', '#1 ls', `ls [${newId('req')}]`])(
    'is none: %s',
    (label) => {
      expect(readMarkerLabel(label)).toBeNull();
    },
  );
});

import { describe, expect, it } from 'vitest';
import { framedExamples, framedProtocol } from '../../../src/redaction/framed.ts';

describe('a framed protocol', () => {
  it.each(framedExamples)('$line → $protocol', ({ line, protocol }) => {
    expect(framedProtocol(line.split(' '))).toBe(protocol);
  });

  it('is not told of a program that is not known', () => {
    expect(framedProtocol([null, '-c'])).toBeNull();
    expect(framedProtocol([])).toBeNull();
    expect(framedProtocol(['cat', 'x.tar'])).toBeNull();
    expect(framedProtocol(['dd', 'if=.env'])).toBeNull();
  });

  it('takes an unknown word for an operand', () => {
    expect(framedProtocol(['tar', 'c', null])).toBe('an archive');
    expect(framedProtocol(['tar', 'cf', null])).toBeNull();
    expect(framedProtocol(['gzip', null])).toBeNull();
    expect(framedProtocol(['rsync', null, '--server'])).toBe('rsync');
  });
});

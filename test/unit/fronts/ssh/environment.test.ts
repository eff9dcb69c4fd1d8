// Which of the client's variables pass the door, and in which form.
import { describe, expect, it } from 'vitest';
import { createEnvironment } from '../../../../src/fronts/ssh/environment.ts';

const limits = { environmentBytes: 8192, environmentCount: 64 };

describe('a variable', () => {
  it.each([
    ['LANG', 'C.UTF-8'],
    ['LANG', 'de_DE.utf8'],
    ['LANG', 'ca_ES.UTF-8@valencia'],
    ['COLUMNS', '120'],
    ['LINES', '40'],
  ])('%s=%s passes on', (name, value) => {
    const environment = createEnvironment(limits);
    expect(environment.add(name, value)).toBe('taken');
    expect(environment.read().environment).toEqual({ [name]: value });
  });

  it.each([
    ['LANG', 'zh_CN.GBK'],
    ['LANG', 'C'],
    ['LANG', '../../x.UTF-8'],
    ['LANG', 'C.UTF-8\nX=1'],
    ['COLUMNS', '80;id'],
    ['LC_ALL', 'C.UTF-8'],
    ['PATH', '/tmp'],
    ['BASH_ENV', '/tmp/x'],
    ['__proto__', 'C.UTF-8'],
    ['constructor', 'x'],
    ['OSTIARY_OTHER', 'x'],
    ['OSTIARY_NONCE', 'x'.repeat(65)],
    ['OSTIARY_NONCE', 'a\u001bb'],
    ['OSTIARY_REASON', 'turned \u202e round'],
    ['OSTIARY_REASON', 'two\nlines'],
    ['OSTIARY_WAIT', '-1'],
    ['OSTIARY_WAIT', '86401'],
  ])('%s=%j is dropped', (name, value) => {
    const environment = createEnvironment(limits);
    expect(environment.add(name, value)).toBe('dropped');
    expect(environment.read()).toEqual({ environment: {}, nonce: null, reason: null, wait: null });
  });

  it('of the broker is kept apart from those that pass on', () => {
    const environment = createEnvironment(limits);
    environment.add('OSTIARY_NONCE', 'n-1');
    environment.add('OSTIARY_REASON', 'weil es nötig ist');
    environment.add('OSTIARY_WAIT', '0');
    expect(environment.read()).toEqual({ environment: {}, nonce: 'n-1', reason: 'weil es nötig ist', wait: 0 });
  });

  it('too many, or too large, is excess, also when it would be dropped', () => {
    const many = createEnvironment(limits);
    const verdicts = Array.from({ length: 65 }, (_, index) => many.add(`V${index}`, ''));
    expect(verdicts.indexOf('excess')).toBe(64);
    expect(createEnvironment(limits).add('V', 'ü'.repeat(4096))).toBe('excess');
  });
});

import { describe, expect, it } from 'vitest';
import { createPolicy } from '../../../src/policy/create-policy.ts';
import { createLimiter } from '../../../src/policy/limit.ts';
import { question } from './ask.ts';

const policy = createPolicy(
  [
    'version: 1',
    'rules:',
    '  - { id: pace, limit: { commands: 3/10s, asks: 1/2m } }',
    '  - { id: slow, when: { target: { name: prod } }, limit: { commands: 1/m }, say: "one a minute" }',
  ].join('\n'),
);

describe('a limit', () => {
  it('holds for those its rule is about', () => {
    const local = policy.limits(question([]));
    expect(local).toEqual([
      { rule: 'pace', what: 'commands', count: 3, seconds: 10, say: null },
      { rule: 'pace', what: 'asks', count: 1, seconds: 120, say: null },
    ]);
    const prod = policy.limits(question([], { target: { name: 'prod', kind: 'local', labels: {} } }));
    expect(prod.at(-1)).toEqual({ rule: 'slow', what: 'commands', count: 1, seconds: 60, say: 'one a minute' });
  });

  it('admits as many as it says in any window of its length, and tells when the next may come', () => {
    let now = 0;
    const limiter = createLimiter(() => now * 1e6);
    const limits = policy.limits(question([]));
    const admit = (second: number) => {
      now = second;
      return limiter.admit('coder', 'commands', limits);
    };
    expect([admit(0), admit(4), admit(5)]).toEqual([null, null, null]);
    expect(admit(6)).toEqual({ rule: 'pace', retryAfter: 4, say: 'more than 3 commands in 10 s' });
    expect(admit(9.5)).toMatchObject({ retryAfter: 1 });
    expect(admit(10.1)).toBeNull();
    expect(admit(10.2)).toMatchObject({ retryAfter: 4 });
  });

  it('counts each agent, each kind and each rule apart, and nothing that was refused', () => {
    const limiter = createLimiter(() => 0);
    const limits = policy.limits(question([], { target: { name: 'prod', kind: 'local', labels: {} } }));
    expect(limiter.admit('a', 'commands', limits)).toBeNull();
    expect(limiter.admit('a', 'commands', limits)).toMatchObject({ rule: 'slow', say: 'one a minute' });
    expect(limiter.admit('b', 'commands', limits)).toBeNull();
    expect(limiter.admit('a', 'asks', limits)).toBeNull();
    expect(limiter.admit('a', 'asks', limits)).toMatchObject({ rule: 'pace' });
  });
});

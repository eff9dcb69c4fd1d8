import { describe, expect, it } from 'vitest';
import { createPolicy } from '../../../src/policy/create-policy.ts';

const policy = createPolicy(`version: 1
rules:
  - { id: oncall, ask: { effects: [restart] }, approvers: { groups: [sre], notSelf: true }, ttl: 2m }
  - { id: careful, ask: { effects: [delete] }, note: required, ttl: 30s }
  - { id: look, allow: { run: "ls **" }, ttl: 1s }
`);

describe('the terms of a question', () => {
  it('are the strictest of all the rules that asked', () => {
    expect(policy.askTerms(['oncall', 'careful', 'default:net'])).toEqual({
      ttl: 30_000,
      noteRequired: true,
      approvers: [{ groups: ['sre'], notSelf: true }],
    });
  });

  it('come only from rules that ask', () => {
    expect(policy.askTerms(['look', 'default:run'])).toEqual({ ttl: null, noteRequired: false, approvers: [] });
  });

  it('are checked when the policy is read', () => {
    expect(() => createPolicy('version: 1\nrules: [{ id: a, ask: { effects: [run] }, ttl: 90 }]')).toThrow(
      /expected a text/,
    );
    expect(() => createPolicy('version: 1\nrules: [{ id: a, ask: { effects: [run] }, note: maybe }]')).toThrow(
      /required/,
    );
  });
});

import { describe, expect, it } from 'vitest';
import { denied, unavailable, verdictText } from '../../../src/session/verdict.ts';

const subject = { request: 'req_1', session: 'ses_1', target: 'web-1', nonce: null, masks: {} };

describe('a verdict for the agent', () => {
  it('is one sentence and one JSON line, as DESIGN §1 shows them', () => {
    const verdict = denied('policy', 'deleting outside the workspace needs a change ticket', 'no-destroy');
    expect(verdictText(verdict, subject, false).split('\n')).toEqual([
      'ostiary: denied by policy (rule no-destroy): deleting outside the workspace needs a change ticket [req_1]',
      '{"ostiary":1,"request":"req_1","session":"ses_1","target":"web-1","verdict":"denied","by":"policy","rule":"no-destroy","note":null,"retry":false,"exit":77}',
      '',
    ]);
  });

  it('carries the client’s nonce back, and at a terminal only the sentence', () => {
    expect(verdictText(unavailable('gone'), { ...subject, nonce: 'n1' }, false)).toContain('"exit":69,"nonce":"n1"}');
    expect(verdictText(unavailable('gone'), { ...subject, request: null }, true)).toBe('ostiary: gone\r\n');
  });
});

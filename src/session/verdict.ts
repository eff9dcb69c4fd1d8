// What an agent is told when its statement did not run: one sentence for people, one JSON line for programs
// (DESIGN §1). Only the JSON line is authoritative.
import type { MaskCounts } from '../store/events.ts';

export interface Verdict {
  readonly verdict: 'denied' | 'expired' | 'cancelled' | 'unavailable' | 'failed';
  readonly by: 'policy' | 'person' | 'limit' | 'lock' | 'broker';
  readonly rule: string | null;
  readonly note: string | null;
  /** True when the same request may fare better later; then `retryAfter` may say when, in seconds. */
  readonly retry: boolean;
  readonly retryAfter?: number;
  readonly exit: number;
  /** Without `ostiary: ` and without a full stop. */
  readonly sentence: string;
}

export interface Subject {
  readonly request: string | null;
  readonly session: string | null;
  readonly target: string;
  readonly nonce: string | null;
  /** What was masked in the statement, or in the session's output where no statement is meant. */
  readonly masks: MaskCounts;
}

/** `ostiary: denied by policy (rule x): why [req_…]` */
function verdictSentence(verdict: Verdict, subject: Subject): string {
  return `ostiary: ${verdict.sentence}${subject.request === null ? '' : ` [${subject.request}]`}`;
}

/** The sentence, and without a PTY the JSON line under it. */
export function verdictText(verdict: Verdict, subject: Subject, pty: boolean): string {
  const sentence = verdictSentence(verdict, subject);
  return pty ? `${sentence}\r\n` : `${sentence}\n${verdictJson(verdict, subject)}\n`;
}

function verdictJson(verdict: Verdict, subject: Subject): string {
  return JSON.stringify({
    ostiary: 1,
    request: subject.request,
    session: subject.session,
    target: subject.target,
    verdict: verdict.verdict,
    by: verdict.by,
    rule: verdict.rule,
    note: verdict.note,
    retry: verdict.retry,
    ...(verdict.retryAfter === undefined ? {} : { retryAfter: verdict.retryAfter }),
    exit: verdict.exit,
    ...(Object.keys(subject.masks).length === 0 ? {} : { masked: subject.masks }),
    ...(subject.nonce === null ? {} : { nonce: subject.nonce }),
  });
}

/** The broker could not do its part: nothing ran, or nothing further runs. */
export function failed(sentence: string): Verdict {
  return { verdict: 'failed', by: 'broker', rule: null, note: null, retry: false, exit: 70, sentence };
}

/** An operator ended the session. */
export function killed(by: string): Verdict {
  const sentence = `${by} ended this session`;
  return { verdict: 'failed', by: 'person', rule: null, note: null, retry: false, exit: 143, sentence };
}

export function unavailable(sentence: string): Verdict {
  return { verdict: 'unavailable', by: 'broker', rule: null, note: null, retry: true, exit: 69, sentence };
}

/** A limit of the policy: the same statement may run later. */
export function limited(sentence: string, rule: string | null, retryAfter: number): Verdict {
  const verdict = denied('limit', `${sentence}; try again in ${retryAfter} s`, rule);
  return { ...verdict, retry: true, retryAfter, exit: 75 };
}

/** Nobody decided in time. Silence never means consent. */
export function expired(seconds: number, rule: string | null): Verdict {
  const whole = `nobody decided in ${seconds} s; this is not an approval`;
  return { verdict: 'expired', by: 'person', rule, note: null, retry: true, exit: 75, sentence: whole };
}

export function cancelled(why: string): Verdict {
  const sentence = `cancelled: ${why}; nothing ran`;
  return { verdict: 'cancelled', by: 'broker', rule: null, note: null, retry: false, exit: 130, sentence };
}

export function denied(by: Verdict['by'], sentence: string, rule: string | null = null): Verdict {
  const where = rule === null ? '' : ` (rule ${rule})`;
  const whole = `denied by ${by}${where}: ${sentence}`;
  return { verdict: 'denied', by, rule, note: null, retry: false, exit: 77, sentence: whole };
}

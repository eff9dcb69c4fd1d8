// The claims of an action token (RFC 7519): every fact of the statement that is to run, each as it can be compared.
import { createHash, createHmac } from 'node:crypto';
import type { ActionFacts, Approval } from '../approval.ts';

/** What a token says about the action; equal facts give equal claims. */
export interface ActionClaims {
  readonly aud: string;
  /** The agent. */
  readonly sub: string;
  readonly uid: number | string | null;
  readonly sid: string;
  readonly req: string;
  readonly seq: number;
  readonly mode: string;
  readonly tgt: string;
  readonly cwd: string;
  /** Digest of the environment. */
  readonly env: string;
  /** Of the exact bytes: `sha256:…`, or `hmac-sha256:…` where the statement may hold a secret (no guess can be tried). */
  readonly stm: string;
  /** Effects and bound input, in the same way; files run as code; what a person saw. */
  readonly eff: string;
  readonly inp: string | null;
  readonly cod: string | null;
  readonly dis: string | null;
  readonly pol: string | null;
}

export interface TokenClaims extends ActionClaims {
  readonly jti: string;
  /** Whole seconds of the wall clock (RFC 7519 §2), for readers of the log; expiry is judged by the monotonic clock. */
  readonly iat: number;
  readonly exp: number;
  readonly dec: Approval['decision'];
  readonly apr: readonly string[];
}

export function actionClaims(facts: ActionFacts, commitment: Buffer): ActionClaims {
  const { agent, uid, session, request, sequence, mode, target, cwd, displayed, policy, stdin, files } = facts;
  const commit = facts.secret ? (text: string) => keyed(commitment, text) : sha256;
  return {
    aud: `${session}/${target}`,
    sub: agent,
    uid,
    sid: session,
    req: request,
    seq: sequence,
    mode,
    tgt: target,
    cwd,
    env: sha256(pairs(facts.environment)),
    stm: commit(facts.statement),
    eff: commit(JSON.stringify(facts.effects)),
    inp: stdin === null ? null : commit(stdin),
    cod: files.length === 0 ? null : sha256(JSON.stringify(files.map((file) => [file.realpath, file.sha256]))),
    dis: displayed,
    pol: policy,
  };
}

/** Sorted, and in JSON, so that no value can run into the next. */
function pairs(environment: ActionFacts['environment']): string {
  const names = Object.keys(environment).sort();
  return JSON.stringify(names.map((name) => [name, environment[name]]));
}

const sha256 = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;
const keyed = (key: Buffer, text: string) => `hmac-sha256:${createHmac('sha256', key).update(text).digest('hex')}`;

/** The names of the claims in which the two differ. */
export function differences(left: ActionClaims, right: ActionClaims): readonly (keyof ActionClaims)[] {
  return (Object.keys(left) as (keyof ActionClaims)[]).filter((name) => left[name] !== right[name]);
}

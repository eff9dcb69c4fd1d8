// Everything the API turns down, in one form: a code, a sentence, the remedy.
import type { Failure } from '../api.ts';

const table = {
  REQUEST_INVALID: [400, 'the request cannot be understood', ''],
  QUERY_INVALID: [400, 'the search cannot be understood', ''],
  SIGNED_OUT: [401, 'you are not signed in', 'Run `ssh console@… web` and open the link it prints.'],
  LINK_INVALID: [
    403,
    'this link does not sign you in: it was used, is too old, or was never given out',
    'Ask for a new one: `ssh console@… web`.',
  ],
  SECRET_MISSING: [403, 'this page may only look', 'Sign in anew with a fresh link: that page may also act.'],
  SECRET_GIVEN: [403, 'the secret of this sign-in is given out once, within its first minute', 'Sign in anew.'],
  ORIGIN_FOREIGN: [403, 'another site asked for this', ''],
  NOT_PERMITTED: [403, 'you may not do this', ''],
  NOT_FOUND: [404, 'there is nothing here for you', ''],
  METHOD_UNKNOWN: [405, 'only GET and POST are known here', ''],
  SESSION_LIVE: [
    409,
    'the session goes on: its recording is not finished',
    'Watch it, or come back when it has ended.',
  ],
  BODY_TOO_LARGE: [413, 'the request is too large', ''],
  NOT_JSON: [415, 'the body is not JSON', 'Send it as application/json.'],
  HOST_UNKNOWN: [421, 'this is not one of the broker’s names', 'Name it at `web.publicUrl` in ostiary.yaml.'],
  TOO_MANY: [429, 'too many at once', 'Try again in a moment.'],
  BROKER_FAILED: [500, 'the broker failed', 'Its log says why.'],
} as const satisfies Record<string, readonly [number, string, string]>;

export type FailureCode = keyof typeof table;

/** Thrown by whatever handles a request; becomes its answer. */
export class RequestFailure extends Error {
  readonly code: FailureCode;
  readonly status: (typeof table)[FailureCode][0];

  /** @param sentence instead of the usual one */
  constructor(code: FailureCode, sentence: string = table[code][1]) {
    super(sentence);
    this.code = code;
    this.status = table[code][0];
  }

  body(): Failure {
    return { error: { code: this.code, message: this.message, remedy: table[this.code][2] } };
  }
}

// How the output of one statement is masked: as usual, as a rule of the policy says, or not at all where a protocol must
// not be rewritten. Then the first value that may not leave ends the session.

import type { Redact } from '../policy/policy.ts';
import { framedProtocol } from '../redaction/framed.ts';
import type { AuditEvent } from '../store/events.ts';
import type { Ruling } from './gate.ts';
import type { StatementRoom } from './statement-room.ts';
import { failed } from './verdict.ts';

export interface Masking {
  /** To be durable before the statement starts. */
  readonly events: readonly AuditEvent[];
  /** The statement is over; its output has left. */
  end(): void;
}

export interface MaskingOrder {
  readonly request: string;
  readonly sequence: number;
  readonly statement: string;
  readonly ruling: Ruling;
}

export function beginMasking(room: StatementRoom, { request, sequence, statement, ruling }: MaskingOrder): Masking {
  const { journal, transcript, lifetime } = room;
  const redact = mayRule(ruling.redact ?? null, room, statement);
  const level = redact?.level ?? null;
  transcript.redactAs(level);
  const protocol = protocolOf(room, statement);
  if (protocol !== null && level !== 'off') {
    transcript.carry((kind) => {
      const why = `${protocol} cannot be masked on its way, and it holds what looks like a secret (${kind})`;
      const remedy = 'the transfer ends here; a rule of the policy with `redact: off` can let it through';
      lifetime.end({ name: 'a secret in a transfer', verdict: failed(`${why}: ${remedy}`) });
    });
  }
  return {
    events:
      redact !== null && showsSecrets(redact)
        ? [journal.event('unmasked', { sequence, rule: redact.rule, redact: redact.level }, request)]
        : [],
    end: () => transcript.redactAs(null),
  };
}

function showsSecrets(redact: Redact): redact is Redact & { readonly level: 'off' | 'pii' } {
  return redact.level === 'off' || redact.level === 'pii';
}

/**
 * A rule that shows secrets speaks of programs. Whatever else a statement does may print as well (`select`, what bash
 * says of `${x?$(<f)}`), so it counts for one pipeline of simple commands only.
 */
function mayRule(redact: Redact | null, { language }: StatementRoom, statement: string): Redact | null {
  if (redact === null || !showsSecrets(redact)) return redact;
  return language.lastCommand(statement) === null ? null : redact;
}

/** Only a pipe carries one: a terminal and a script's output are text. */
function protocolOf({ mode, client, language }: StatementRoom, statement: string): string | null {
  if (mode !== 'exec' || client.terminal !== null) return null;
  const words = language.lastCommand(statement);
  return words === null ? null : framedProtocol(words);
}

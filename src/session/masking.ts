// How the output of one statement is masked: as usual, as a rule of the policy says, or not at all where a protocol must
// not be rewritten. Then the first value that may not leave ends the session.
import type { Redact } from '../policy/policy.ts';
import type { AuditEvent } from '../store/events.ts';
import type { Ruling } from './gate.ts';
import type { StatementRoom } from './statement-room.ts';
import { transferOf } from './transfer.ts';
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
  const transfer = transferOf(room, statement);
  if (transfer !== null && level !== 'off') {
    const { protocol, alone } = transfer;
    const stop = (kind: string) => {
      const why = `${protocol} cannot be masked on its way, and ${alone ? 'it' : 'what is printed with it'} holds what looks like a secret (${kind})`;
      const remedy = alone
        ? 'the transfer ends here; a rule of the policy with `redact: off` can let it through'
        : 'it ends here; send the transfer as a command of its own';
      lifetime.end({ name: 'a secret in a transfer', verdict: failed(`${why}: ${remedy}`) });
    };
    // Beside text every rule counts: what would be masked there must not pass because an archive is near.
    if (alone) transcript.carry(stop);
    else transcript.carry(stop, room.redaction.stream(level));
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

// Whether a statement prints a framed protocol or an archive, in which a mask would break what receives it. Only a pipe
// carries one: a terminal and a script's output are text.
import { framedProtocol } from '../redaction/framed.ts';
import type { Room } from './room.ts';

export interface Transfer {
  /** In words: `an archive`. */
  readonly protocol: string;
  /** It is all that the statement prints; else text stands beside it, or another program may have unpacked it. */
  readonly alone: boolean;
}

export function transferOf({ mode, client, services, target }: Room, statement: string): Transfer | null {
  const language = services.languages.get(target.language);
  if (mode !== 'exec' || client.terminal !== null || language === undefined) return null;
  const last = language.lastCommand(statement);
  const whole = last === null ? null : framedProtocol(last);
  if (whole !== null) return { protocol: whole, alone: true };
  const { effects } = language.read({ cwd: '/', home: '/', user: '' }).analyse(statement);
  const [among] = effects.flatMap((effect) => (effect.kind === 'run' ? (framedProtocol(effect.argv) ?? []) : []));
  return among === undefined ? null : { protocol: among, alone: false };
}

// What an asked statement would read from the client: nothing, something, or code that is bound to the approval.
import { createHash } from 'node:crypto';
import type { StdinNote } from '../approval/approval.ts';
import { holdsMask } from '../redaction/mask.ts';
import type { Ruling } from './gate.ts';
import { isGuessable, type WaitingInput } from './input.ts';
import type { Room } from './room.ts';
import { wouldWriteBack } from './shown-statement.ts';
import { transferOf } from './transfer.ts';

/** More than this nobody reads on a card. */
const most = 256 * 1024;

/** How long the end of an empty or short input is waited for, in ms. */
const moment = 250;

/** How long the end of input that is code is waited for, in ms. */
const patience = 30_000;

export type SeenStdin = StdinNote | { readonly kind: 'refused'; readonly why: string };

export async function lookAtStdin(
  room: Room,
  seen: WaitingInput,
  { statement, ruling: { effects } }: { readonly statement: string; readonly ruling: Pick<Ruling, 'effects'> },
  signal: AbortSignal,
): Promise<SeenStdin> {
  // At a terminal keys come while the program runs; in a script its children read nothing.
  if (room.mode !== 'exec' || room.client.terminal !== null) return { kind: 'none' };
  // What a transfer reads is its protocol, and goes on as long as the transfer.
  const isCode =
    transferOf(room, statement)?.alone !== true &&
    room.services.inspector.readsCode(effects.map(({ effect }) => effect));
  const found = await seen.look(most, isCode ? patience : moment, signal);
  if (found === 'ended' && seen.bytes.length <= most) {
    return seen.bytes.length === 0 ? { kind: 'none' } : bind(seen.bytes, isCode, room);
  }
  if (!isCode) return { kind: 'attached' };
  if (found === 'more') {
    return { kind: 'refused', why: `its input is code of more than ${most} bytes, too much for a person to judge` };
  }
  return { kind: 'refused', why: 'its input may be code and did not end; send it with an end, or from </dev/null' };
}

/** The digest is keyed where a guess could be tried on it. */
function bind(input: Buffer, isCode: boolean, { redaction }: Room): SeenStdin {
  const text = input.toString('utf8');
  if (holdsMask(text)) return { kind: 'refused', why: `its input ${wouldWriteBack}` };
  const [secret] = redaction.find(text);
  const bytes = input.length;
  if (secret === undefined && !isGuessable(bytes)) {
    return { kind: 'bound', bytes, sha256: createHash('sha256').update(input).digest('hex'), text };
  }
  if (secret !== undefined && isCode) {
    const why = `its input is code that holds what looks like a secret (${secret.kind}), so it cannot be shown as it is`;
    return { kind: 'refused', why };
  }
  return { kind: 'bound', bytes, sha256: redaction.commit(input), keyed: true, text: redaction.text(text) };
}

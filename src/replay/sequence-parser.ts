// Terminal output → text, controls and sequences: the state machine of ECMA-48 §5 and DEC STD 070 as far as a filter
// needs it. Strings (OSC, DCS, SOS, PM, APC) are swallowed whole.
import type { Csi } from './allowed-sequences.ts';

export interface SequenceHandlers {
  /** Characters without any control. */
  text(text: string): void;
  /** A C0 control, also one in the middle of a sequence. */
  control(code: number): void;
  escape(intermediates: string, final: string): void;
  csi(csi: Csi): void;
}

type State = 'ground' | 'escape' | 'csi' | 'string';

const printable = /[^\u0000-\u001f\u007f-\u009f]+/y;
/** Longer than any sequence a terminal knows; what is longer is dropped. */
const longest = 256;

/** A feed for decoded text; sequences may be split over calls. */
export function createSequenceParser(handlers: SequenceHandlers): (text: string) => void {
  let state: State = 'ground';
  let collected = '';

  const enter = (next: State) => {
    state = next;
    collected = '';
  };

  const finish = (final: string) => {
    const [from, sequence] = [state, collected];
    enter('ground');
    if (sequence.length > longest) return;
    if (from === 'escape') return handlers.escape(sequence, final);
    const parts = /^([<=>?]?)([\d;:]*)([ -/]*)$/.exec(sequence);
    if (parts !== null) handlers.csi({ prefix: parts[1]!, params: parts[2]!, intermediates: parts[3]!, final });
  };

  const c1 = (code: number) => {
    if (code === 0x9b) enter('csi');
    else if ([0x90, 0x98, 0x9d, 0x9e, 0x9f].includes(code)) enter('string');
    else enter('ground');
  };

  const controlIn = (code: number) => {
    if (code === 0x1b) enter('escape');
    else if (code >= 0x80) c1(code);
    else if (code === 0x18 || code === 0x1a || (code === 0x07 && state === 'string')) enter('ground');
    else if (state !== 'string' && code !== 0x7f) handlers.control(code);
  };

  const sequenceCharacter = (character: string) => {
    if (state === 'string') return;
    if (character > '~') enter('ground');
    else if (state === 'csi') {
      if (character >= '@') finish(character);
      else if (collected.length <= longest) collected += character;
    } else if (character < '0') {
      if (collected.length <= longest) collected += character;
    } else if (collected === '' && character === '[') enter('csi');
    else if (collected === '' && 'PX]^_'.includes(character)) enter('string');
    else finish(character);
  };

  return (text) => {
    for (let index = 0; index < text.length; ) {
      const code = text.charCodeAt(index);
      if (code < 0x20 || (code >= 0x7f && code < 0xa0)) {
        controlIn(code);
        index += 1;
      } else if (state === 'ground') {
        printable.lastIndex = index;
        const run = printable.exec(text)![0];
        handlers.text(run);
        index += run.length;
      } else {
        sequenceCharacter(text[index]!);
        index += 1;
      }
    }
  };
}

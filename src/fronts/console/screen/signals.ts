// What reaches a person who looks elsewhere: the window's title says how many wait, the bell that one more does.
import type { ChannelOutput } from '../channel/streams.ts';
import type { ConsoleModel } from '../model/model.ts';

export interface Signals {
  follow(model: ConsoleModel): void;
  /** Puts title and line wrap back. */
  restore(): void;
}

/** Terminals without a title take the sequence for text. */
const withoutTitle = new Set(['dumb', 'linux', 'vt100', 'vt220']);

const bell = '\u0007';
/** Line wrap (DECAWM) off: a character of doubtful width must not push the rows below it. */
const begin = '\u001b[?7l';
const end = '\u001b[?7h';
/** XTWINOPS 22 and 23: the title is kept by the terminal, and put back. */
const keepTitle = '\u001b[22;2t';
const restoreTitle = '\u001b[23;2t';

export function createSignals(output: ChannelOutput, terminal: string): Signals {
  const titled = !withoutTitle.has(terminal);
  output.write(begin + (titled ? keepTitle : ''));
  let known = new Set<string>();
  let title = '';

  const tell = (model: ConsoleModel) => {
    const waiting = new Set(model.state.cards.flatMap(({ requests }) => requests));
    const arrived = [...waiting].some((request) => !known.has(request));
    const text = waiting.size === 0 ? 'ostiary' : `(${waiting.size}) ostiary`;
    known = waiting;
    if (titled && text !== title) output.write(`\u001b]2;${text}${bell}`);
    title = text;
    if (arrived) output.write(bell);
  };

  return {
    follow(model) {
      tell(model);
      let cards = model.state.cards;
      model.subscribe(() => {
        if (model.state.cards === cards) return;
        cards = model.state.cards;
        tell(model);
      });
    },
    restore() {
      output.write(end + (titled ? restoreTitle : ''));
    },
  };
}

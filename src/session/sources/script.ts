// Script mode: the client's bytes are a script, cut into statements as they become whole.
import type { Language } from '../../language/language.ts';
import { maxStatementBytes, type StatementSource, type Submitted, toSubmitted, unreadable } from './source.ts';

/** Statements waiting to run before the client is asked to wait. */
const highWater = 64;

export function createScriptSource(language: Language): StatementSource {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const ready: Submitted[] = [];
  /** Lines that only say how the script is to fail: part of the statement behind them. */
  let opening: string[] = [];
  let rest = '';
  let open = true;
  let wakeReader = () => {};
  let wakeWriter = () => {};

  /** Takes what came; at a fault the script ends with it, for nobody knows what the rest would be. */
  function take(bytes: Uint8Array, atEnd: boolean) {
    try {
      rest += decoder.decode(bytes, { stream: !atEnd });
    } catch {
      return finish(unreadable(rest, 'the script is not valid UTF-8'));
    }
    // Without a newline nothing can have become whole: an unfinished line is not parsed over and over.
    if (atEnd || bytes.includes(0x0a)) {
      const cut = language.split(rest, atEnd);
      cut.statements.forEach(queue);
      rest = cut.rest;
    }
    if (rest.length > maxStatementBytes) finish(toSubmitted(rest));
  }

  function queue(statement: string) {
    opening.push(statement);
    if (setsErrexit(language.literalWords(statement))) return;
    ready.push(toSubmitted(opening.join('\n')));
    opening = [];
  }

  function finish(last: Submitted) {
    ready.push(last);
    rest = '';
    open = false;
  }

  return {
    inputWhileRunning: 'source',
    gathers: false,
    feed(bytes) {
      if (open) take(bytes, false);
      wakeReader();
      if (ready.length < highWater) return undefined;
      return new Promise((resolve) => {
        wakeWriter = resolve;
      });
    },
    end() {
      if (open) take(new Uint8Array(0), true);
      open = false;
      wakeReader();
    },
    async next() {
      while (ready.length === 0 && open) {
        await new Promise<void>((resolve) => {
          wakeReader = resolve;
        });
      }
      const statement = ready.shift() ?? null;
      if (ready.length < highWater) wakeWriter();
      return statement;
    },
    takeTyped: () => new Uint8Array(0),
    keepTyped: () => {},
    resize: () => {},
    drop() {
      const dropped = [...ready.splice(0).map(({ text }) => text), ...opening, rest].join('\n');
      opening = [];
      rest = '';
      open = false;
      wakeWriter();
      return Buffer.byteLength(dropped);
    },
  };
}

/** `set -e`, `set -euo pipefail`, `set -o errexit`: alone it would end a shell that nobody reads a script to. */
function setsErrexit(words: readonly (string | null)[] | null): boolean {
  if (words?.[0] !== 'set') return false;
  return words.some((word, at) => /^-[a-zA-Z]*e/.test(word ?? '') || (word === 'errexit' && words[at - 1] === '-o'));
}

// Interactive mode: the broker's own line editor makes statements of keys; the target's shell never sees a key.

import type { Language } from '../../language/language.ts';
import type { Terminal } from '../../targets/target.ts';
import { createLineEditor, type EditorAction } from '../../terminal/line-editor/line-editor.ts';
import { showSafely } from '../../terminal/safe-display.ts';
import type { Transcript } from '../transcript.ts';
import { type Standing, type StatementSource, type Submitted, toSubmitted } from './source.ts';

export interface InteractiveParts {
  readonly terminal: Terminal;
  readonly language: Language;
  readonly target: { readonly name: string; readonly sharedUser: boolean };
  readonly transcript: Transcript;
}

const interrupted = 130;

/** Bytes typed ahead before the client is asked to wait. */
const typedHighWater = 64 * 1024;

export function createInteractiveSource(parts: InteractiveParts): StatementSource {
  const { terminal, language, target, transcript } = parts;
  const editor = createLineEditor({ columns: terminal.cols, rows: terminal.rows, complete: language.completeness });
  let ready: Submitted[] = [];
  let ended = false;
  let standing: Standing = { status: 0, cwd: '/' };
  /** What was typed since Enter. What came in one write with Enter waits in the editor: it is the next line. */
  let typed = Buffer.alloc(0);
  let typedTaken = () => {};
  /** Set while a prompt stands. */
  let deliver: ((submitted: Submitted | null) => void) | null = null;

  function perform(actions: readonly EditorAction[]): void {
    for (const action of actions) {
      if (action.kind === 'draw') void transcript.draw(action.text);
      else if (action.kind === 'bell') void transcript.draw('\x07');
      else if (action.kind === 'submit') submit(action.text);
      else if (action.kind === 'end') finish();
      else again({ ...standing, status: interrupted });
    }
  }

  function submit(text: string) {
    ready = language.split(text, true).statements.map(toSubmitted);
    const first = ready.shift();
    if (first === undefined) again(standing);
    else settle(first);
  }

  /** Keys that wait in the editor are handled by the prompt; only when none of them submits does the end count. */
  function again(next: Standing) {
    standing = next;
    transcript.freshLine();
    perform(editor.prompt(promptText(target, standing)));
    if (deliver !== null) perform(editor.feed(takeTyped()));
    if (ended) settle(null);
  }

  function takeTyped(): Uint8Array {
    const bytes = typed;
    typed = Buffer.alloc(0);
    typedTaken();
    return bytes;
  }

  function finish() {
    ended = true;
    settle(null);
  }

  function settle(submitted: Submitted | null) {
    deliver?.(submitted);
    deliver = null;
  }

  return {
    inputWhileRunning: 'program',
    next(now) {
      const waiting = ready.shift();
      if (waiting !== undefined) return Promise.resolve(waiting);
      return new Promise((resolve) => {
        deliver = resolve;
        again(now);
      });
    },
    takeTyped,
    feed(bytes) {
      if (deliver !== null) return perform(editor.feed(bytes));
      typed = Buffer.concat([typed, bytes]);
      if (typed.length < typedHighWater) return undefined;
      return new Promise((resolve) => {
        typedTaken = resolve;
      });
    },
    end: finish,
    resize: ({ cols, rows }) => perform(editor.setSize(cols, rows)),
    drop() {
      const dropped = ready.map(({ text }) => text).join('\n');
      ready = [];
      return Buffer.byteLength(dropped);
    },
  };
}

function promptText(target: InteractiveParts['target'], { status, cwd }: Standing): string {
  const shared = target.sharedUser ? ' (shared user)' : '';
  return `${target.name}${shared}:${showSafely(cwd)}${status === 0 ? '' : ` [${status}]`} $ `;
}

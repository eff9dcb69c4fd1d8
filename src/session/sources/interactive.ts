// Interactive mode: the broker's own line editor makes statements of keys; the target's shell never sees a key.

import type { Language } from '../../language/language.ts';
import type { SessionRedaction } from '../../redaction/levels.ts';
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
  readonly redaction: SessionRedaction;
}

const interrupted = 130;

/** Bytes typed ahead before the client is asked to wait. */
const typedHighWater = 64 * 1024;

export function createInteractiveSource(parts: InteractiveParts): StatementSource {
  const { terminal, language, target, transcript, redaction } = parts;
  const editor = createLineEditor({
    columns: terminal.cols,
    rows: terminal.rows,
    complete: language.completeness,
    veil: (text, finished) => redaction.veil(text, finished, language),
  });
  let ready: Submitted[] = [];
  let ended = false;
  let standing: Standing = { status: 0, cwd: '/', tainted: false };
  /** What was typed since Enter. What came in one write with Enter waits in the editor: it is the next line. */
  let typed = Buffer.alloc(0);
  let typedTaken = () => {};
  /** Set while a prompt stands. */
  let deliver: ((submitted: Submitted | null) => void) | null = null;

  /** Carries actions out, and the prompts they call for, until the editor waits for keys or a statement is whole. */
  function drive(first: readonly EditorAction[]) {
    for (let actions = first; actions.length > 0; ) {
      const promptAgain = actions.map(perform).includes(true);
      actions = promptAgain ? showPrompt() : [];
    }
  }

  /** True when the line led to nothing and a new prompt is due. */
  function perform(action: EditorAction): boolean {
    switch (action.kind) {
      case 'draw':
        void transcript.draw(action.text);
        return false;
      case 'bell':
        void transcript.draw('\x07');
        return false;
      case 'submit':
        ready = language.split(action.text, true).statements.map(toSubmitted);
        if (ready.length === 0) return true;
        settle(ready.shift() ?? null);
        return false;
      case 'interrupt':
        standing = { ...standing, status: interrupted };
        return true;
      case 'end':
        ended = true;
        settle(null);
        return false;
    }
  }

  /** Keys that wait in the editor come first, then what was typed since the last Enter. */
  function showPrompt(): readonly EditorAction[] {
    transcript.freshLine();
    return [...editor.prompt(redaction.text(promptText(target, standing))), ...editor.feed(takeTyped())];
  }

  function takeTyped(): Uint8Array {
    const bytes = typed;
    typed = Buffer.alloc(0);
    typedTaken();
    return bytes;
  }

  function settle(submitted: Submitted | null) {
    deliver?.(submitted);
    deliver = null;
  }

  return {
    inputWhileRunning: 'program',
    gathers: false,
    next(now) {
      const waiting = ready.shift();
      if (waiting !== undefined) return Promise.resolve(waiting);
      return new Promise((resolve) => {
        deliver = resolve;
        standing = now;
        drive(showPrompt());
        if (ended) settle(null);
      });
    },
    takeTyped,
    keepTyped: () => drive(editor.feed(takeTyped())),
    feed(bytes) {
      if (deliver !== null) return drive(editor.feed(bytes));
      typed = Buffer.concat([typed, bytes]);
      if (typed.length < typedHighWater) return undefined;
      return new Promise((resolve) => {
        typedTaken = resolve;
      });
    },
    end() {
      ended = true;
      settle(null);
    },
    resize: ({ cols, rows }) => drive(editor.setSize(cols, rows)),
    drop() {
      const dropped = ready.map(({ text }) => text).join('\n');
      ready = [];
      return Buffer.byteLength(dropped);
    },
  };
}

function promptText(target: InteractiveParts['target'], { status, cwd, tainted }: Standing): string {
  const shared = target.sharedUser ? ' (shared user)' : '';
  const warning = tainted ? ' (tainted)' : '';
  return `${target.name}${shared}${warning}:${showSafely(cwd)}${status === 0 ? '' : ` [${status}]`} $ `;
}

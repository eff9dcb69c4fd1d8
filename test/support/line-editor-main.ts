// The line editor on the terminal it is started in, for tests in a real one. Shows each submission and ends on ctrl-D.
import { completeness } from '../../src/language/bash/completeness.ts';
import { createLineEditor, type EditorAction } from '../../src/terminal/line-editor/line-editor.ts';

const { stdin, stdout } = process;
stdin.setRawMode(true);
const editor = createLineEditor({ columns: stdout.columns, rows: stdout.rows, complete: completeness });

function perform(actions: readonly EditorAction[]): void {
  for (const action of actions) {
    if (action.kind === 'draw') stdout.write(action.text);
    if (action.kind === 'end') process.exit(0);
    if (action.kind === 'submit') stdout.write(`<${JSON.stringify(action.text)}>\r\n`);
    if (action.kind === 'submit' || action.kind === 'interrupt') setImmediate(prompt);
  }
}

function prompt(): void {
  perform(editor.prompt('\x1b[32mlocal\x1b[m:/srv $ '));
}

stdin.on('data', (bytes) => perform(editor.feed(bytes)));
stdout.on('resize', () => perform(editor.setSize(stdout.columns, stdout.rows)));
prompt();

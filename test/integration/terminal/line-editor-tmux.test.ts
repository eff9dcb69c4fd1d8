import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { needProgram } from '../../support/programs.ts';

const program = fileURLToPath(new URL('../../support/line-editor-main.ts', import.meta.url));
const server = `ostiary-line-editor-${process.pid}`;

/** One tmux server of our own, its output, and nothing of the person's configuration. */
function tmux(...args: string[]): string {
  const env = { PATH: process.env.PATH, HOME: '/nonexistent', LC_ALL: 'C.UTF-8', TERM: 'xterm-256color' };
  return execFileSync('tmux', ['-u', '-L', server, '-f', '/dev/null', ...args], { env, encoding: 'utf8' });
}

/** What the pane shows, and `x,y` of its cursor. */
function look(): string[] {
  const lines = tmux('capture-pane', '-p').trimEnd().split('\n');
  return [...lines, tmux('display-message', '-p', '#{cursor_x},#{cursor_y}').trim()];
}

async function expectPane(...lines: string[]): Promise<void> {
  await expect.poll(look, { timeout: 10_000, interval: 50 }).toEqual(lines);
}

afterEach(() => {
  try {
    tmux('kill-server');
  } catch {
    // It left with its last window.
  }
});

describe('the line editor in a real terminal', () => {
  it('wraps, edits, follows the size, pastes and submits', async (context) => {
    needProgram(context, 'tmux');
    tmux('new-session', '-d', '-x', '40', '-y', '10', process.execPath, program);
    await expectPane('local:/srv $', '13,0');

    tmux('send-keys', '-l', 'echo hello world this is a long line 中文字符 wraps é');
    await expectPane('local:/srv $ echo hello world this is a', 'long line 中文字符 wraps é', '26,1');
    tmux('send-keys', 'C-a', 'M-f', ' X');
    await expectPane('local:/srv $ echo X hello world this is', 'a long line 中文字符 wraps é', '19,0');

    tmux('resize-window', '-x', '25', '-y', '10');
    await expectPane('local:/srv $ echo X hello', ' world this is a long lin', 'e 中文字符 wraps é', '19,0');
    tmux('resize-window', '-x', '60', '-y', '12');
    await expectPane('local:/srv $ echo X hello world this is a long line 中文字符', ' wraps é', '19,0');

    tmux('send-keys', 'C-c', 'C-l');
    await expectPane('local:/srv $', '13,0');
    tmux('set-buffer', 'if true; then\n\tls\n');
    tmux('paste-buffer', '-p');
    await expectPane('local:/srv $ if true; then', '>       ls', '>', '2,2');
    tmux('send-keys', 'fi', 'Enter');
    await expectPane(
      'local:/srv $ if true; then',
      '>       ls',
      '> fi',
      '<"if true; then\\n\\tls\\nfi">',
      'local:/srv $',
      '13,4',
    );
  });
});

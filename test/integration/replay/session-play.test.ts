import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn as spawnOnTerminal } from 'node-pty';
import { afterAll, describe, expect, it } from 'vitest';
import { createCastEncoder } from '../../../src/asciicast/encode.ts';
import { printHeader } from '../../../src/asciicast/header.ts';
import { ourHeader } from '../../support/cast-header.ts';

const folder = mkdtempSync(join(tmpdir(), 'ostiary-play-'));
afterAll(() => rm(folder, { recursive: true }));
const main = join(import.meta.dirname, '../../support/session-main.ts');

/** Hostile output first, then a marker, then nothing for an hour. */
function writeHostileCast(): string {
  const encoder = createCastEncoder(0);
  const hostile =
    '\u001b]52;c;ZXZpbA==\u0007\u001b]0;title\u0007\u001b[6n\u001b[c\u001b[?1003h\u001b[?1049h\u001b[?25lready';
  const lines = [
    encoder.encode({ type: 'output', stream: 'stdout', bytes: Buffer.from(hostile) }, 0),
    encoder.encode({ type: 'marker', label: 'ls' }, 10),
    encoder.encode({ type: 'output', stream: 'stdout', bytes: Buffer.from(' later\r\n') }, 3_600_000_000),
  ];
  const file = join(folder, 'hostile.cast');
  writeFileSync(file, printHeader(ourHeader) + Buffer.concat(lines).toString());
  return file;
}

const file = writeHostileCast();
const restored = '\u001b[?1049l\u001b[?25h\u001b[0m';

function playOnTerminal(keys: string, ...flags: readonly string[]): Promise<string> {
  const command = [process.execPath, main, 'play', ...flags, file].join(' ');
  const terminal = spawnOnTerminal('/bin/sh', ['-c', `${command}; echo "status $?"; stty -a`], { cols: 90, rows: 30 });
  let text = '';
  let sent = false;
  terminal.onData((data) => {
    text += data;
    if (sent || !text.includes('ready')) return;
    sent = true;
    terminal.write(keys);
  });
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => {
      terminal.kill('SIGKILL');
      reject(new Error(`still running after: ${text}`));
    }, 15_000);
    terminal.onExit(() => {
      clearTimeout(limit);
      resolve(text);
    });
  });
}

describe('ostiary session play', () => {
  it.each([
    ['q', 'q'],
    ['ctrl-C', '\u0003'],
  ])('ends on %s with the terminal as it was: screen, cursor, attributes and line discipline', async (_, key) => {
    const text = await playOnTerminal(key);
    expect(text).toContain(`\u001b[?1049h\u001b[?25lready${restored}status 0`);
    expect(text).toMatch(/ icanon/);
    expect(text).toMatch(/ echo /);
    expect(text).not.toMatch(/\u001b\]|\u001b\[6n|\u001b\[c|1003/);
  });

  it('jumps over a pause by a key', async () => {
    expect(await playOnTerminal(' ..q')).toContain(`ready later\r\r\n${restored}`);
  });

  it('says when this terminal is smaller than the recorded one', async () => {
    const terminal = spawnOnTerminal(process.execPath, [main, 'play', '--idle-limit', '0', file], {
      cols: 40,
      rows: 10,
    });
    let text = '';
    terminal.onData((data) => {
      text += data;
    });
    await new Promise<void>((resolve) => terminal.onExit(() => resolve()));
    expect(text).toContain('recorded on 80x24, this terminal is 40x10');
  });

  it('plays into a pipe without a keyboard, and ends quietly when the reader leaves', () => {
    const play = `"${process.execPath}" "${main}" play --speed 1000000 "${file}"`;
    const child = spawnSync('sh', ['-c', `${play} </dev/null | cat; ${play} 2>&1 >/dev/full </dev/null | cat`], {
      encoding: 'utf8',
      timeout: 15_000,
    });
    expect(child.stdout).toContain(`ready later\r\n${restored}`);
    expect(child.stdout).not.toContain('Error');
  });

  it('restores the terminal when it is told to end by a signal', async () => {
    const child = spawn(process.execPath, [main, 'play', file], {
      stdio: ['ignore', 'pipe', 'inherit'],
      timeout: 15_000,
    });
    let text = '';
    child.stdout.on('data', (data) => {
      text += data;
      if (text.endsWith('ready')) child.kill('SIGTERM');
    });
    const status = await new Promise((resolve) => child.on('close', resolve));
    expect(status).toBe(0);
    expect(text.endsWith(`ready${restored}`)).toBe(true);
  });

  it.each([
    [['--speed', '0'], 'It is a number from 0.01'],
    [['--marker', '2'], 'there is no marker 2: the recording has 1'],
  ])('refuses %j with a sentence', (flags, sentence) => {
    const child = spawnSync(process.execPath, [main, 'play', ...flags, file], { encoding: 'utf8', timeout: 15_000 });
    expect(child.status).not.toBe(0);
    expect(child.stderr).toContain(sentence);
  });
});

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createCastEncoder } from '../../../src/asciicast/encode.ts';
import { printHeader } from '../../../src/asciicast/header.ts';
import { ourHeader } from '../../support/cast-header.ts';
import { needProgram } from '../../support/programs.ts';

const folder = mkdtempSync(join(tmpdir(), 'ostiary-export-'));
afterAll(() => rm(folder, { recursive: true }));
const main = join(import.meta.dirname, '../../support/session-main.ts');
const sample = join(import.meta.dirname, '../../../recordings/sample/first-session.cast');

function session(...words: readonly string[]) {
  return spawnSync(process.execPath, [main, ...words], { timeout: 15_000, maxBuffer: 1e8 });
}

function writeCast(texts: readonly Uint8Array[], pty: boolean): string {
  const encoder = createCastEncoder(0);
  const lines = texts.map((bytes, index) =>
    encoder.encode({ type: 'output', stream: index % 2 === 0 ? 'stdout' : 'stderr', bytes }, index * 1000),
  );
  const file = join(folder, `${pty}.cast`);
  const header = printHeader({ ...ourHeader, ostiary: { ...ourHeader.ostiary!, pty } });
  writeFileSync(
    file,
    Buffer.concat([Buffer.from(header), ...lines, encoder.encode({ type: 'exit', status: 0 }, 9000)]),
  );
  return file;
}

/** What asciinema paints on a terminal, which it demands; it sets that raw, so nothing is changed on the way. */
function painted(...command: readonly string[]): string {
  const env = { ...process.env, LC_ALL: 'C.UTF-8', HOME: folder, TERM: 'xterm-256color' };
  const child = spawnSync('script', ['-qec', command.join(' '), '/dev/null'], { env, timeout: 20_000 });
  expect(child.status).toBe(0);
  return child.stdout.toString();
}

describe('the export of a recording', () => {
  it('gives asciicast v3 byte for byte as it was recorded', () => {
    expect(session('export', sample).stdout.equals(readFileSync(sample))).toBe(true);
  });

  it("is shown by Debian's asciinema 2 as it was recorded, without our own events", (context) => {
    const asciinema = needProgram(context, 'asciinema');
    const file = writeCast([Buffer.from('é\u001b[1m漢\r\n'), Uint8Array.of(0xff), Buffer.from('end\r\n')], true);
    const v2 = join(folder, 'cat.cast');
    expect(session('export', '--format', 'asciicast-v2', '-o', v2, file).status).toBe(0);
    expect(painted(asciinema, 'cat', v2)).toBe('é\u001b[1m漢\r\n\ufffdend\r\n');
  });

  it("plays in Debian's asciinema 2 on a terminal", (context) => {
    const asciinema = needProgram(context, 'asciinema');
    const v2 = join(folder, 'play.cast');
    expect(session('export', '--format', 'asciicast-v2', '-o', v2, sample).status).toBe(0);
    const played = painted(asciinema, 'play', '-i', '0.001', v2);
    expect(played).toContain(painted(asciinema, 'cat', v2));
    expect(played).toContain('credentials are off limits');
  });

  it('adds the returns that output without a terminal lacks', () => {
    const file = writeCast([Buffer.from('a\nb\n')], false);
    expect(session('export', '--format', 'asciicast-v2', file).stdout.toString()).toContain('"a\\r\\nb\\r\\n"');
  });

  it('never replaces a file, and gives the new one to its owner alone', () => {
    const target = join(folder, 'new.cast');
    expect(session('export', '-o', target, sample).status).toBe(0);
    expect(statSync(target).mode & 0o777).toBe(0o600);
    const again = session('export', '-o', target, sample);
    expect(again.status).toBe(73);
    expect(again.stderr.toString()).toContain('new.cast cannot be written');
  });

  it('refuses what it cannot read with a sentence', () => {
    const missing = session('export', join(folder, 'gone.cast'));
    expect(missing.status).toBe(66);
    expect(missing.stderr.toString()).toContain('the recording gone.cast cannot be read');
  });
});

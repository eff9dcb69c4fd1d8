import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const main = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url));
const evaluation = fileURLToPath(new URL('../../fixtures/redaction/evaluation.yaml', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'ostiary-redact-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function start(args: readonly string[]) {
  const child = spawn(process.execPath, [main, 'redact', ...args], { stdio: 'pipe' });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    said.out += chunk.toString('utf8');
  });
  child.stderr.on('data', (chunk: Buffer) => {
    said.err += chunk.toString('utf8');
  });
  const until = async (text: RegExp): Promise<void> => {
    while (!text.test(said.out)) await once(child.stdout, 'data');
  };
  return { child, said, until };
}

async function run(args: readonly string[], input: string) {
  const { child, said } = start(args);
  child.stdin.end(input);
  const [status] = (await once(child, 'close')) as [number];
  return { status, ...said };
}

describe('ostiary redact', () => {
  it('masks what the configuration and the values say, and counts it', async () => {
    const values = join(folder, 'values');
    writeFileSync(values, 'kn0wn-Value-7\n');
    const { status, out, err } = await run(
      ['--config', evaluation, '--values', values, '--stats'],
      'a kn0wn-Value-7\nTOKEN=abcd1234EFGH5678ijkl\nmail bob@example.org now\n',
    );
    expect(status).toBe(0);
    expect(out).toMatch(/^a ‹known:\S{6}›\nTOKEN=‹secret:\S{6}›\nmail ‹email:\S{6}› now\n$/);
    expect(JSON.parse(err).masks).toEqual({ known: 1, secret: 1, email: 1 });
  });

  it('shows a clean beginning of a line while stdin stays open, and a mask for an open value', async () => {
    const { child, said, until } = start([]);
    child.stdin.write('hello wor');
    await until(/hello wor$/);
    child.stdin.write(' TOKEN=abcd1234');
    await until(/TOKEN=‹secret:\S{6}›$/);
    child.stdin.end('EFGH x\n');
    await once(child, 'close');
    expect(said.out).toMatch(/^hello wor TOKEN=‹secret:\S{6}› x\n$/);
  });

  it('passes bytes that are no text as they are', async () => {
    const { child } = start(['--flush-every-write']);
    const out: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    const bytes = Buffer.from(Array.from({ length: 2048 }, (_, index) => (index * 7) & 0xff));
    child.stdin.end(bytes);
    await once(child, 'close');
    expect(Buffer.concat(out).equals(bytes)).toBe(true);
  });

  it('names file, line and key of what is wrong in the configuration', async () => {
    const file = join(folder, 'bad.yaml');
    writeFileSync(file, 'version: 1\nredaction:\n  pii: [shoe-size]\n');
    const { status, err } = await run(['--config', file], '');
    expect(status).toBe(78);
    expect(err).toContain(`${file}:3:`);
  });
});

// Reads the rows of tricky.txt: marks say what is to be masked, and placeholders are filled by a seeded generator, so
// that nothing secret-shaped lies in the repository.
import { readFileSync } from 'node:fs';
import { type Alphabet, sampleOf } from '../../../src/redaction/alphabet.ts';
import type { Row } from './strict-check.ts';

const file = new URL('../../fixtures/redaction/tricky.txt', import.meta.url);
const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', e: '\x1b', '\\': '\\' };

export function readTrickyRows(): Row[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.flatMap((line, index) => (/^[+-]/.test(line) ? [readRow(line, index + 1)] : []));
}

function readRow(line: string, number: number): Row {
  const [, sign, kind, template] = /^([+-])(\S+) (.*)$/.exec(line)!;
  const filled = fill(template!, number).replace(/\\(x07|.)/g, (_, code: string) =>
    code === 'x07' ? '\x07' : escapes[code]!,
  );
  const marked = filled.replace(/⟧?⟦|⟧/g, (mark) => mark);
  const secrets = [...marked.matchAll(/⟦(.*?)⟧/gs)].map((match) => match[1]!.replace(/\x1b\[[0-9;]*m/g, ''));
  if ((sign === '+') !== secrets.length > 0) throw new Error(`tricky.txt:${number}: a + row has marks, a - row none`);
  return { id: `tricky:${number}`, kind: kind!, text: marked.replace(/[⟦⟧]/g, ''), secrets };
}

function fill(template: string, seed: number): string {
  let step = 0;
  return template
    .replace(/\{(\w+):(\d+)\}/g, (_, of: string, length: string) =>
      sampleOf(of as Alphabet, Number(length), seed * 31 + step++),
    )
    .replace(
      /\{pw\}/g,
      () => `${sampleOf('alnum', 5, seed)}-${sampleOf('digits', 2, seed)}${sampleOf('lower', 4, seed)}`,
    );
}

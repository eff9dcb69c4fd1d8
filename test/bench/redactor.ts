// The redactor alone, in one process: throughput by kind of text and size of chunk, the price of known values, the
// time of one small write, and streams made to hurt it.
import { sampleOf } from '../../src/redaction/alphabet.ts';
import { redactionConfig } from '../../src/redaction/config.ts';
import { createRedaction, type Redaction } from '../../src/redaction/redaction.ts';
import { median, printTable } from './measure.ts';

const key = Buffer.alloc(32, 1);
const million = 1_000_000;
const rounds = 5;

export async function benchRedactor(): Promise<void> {
  const values = Array.from({ length: 1000 }, (_, index) => sampleOf('alnum', 20, index));
  const plain = createRedaction(redactionConfig.parse({}));
  const contestants: readonly (readonly [string, Redaction])[] = [
    ['secrets', plain],
    ['+ 20 known values', createRedaction(redactionConfig.parse({}), values.slice(0, 20))],
    ['+ 1,000 known values', createRedaction(redactionConfig.parse({}), values)],
    ['+ all personal data', createRedaction(redactionConfig.parse({ pii: 'all' }))],
  ];
  for (const [name, redaction] of contestants) {
    console.log(`\nredactor, ${name} (MB/s of processor time, median of ${rounds}; a stream of its own each time)`);
    printTable([
      ['', '64 KiB', '4 KiB', '64 B', 'goal at 64 KiB'],
      ...Object.entries(texts()).map(([kind, { bytes, goal }]) => [
        kind,
        ...[65_536, 4096, 64].map((size) =>
          throughput(redaction, size < 4096 ? bytes.subarray(0, million) : bytes, size),
        ),
        goal,
      ]),
    ]);
  }
  benchWrite(plain);
  benchHostile(plain);
}

function throughput(redaction: Redaction, bytes: Buffer, size: number): string {
  const rates = Array.from({ length: rounds + 1 }, () => {
    const stream = redaction.open(key);
    const start = process.cpuUsage();
    for (let at = 0; at < bytes.length; at += size) stream.feed(bytes.subarray(at, at + size));
    stream.flush();
    return bytes.length / process.cpuUsage(start).user;
  });
  return median(rates.slice(1)).toFixed(0);
}

function benchWrite(redaction: Redaction): void {
  const stream = redaction.open(key);
  const write = Buffer.from('-rw-r--r-- 1 root root 4096 notes.txt\n');
  const times: number[] = [];
  for (let index = 0; index < 50_000; index++) {
    const start = process.hrtime.bigint();
    stream.feed(write);
    times.push(Number(process.hrtime.bigint() - start) / 1000);
  }
  times.sort((one, other) => one - other);
  const at = (share: number): string => (times[Math.floor(times.length * share)] ?? 0).toFixed(1);
  console.log(`\none write of ${write.length} bytes: p50 ${at(0.5)} µs, p99 ${at(0.99)} µs (goal p50 < 20 µs)`);
}

function benchHostile(redaction: Redaction): void {
  const pieces: Record<string, string> = {
    'key= again and again': 'key=',
    'lone carriage returns': 'ab\r',
    'an endless title': `\x1b]0;${'x'.repeat(million)}`,
    'open quotes': 'key="',
    'dangling lines': 'token=\n',
    'half a token before each CR': 'ghp_\r',
    'a keyword before each cursor move': 'pass\x1b[1;1H',
    'addresses without an end': '://a:',
    'token beginnings': 'sk-eyJ.',
    'key headers': '-----BEGIN RSA PRIVATE KEY-----',
  };
  console.log('\nstreams made to hurt (MB/s of processor time, 64 KiB; goal ≥ 10)');
  const rows = Object.entries(pieces).map(([name, piece]) => {
    const bytes = Buffer.from(piece.repeat(Math.ceil(million / piece.length))).subarray(0, million);
    return [name, throughput(redaction, bytes, 65_536)];
  });
  printTable([['', 'MB/s'], ...rows]);
}

function texts(): Record<string, { bytes: Buffer; goal: string }> {
  const words = ['lorem', 'client', 'server', 'module', 'package', 'handler', 'config', 'install', 'request', 'build'];
  const fill = (line: (index: number, word: string) => string, size = 4 * million): Buffer => {
    const lines: string[] = [];
    for (let index = 0, length = 0; length < size; index++) {
      const text = line(index, words[(index * 7) % words.length]!);
      lines.push(text);
      length += text.length;
    }
    return Buffer.from(lines.join('')).subarray(0, size);
  };
  const log = [
    (i: number, w: string) => `[${i % 100}%] Building CXX object src/CMakeFiles/${w}.dir/${w}.cpp.o\n`,
    (i: number, w: string) => `2026-11-21T10:00:0${i % 10}Z INFO  c.e.${w} - Started ${w} in 2.${i} seconds\n`,
    (i: number, w: string) => `src/${w}.ts(${i},13): error TS2345: Argument of type 'string' is not assignable.\n`,
  ];
  const keywords = [
    (i: number, w: string) => `-rw-r--r-- 1 root root ${i} Nov 21 10:09 ${w}_token_${w}.ts\n`,
    (i: number, w: string) => `src/auth/${w}.ts:${i}:  const key = getKey(${w}.id, options.secretName);\n`,
    (i: number, w: string) => `lib/${w}/keyboard.c:${i}: if (key == KEY_UP) return handle_key(key);\n`,
  ];
  return {
    'build log': { bytes: fill((i, w) => log[i % 3]!(i, w)), goal: '≥ 150' },
    'ANSI colours': {
      bytes: fill((i, w) => `\x1b[3${i % 8}m${w} ${w}\x1b[0m \x1b[1m${w}\x1b[0m ${w}\x1b[K\r\n`),
      goal: '≥ 120',
    },
    'keyword-dense': { bytes: fill((i, w) => keywords[i % 3]!(i, w)), goal: '≥ 60' },
    base64: { bytes: fill((i) => `${sampleOf('base64', 76, i)}\n`), goal: '≥ 120' },
    'one line': { bytes: fill((i, w) => `${w},${i}{"a":${i % 7}} `, 16 * million), goal: '≥ 100' },
    'dense secrets': { bytes: fill((i) => `DB_PASSWORD=${sampleOf('alnum', 20, i)}\n`, million), goal: '' },
  };
}

// awk: a program that only prints is harmless; one that runs commands, writes files or loads code is not.
import { type Call, has } from '../call.ts';
import { tool } from '../entry.ts';
import type { Arguments } from '../options.ts';
import { isText, type Value } from '../value.ts';

/** Also ARGV, which names files to read, and a comment that hides quotes and semicolons of what follows it. */
const reaching =
  /\b(?:ARGV|ARGC|ARGIND)\b|#[^\n]*\n|\b(?:system|getline|fflush|close)\b|@|\|\s*&|\b(?:ENVIRON|PROCINFO)\b/;

/** Each print statement is read to its end: a bound on their product. */
const longestProgram = 2000;

/** Files that `print … > "file"` names; null when the program may do more than that. */
export function readAwkProgram(text: string): readonly string[] | null {
  const writes: string[] = [];
  const program = text.replace(/^[ \t]*#[^\n]*\n/gm, '\n');
  if (program.length > longestProgram || reaching.test(program) || /\\\n/.test(program)) return null;
  for (const found of program.matchAll(/\bprintf?\b/g)) {
    const rest = program.slice(found.index + found[0].length);
    const target = redirection(rest);
    if (target === null) return null;
    if (target !== '') writes.push(target);
  }
  return writes;
}

/** The file a print statement is redirected to, '' for none; null when it cannot be told, or a pipe is. */
function redirection(statement: string): string | null {
  let depth = 0;
  for (let at = 0; at < statement.length; at++) {
    const char = statement[at] as string;
    if (char === '"') {
      const text = /^"(?:\\.|[^"\\])*"/s.exec(statement.slice(at))?.[0];
      if (text === undefined) return null;
      at += text.length - 1;
    } else if ('([{'.includes(char)) depth++;
    else if (')]'.includes(char)) depth--;
    else if (char === ';' || char === '}') return '';
    // A regular expression can hide a quote; a division cannot be told from it here.
    else if (char === '/' && /[|>"]/.test(statement.slice(at))) return null;
    else if (char === '|' && statement[at + 1] === '|') at++;
    else if (char === '|') return null;
    else if (char === '>' && depth === 0)
      return /^>>?\s*"([^"\\]+)"\s*(?:[;}\n]|$)/.exec(statement.slice(at))?.[1] ?? null;
  }
  return '';
}

function awk(call: Call, given: Arguments): void {
  const [program, ...files] = given.operands;
  for (const file of files) {
    if (!(isText(file) && /^\w+=/.test(file))) call.read(file);
  }
  if (call.args.length === 1 && has(given, '--version', '--help', '-V')) return;
  judge(call, program);
}

function judge(call: Call, program: Value | undefined): void {
  const writes = isText(program) ? readAwkProgram(program) : null;
  if (writes === null) return call.opaque('an awk program that may run commands or write files');
  for (const file of writes) {
    if (!/^\/dev\/std(?:out|err)$/.test(file)) call.write(file);
    if (file.startsWith('/inet')) call.net(null);
  }
}

export const awkTools = [
  tool({
    names: ['awk', 'gawk', 'mawk', 'nawk', 'original-awk'],
    options:
      'bcChgnNOrsStV -F= -v= -f=! -i=! -E=! -e=! -l=! -o?! -d?! -D?! -p?! -W=! --dump-variables?! --profile?! --pretty-print?! --debug?! --field-separator= --assign= --file=! --include=! --exec=! --load=! --source=! --csv --posix --traditional --re-interval --sandbox --version --help -k',
    effects: awk,
    examples: [
      ["awk -F: '$3 > 100 {print $1}' a", 'read a'],
      ["awk '{print $2}'"],
      ['awk \'{s+=$1} END {print s, NR > 0 ? "y" : "n"}\' a', 'read a', 'opaque'],
      ['awk \'{print > "out"}\' a', 'read a', 'write out'],
      ['awk \'{print | "sh"}\'', 'opaque'],
      ['awk \'BEGIN{system("rm x")}\'', 'opaque'],
      ['awk -f p a', 'opaque'],
      ['gawk -ox 1', 'opaque'],
      ["awk 'BEGIN{ARGV[1]=f;ARGC=2}1'", 'opaque'],
      ['awk \'{print 1, # ;\n "x" | "sh"}\'', 'opaque'],
      ['awk 1 .env', 'read .env'],
      ["awk '/a|b/ {print $1}' x", 'read x'],
    ],
  }),
];

// sed: its script is read command by command, since `w`, `r`, `e` and flags of `s` reach files and programs.
import { type Call, given, has, optionValue } from '../call.ts';
import { tool } from '../entry.ts';
import type { Arguments } from '../options.ts';
import { concat, isText, unknown, type Value, withNumbers } from '../value.ts';

interface Touched {
  readonly reads: string[];
  readonly writes: string[];
  readonly runs: boolean;
}

/** What a script touches; null when it is not understood. */
export function readSedScript(script: string): Touched | null {
  const touched = { reads: [] as string[], writes: [] as string[], runs: false };
  let at = 0;
  const skip = (pattern: RegExp): string => {
    const [found = ''] = new RegExp(pattern, 'y').exec(script.slice(at)) ?? [];
    at += found.length;
    return found;
  };
  /** Text up to the delimiter; null without one, or where brackets make it unclear. */
  const until = (delimiter: string): string | null => {
    const start = at;
    let bracket = false;
    for (; at < script.length; at++) {
      const char = script[at];
      if (char === '\\') at++;
      else if (char === '[') bracket = true;
      else if (char === ']') bracket = false;
      else if (char === delimiter && bracket) return null;
      else if (char === delimiter) return script.slice(start, at++);
    }
    return null;
  };
  const address = (): boolean => {
    if (skip(/\d+(?:~\d+)?|\$|[+~]\d+/) !== '') return true;
    const open = skip(/\/|\\./);
    if (open === '') return true;
    if (until(open.at(-1) as string) === null) return false;
    skip(/[IM]*/);
    return true;
  };
  while (at < script.length) {
    skip(/[\s;}]*/);
    if (at >= script.length) break;
    if (!address()) return null;
    skip(/\s*/);
    if (skip(/,\s*/) !== '' && !address()) return null;
    skip(/[\s!]*/);
    const command = script[at++];
    if (command === undefined) return null;
    if ('{}=dDgGhHnNpPxzF'.includes(command)) continue;
    if ('lqQL'.includes(command)) skip(/\s*\d*/);
    else if (command === '#') skip(/[^\n]*/);
    else if (':btTv'.includes(command)) skip(/[^\n;}]*/);
    else if ('aic'.includes(command)) skip(/(?:\\[\s\S]|[^\n\\])*/);
    else if (command === 'r' || command === 'R') touched.reads.push(skip(/[^\n]*/).trim());
    else if (command === 'w' || command === 'W') touched.writes.push(skip(/[^\n]*/).trim());
    else if (command === 'y' || command === 's') {
      const delimiter = script[at++];
      if (delimiter === undefined || /[\\\n]/.test(delimiter)) return null;
      if (until(delimiter) === null || until(delimiter) === null) return null;
      if (command === 'y') continue;
      const flags = skip(/[gpiImM0-9e]*/);
      if (flags.includes('e')) touched.runs = true;
      if (script[at] === 'w') {
        at++;
        touched.writes.push(skip(/[^\n]*/).trim());
      } else if (skip(/[ \t]*(?=[\n;}#]|$)/) === '' && at < script.length && !/[\n;}#]/.test(script[at] as string))
        return null;
    } else if (command === 'e') return { ...touched, runs: true };
    else return null;
  }
  return touched;
}

function sed(call: Call, parsed: Arguments): void {
  const options = given(parsed, '-e', '--expression');
  const fromFile = has(parsed, '-f', '--file');
  const scripts: readonly Value[] =
    options.length > 0 || fromFile ? options.map(({ value }) => value ?? unknown) : parsed.operands.slice(0, 1);
  const files = options.length > 0 || fromFile ? parsed.operands : parsed.operands.slice(1);
  const inPlace = has(parsed, '-i', '--in-place');
  // `*` in the suffix stands for the name of the file, and a slash leads to another folder.
  const suffix = optionValue(parsed, '-i', '--in-place') ?? null;
  if (suffix !== null && !(isText(suffix) && !/[/*]/.test(suffix))) call.opaque('sed -i that keeps a copy elsewhere');
  for (const file of files) {
    call.read(file);
    if (!inPlace) continue;
    call.write(file);
    if (suffix !== null && suffix !== '') call.write(concat(file, suffix));
  }
  // Several expressions are lines of one script.
  const texts = scripts.map(withNumbers);
  const text = texts.every(isText) ? texts.join('\n') : null;
  const touched = text === null ? null : readSedScript(text);
  if (touched === null) return call.opaque('a sed script that is not understood');
  if (touched.runs) call.opaque('a sed script that runs commands');
  for (const file of touched.reads) call.read(file);
  for (const file of touched.writes) call.write(file);
}

export const sedTools = [
  tool({
    names: ['sed', 'gsed'],
    options:
      'nErsuzb -e= -f=! -i? -l= --expression= --file=! --in-place? --line-length= --quiet --silent --regexp-extended --separate --unbuffered --null-data --posix --sandbox --debug --follow-symlinks --zero-terminated --help --version',
    effects: sed,
    examples: [
      ["sed -n '5,10p' a", 'read a'],
      ["sed 's/foo/bar/g; s|a/b|c|' a", 'read a'],
      ["sed -i.bak 's/a/b/' a", 'read a', 'write a', 'write a.bak'],
      ["sed -i'.git/hooks/*' 's/a/b/' a", 'opaque', 'read a', 'write a', 'write a.git/hooks/*', 'define a.git/hooks/*'],
      ["sed '1e rm x' a", 'read a', 'opaque'],
      ["sed 's/.*/ls/e' a", 'read a', 'opaque'],
      ["sed -n 'w /etc/x' a", 'read a', 'write /etc/x'],
      ["sed -e 's/o/o/w /etc/x' a", 'read a', 'write /etc/x'],
      ["sed '/a/r .env' b", 'read b', 'read .env'],
      ['sed -f s a', 'read a', 'opaque'],
      ["sed '/^#/d;/^$/d' a", 'read a'],
      ["sed -E 's/[/]x/y/' a", 'read a', 'opaque'],
    ],
  }),
];

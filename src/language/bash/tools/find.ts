// find and fd: which files they name, and what they do to them.
import type { Call } from '../call.ts';
import { given, has } from '../call.ts';
import { tool } from '../entry.ts';
import type { Arguments } from '../options.ts';
import { below, isText, mayBeOption, unknown, type Value } from '../value.ts';
import { foundBelow, withValue } from './found-names.ts';
import { visibleBelow } from './search.ts';

const plain =
  /^(?:-(?:daystart|depth|d|empty|executable|false|follow|ignore_readdir_race|ls|mount|nogroup|noleaf|not|nouser|o|or|a|and|print|print0|prune|quit|readable|true|warn|nowarn|writable|xdev|H|L|P|O\d?|s|E|x)|[(),!])$/;

/** Actions of one expression that are followed with the names found for them. */
const mostActions = 16;

function find(call: Call): void {
  const { args } = call;
  let at = args.findIndex((word) =>
    mayBeOption(word) ? !(isText(word) && /^-[HLPEXsdx]$|^-O\d$/.test(word)) : word === '(' || word === '!',
  );
  if (at < 0) at = args.length;
  const starts = args.slice(0, at).filter((word) => !(isText(word) && word.startsWith('-')));
  const tests = args.slice(at);
  for (const start of starts) call.read(start);
  const places = starts.length > 0 ? starts : ['.'];
  // Tests behind an action do not narrow what it is done to.
  const before: Value[] = [];
  let actions = 0;
  const found = () => (++actions > mostActions ? [unknown] : foundBelow(call, places, before));
  let printed = true;
  for (let index = 0; index < tests.length; index++) {
    const word = tests[index] as Value;
    if (!isText(word)) return call.opaque('a test of find that is not known');
    if (/^-(?:exec|execdir|ok|okdir)$/.test(word)) {
      index = execute(call, tests, index, word, found());
      printed = false;
      continue;
    }
    before.push(word);
    if (word === '-delete') for (const file of found()) call.delete(file);
    else if (/^-(?:fprint0?|fls|fprintf)$/.test(word)) {
      call.write(tests[index + 1] ?? unknown);
      call.opaque('find overwrites a file with what it finds');
      index += word === '-fprintf' ? 2 : 1;
    } else if (word === '-files0-from') call.opaque('find reads where to start from a file');
    else if (withValue.test(word)) {
      const value = tests[++index] ?? unknown;
      before.push(value);
      if (word === '-printf') printed &&= value === '%p\\n';
    } else if (!plain.test(word)) call.opaque(`unknown test ${word.slice(0, 20)} of find`);
  }
  // What it prints are names unless it prints something else, or a program does.
  if (printed && !before.includes('-ls')) call.output = { lines: found(), exact: false };
}

/** `-exec cmd {} ;` and `-exec cmd {} +`; in `-execdir` the working directory is where the file was found. */
function execute(call: Call, tests: readonly Value[], from: number, verb: string, found: readonly Value[]): number {
  let end = from + 1;
  while (end < tests.length && tests[end] !== ';' && !(tests[end] === '+' && tests[end - 1] === '{}')) end++;
  if (end === tests.length) {
    call.opaque(`find ${verb} without its end`);
  }
  const words = tests.slice(from + 1, end);
  const inDir = verb.endsWith('dir');
  const files = inDir ? [unknown] : found;
  for (const file of files) {
    const filled = words.map((word) => (word === '{}' ? file : isText(word) && word.includes('{}') ? unknown : word));
    if (filled.length > 0) call.run(filled, { stdin: null });
  }
  return end;
}

function fd(call: Call, parsed: Arguments): void {
  const [, ...starts] = parsed.operands;
  const places = starts.length > 0 ? starts : ['.'];
  const hidden = has(parsed, '-H', '-u', '--hidden', '--unrestricted', '--no-ignore', '-I');
  const found = places.map((start) => (hidden || !isText(start) ? below(start) : visibleBelow(start)));
  const at = call.args.findIndex((word) => isText(word) && /^(?:-[xX]|--exec(?:-batch)?)$/.test(word));
  if (at >= 0) {
    for (const file of found) {
      const words = call.args
        .slice(at + 1)
        .filter((word) => word !== ';')
        .map((word) => (isText(word) && /^\{.?.?\}$/.test(word) ? file : word));
      call.run(words.includes(file) ? words : [...words, file]);
    }
  } else if (given(parsed, '-x', '-X', '--exec', '--exec-batch').length > 0) call.opaque('fd runs a command');
  call.output = { lines: found, exact: false };
}

export const findTools = [
  tool({
    names: ['find', 'gfind'],
    effects: find,
    examples: [
      ['find . -name "*.ts" -not -path "./x/*"', 'read .'],
      ['find src -name "*.o" -delete', 'read src', 'delete glob src/**/*.o'],
      [
        "find src -name '*env' -exec cat {} +",
        'read src',
        'run cat ?',
        'read glob src/**/*env',
        'read glob src/**/.*env',
      ],
      ["find src -exec cat {} + -name '*.ts'", 'read src', 'run cat ?', 'read tree src'],
      ['find . -delete', 'read .', 'delete tree .'],
      ['find src -name "*.ts" -exec wc -l {} +', 'read src', 'run wc -l ?', 'read glob src/**/*.ts'],
      ['find . -maxdepth 0 -ok rm x \\;', 'read .', 'run rm x', 'delete x'],
      ['find . -fprintf /etc/x a', 'read .', 'write /etc/x', 'opaque'],
      ['find . -printf -name -print -exec cat {} +', 'read .', 'run cat ?', 'read tree .'],
      ["find . -printf '.env' | xargs cat", 'read .', 'run xargs cat', 'run cat ?', 'read ?'],
      ['find . $x', 'read .', 'opaque'],
      ["find . -exec sh -c 'rm {}' \\;", 'read .', 'run sh -c ?', 'opaque'],
    ],
  }),
  tool({
    names: ['fd', 'fdfind'],
    options:
      '** -d= -e= -t= -E= -c= -j= -S= -o= -x! -X! --exec! --exec-batch! --max-depth= --extension= --type= --exclude= --search-path= --base-directory=! --color= --threads= --changed-within= --changed-before= --owner= --size=',
    effects: fd,
    examples: [['fd x src'], ['fd -e o -x rm', 'opaque', 'run rm ?', 'delete glob **']],
  }),
];

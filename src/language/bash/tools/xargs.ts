// xargs: the command it runs, with what it reads as further words.
import { type Call, has, optionValue } from '../call.ts';
import { tool } from '../entry.ts';
import type { Arguments } from '../options.ts';
import { isText, piecesOf, replacedAll, unknown, unknownWords, type Value } from '../value.ts';

const mostItems = 64;

/** Lines of input, as items of one run each: what a run is given. Null: nothing is known of them. */
function items(call: Call, given: Arguments): readonly (readonly Value[])[] | null {
  const { input } = call;
  if (input === null || has(given, '-a', '--arg-file', '-E', '-e', '--eof', '-s', '--max-chars')) return null;
  const nul = has(given, '-0', '--null');
  const delimiter = optionValue(given, '-d', '--delimiter');
  if (delimiter !== undefined && delimiter !== '\\n' && delimiter !== '\n') return null;
  const whole = nul || delimiter !== undefined;
  // NULs in text, quotes and backslashes cut elsewhere.
  const texts = input.lines.flatMap((line) => piecesOf(line).filter(isText));
  if (texts.some((text) => (nul && isText(input.lines[0])) || (!whole && /['"\\\0]/.test(text)))) return null;
  const replaces = has(given, '-I', '-i', '--replace');
  const cut = (line: Value): readonly Value[] => {
    if (!isText(line)) return [{ pieces: line.pieces, many: !replaces }];
    if (whole) return [line];
    const text = line.replace(/^[ \t]+/, '');
    if (replaces) return text === '' ? [] : [text];
    return text.split(/[ \t]+/).filter((word) => word !== '');
  };
  // A blank inside a line of which only parts are known is where it is cut.
  if (!whole && input.lines.some((line) => !isText(line) && texts.length > 0 && /[ \t]/.test(fixedOf(line))))
    return null;
  const lines = input.lines.map(cut).filter((words) => words.length > 0);
  return lines.flat().length > mostItems ? null : lines;
}

const fixedOf = (value: Value): string => piecesOf(value).filter(isText).join('');

/** The words of each run; one run of them all when there are no counts. */
function runs(call: Call, given: Arguments): readonly (readonly Value[])[] {
  const lines = items(call, given);
  if (lines === null) return [[unknownWords]];
  const perRun = has(given, '-n', '--max-args') ? lines.flat() : has(given, '-L', '-l', '--max-lines') ? lines : null;
  if (perRun === null) {
    const all = lines.flat();
    return call.input?.exact || all.length < 2 ? [all] : [all, all.toReversed()];
  }
  const text = optionValue(given, '-n', '--max-args', '-L', '-l', '--max-lines') ?? '1';
  // Only one by one: where several meet in a run depends on how many there are.
  if (text === '1' && !lines.some((line) => isText(line.at(-1)) && /[ \t]$/.test(line.at(-1) as string)))
    return perRun === lines ? lines : lines.flat().map((item) => [item]);
  return lines.flat().length < 2 ? [lines.flat()] : [[unknownWords]];
}

function xargs(call: Call, given: Arguments): void {
  const words = given.operands.length > 0 ? given.operands : ['echo'];
  const replaces = has(given, '-i', '--replace', '-I');
  if (!replaces) {
    for (const found of runs(call, given)) call.run([...words, ...found], { stdin: null });
    return;
  }
  const marker = optionValue(given, '-i', '--replace', '-I') ?? '{}';
  const counts = optionValue(given, '-n', '--max-args') ?? '1';
  if (!isText(marker) || has(given, '-L', '-l', '--max-lines') || counts !== '1')
    return call.opaque('xargs with a marker that is not known, or with counts');
  const found = items(call, given)?.flat() ?? [unknown];
  for (const item of found.length > 0 ? found : ['']) {
    const one: Value = isText(item) ? item : { pieces: item.pieces, many: false };
    call.run(
      words.map((word) => fill(word, marker, one)),
      { stdin: null },
    );
  }
}

function fill(word: Value, marker: string, item: Value): Value {
  if (word === marker) return item;
  if (!isText(word) || !word.includes(marker)) return word;
  return isText(item) ? replacedAll(word, marker, item) : unknown;
}

export const xargsTools = [
  tool({
    names: ['xargs', 'gxargs'],
    options:
      '+ 0rtx -o! -p! -a=< -d= -E= -e? -I= -i? -L= -l? -n= -P= -s= --arg-file=< --delimiter= --eof? --replace? --max-lines? --max-args= --max-procs= --max-chars= --null --no-run-if-empty --interactive! --verbose --open-tty! --exit --show-limits --process-slot-var=! --help --version',
    effects: xargs,
    examples: [
      ['echo x | xargs rm -f', 'run echo x', 'run rm -f x', 'delete x'],
      ["echo ' a b' | xargs -L1 cp", 'run echo  a b', 'run cp a b', 'read a', 'write b'],
      ["echo ' .env' | xargs -I{} cat {}", 'run echo  .env', 'run cat .env', 'read .env'],
      ['echo a b c | xargs -n2 cp', 'run echo a b c', 'run cp ?', 'read ?', 'write ?'],
      ['xargs --process-slot-var=PATH ls', 'opaque', 'run ls ?', 'read ?'],
      ['xargs -0 rm', 'run rm ?', 'opaque', 'delete ?'],
      [
        'find . -name "*.ts" | xargs grep -l x',
        'run find . -name *.ts',
        'read .',
        'run grep -l x ?',
        'read glob **/*.ts',
      ],
      ["echo a | xargs -I{} sh -c 'rm {}'", 'run echo a', 'run sh -c rm a', 'run rm a', 'delete a'],
      ['ls | xargs env', 'run ls', 'run env ?', 'opaque'],
    ],
  }),
];

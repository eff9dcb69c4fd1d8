// xargs: the command it runs, with what it reads as further words.
import { type Call, has, optionValue } from '../call.ts';
import { tool } from '../entry.ts';
import type { Arguments } from '../options.ts';
import { isText, unknown, unknownWords, type Value } from '../value.ts';

const mostItems = 64;

/** The words standard input turns into; an unknown number of unknown ones where nothing is known of it. */
function items(call: Call, given: Arguments): readonly Value[] {
  const { input } = call;
  if (has(given, '-a', '--arg-file') || input === null) return [unknownWords];
  const byLine = has(given, '-d', '-I', '-i', '-L', '-l', '-0', '--null', '--delimiter', '--replace');
  const texts = input.lines.filter(isText);
  if (texts.length < input.lines.length)
    return input.lines.map((line) => (isText(line) ? line : { pieces: line.pieces, many: true }));
  // Quotes and backslashes mean something to xargs; another delimiter cuts elsewhere.
  if (texts.some((text) => /['"\\\0]/.test(text)) || has(given, '-d', '-0', '--null', '--delimiter'))
    return [unknownWords];
  const words = byLine ? texts : texts.flatMap((text) => text.split(/[ \t]+/).filter((word) => word !== ''));
  return words.length > mostItems ? [unknownWords] : words;
}

function xargs(call: Call, given: Arguments): void {
  const found = items(call, given);
  const words = given.operands.length > 0 ? given.operands : ['echo'];
  const marker = has(given, '-i', '--replace')
    ? (optionValue(given, '-i', '--replace') ?? '{}')
    : optionValue(given, '-I');
  if (marker === undefined) {
    call.run([...words, ...found], { stdin: null });
    return;
  }
  if (!isText(marker ?? unknown)) return call.opaque('xargs with a marker that is not known');
  for (const item of found.length > 0 ? found : ['']) {
    const one: Value = isText(item) ? item : { pieces: item.pieces, many: false };
    call.run(
      words.map((word) => fill(word, marker as string, one)),
      { stdin: null },
    );
  }
}

function fill(word: Value, marker: string, item: Value): Value {
  if (word === marker) return item;
  if (!isText(word) || !word.includes(marker)) return word;
  return isText(item) ? word.replaceAll(marker, () => item) : unknown;
}

export const xargsTools = [
  tool({
    names: ['xargs', 'gxargs'],
    options:
      '+ 0oprtx -a=< -d= -E= -e? -I= -i? -L= -l? -n= -P= -s= --arg-file=< --delimiter= --eof? --replace? --max-lines? --max-args= --max-procs= --max-chars= --null --no-run-if-empty --interactive --verbose --open-tty --exit --show-limits --process-slot-var=',
    effects: xargs,
    examples: [
      ['echo x | xargs rm -f', 'run echo x', 'run rm -f x', 'delete x'],
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

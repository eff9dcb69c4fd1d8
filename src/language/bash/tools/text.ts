// Tools that print files or parts of them and have no option that does anything else.
import { type Call, has } from '../call.ts';
import { type Example, tool } from '../entry.ts';
import type { Arguments } from '../options.ts';
import { number } from '../value.ts';

/** Every operand is a file that is read. */
function reader(names: readonly string[], options: string, ...examples: Example[]) {
  return tool({ names, options, operands: 'read', examples });
}

/** What is written is whole lines of what came in, when no file was named and no option changes them. */
export function passThrough(call: Call, { operands, options }: Arguments, whole: RegExp): void {
  if (!options.every(({ name }) => whole.test(name))) return;
  if (operands.length === 0 && call.input !== null) call.output = { lines: call.input.lines, exact: false };
}

function count(call: Call, given: Arguments): void {
  if (given.operands.length === 0 && has(given, '-l', '-c', '-w', '-m', '--lines', '--bytes', '--words', '--chars')) {
    call.output = { lines: [number], exact: true };
  }
}

export const textTools = [
  tool({
    names: ['cat'],
    options: '*',
    operands: 'read',
    effects: (call, given) => {
      if (given.operands.every((word) => word === '-') && given.options.length === 0) call.output = call.input;
    },
    examples: [
      ['cat -n a b', 'read a', 'read b'],
      ['cat .e?v', 'read glob .e?v'],
      ['cat src/*.ts', 'read glob src/*.ts'],
      ['cat /w/.{env,x}', 'read .env', 'read .x'],
      ['cat "$x"', 'read ?'],
    ],
  }),
  tool({
    names: ['head', 'tail'],
    options: '* -n= -c= -s= --lines= --bytes= --pid= --sleep-interval= --max-unchanged-stats=',
    operands: 'read',
    effects: (call, given) => passThrough(call, given, /^-(?:[0-9nqv]|-lines|-quiet)$/),
    examples: [
      ['head -n 5 a', 'read a'],
      ['tail -20 a', 'read a'],
      ['head -c 9 < a', 'read a'],
    ],
  }),
  reader(
    ['tac', 'rev', 'nl', 'fold', 'fmt', 'expand', 'unexpand', 'zcat', 'bzcat', 'xzcat', 'zstdcat', 'lzcat'],
    '* -w= -b= -d= -f= -h= -i= -l= -n= -s= -v= -t= --width= --tabs=',
    ['nl -b a x', 'read x'],
  ),
  reader(
    ['cut', 'paste', 'column', 'colrm', 'join', 'comm', 'tsort', 'ptx'],
    '* -d= -f= -c= -b= -s= -t= -o= -N= -R= -H= -C= -1= -2= -j= -e= -a= -v= --delimiter= --fields= --characters= --output-delimiter= --separator= --delimiters= --table-columns=',
    ['cut -d: -f1 /etc/passwd', 'read /etc/passwd'],
    ['column -t -s, a', 'read a'],
  ),
  reader(
    [
      'od',
      'hexdump',
      'hd',
      'strings',
      'base64',
      'base32',
      'basenc',
      'md5sum',
      'sha1sum',
      'sha224sum',
      'sha256sum',
      'sha384sum',
      'sha512sum',
      'b2sum',
      'cksum',
      'sum',
      'shasum',
    ],
    '* -A= -j= -N= -t= -w= -s= -n= -e= -a= -f= --wrap= --bytes= --algorithm= --length=',
    ['base64 .env', 'read .env'],
    ['sha256sum -c sums', 'read sums'],
  ),
  reader(['cmp', 'diff3', 'colordiff', 'wdiff', 'icdiff', 'dwdiff', 'zcmp', 'zdiff'], '* -i= -n= -L= --label=', [
    'cmp a b',
    'read a',
    'read b',
  ]),
  reader(
    [
      'file',
      'readelf',
      'objdump',
      'nm',
      'size',
      'identify',
      'mediainfo',
      'pdfinfo',
      'jsonlint',
      'csvlook',
      'csvcut',
      'mdcat',
      'glow',
    ],
    '* -f=< --files-from=< -m=< --magic-file=< -F= -P=',
    ['file a', 'read a'],
    ['file -f list', 'read list'],
  ),
  tool({
    names: ['wc'],
    options: '* --files0-from=!',
    operands: 'read',
    effects: count,
    examples: [
      ['wc -l a', 'read a'],
      ['wc --files0-from=x', 'opaque'],
    ],
  }),
  tool({
    names: ['diff'],
    options:
      '* -U= -C= -W= -x= -X=< -I= -F= -L= --unified? --context? --from-file=< --to-file=< --exclude= --exclude-from=< --label= --width= --ignore-matching-lines= --color? --palette=',
    effects: (call, given) => {
      for (const word of given.operands) call.read(word, has(given, '-r', '--recursive'));
    },
    examples: [
      ['diff -u a b', 'read a', 'read b'],
      ['diff -rq x y', 'read tree x', 'read tree y'],
      ['diff <(sort a) b', 'run sort a', 'read a', 'read b'],
    ],
  }),
  tool({
    names: ['sdiff'],
    options: '* -o=> --output=> --diff-program=! -w= -I=',
    operands: 'read',
    examples: [['sdiff -o c a b', 'write c', 'read a', 'read b']],
  }),
  tool({ names: ['tr'], options: '*', effects: () => {}, examples: [['tr a-z A-Z < a', 'read a']] }),
  reader(
    ['ls', 'dir', 'vdir', 'exa', 'eza', 'lsd'],
    '* -I= -w= -T= --ignore= --hide= --block-size= --time-style= --level=',
    ['ls -la src', 'read src'],
    ['ls'],
    ['ls "$x"', 'read ?'],
  ),
  reader(
    ['tree', 'du'],
    '* -I= -L= -P= -d= -o=> -X=< --max-depth= --exclude= --exclude-from=< --block-size= --files0-from=!',
    ['du -sh node_modules', 'read node_modules'],
    ['tree -L 2 -o x', 'write x'],
  ),
];

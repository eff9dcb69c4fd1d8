// Tools for streams of lines that can also write: sort, uniq, split, tee, dd, xxd, and small makers of text.
import { type Call, has, optionValue } from '../call.ts';
import { tool } from '../entry.ts';
import type { Arguments } from '../options.ts';
import {
  concat,
  dropPrefix,
  isNumeric,
  isText,
  mayBeOption,
  number,
  prefixOf,
  token,
  unknown,
  type Value,
} from '../value.ts';
import { passThrough } from './text.ts';

function convert(call: Call): void {
  for (const word of call.args) {
    const [key = ''] = /^\w+=/.exec(prefixOf(word)) ?? [];
    if (key === 'if=') call.read(dropPrefix(word, 3));
    else if (key === 'of=') call.write(dropPrefix(word, 3));
    else if (key === '' && !(isText(word) && /^--(?:help|version)$/.test(word)))
      call.opaque('an operand of dd that is not known');
  }
}

/** xxd reads words, not clusters: `-ps` is one flag, `-c 4`, `-cols 4` and `-c4` carry a value. */
function xxdOperands(call: Call): readonly Value[] {
  const operands: Value[] = [];
  for (let at = 0; at < call.args.length; at++) {
    const word = call.args[at] as Value;
    const text = prefixOf(word).replace(/^--(?=.)/, '-');
    if (word === '--') return [...operands, ...call.args.slice(at + 1)];
    if (!mayBeOption(word)) operands.push(word);
    else if (isText(word) && /^-(?:c(?:ols)?|g(?:roup)?|l(?:en)?|n(?:ame)?|o(?:ffset)?|s(?:kip|eek)?|R)$/.test(text))
      at++;
    else if (!isText(word) || !/^-(?:[abCdeEhiprtuv]|bits|ps|(?:[cglos]|len|cols|seek|skip)[-+]?\w+|R\w+)/.test(text))
      call.opaque('an option of xxd that is not known');
  }
  return operands;
}

function hexdump(call: Call, [input, output]: readonly Value[]): void {
  if (input !== undefined) call.read(input);
  if (output !== undefined) call.write(output);
}

function parts(call: Call, given: Arguments): void {
  const [input, ...rest] = given.operands;
  if (input !== undefined) call.read(input);
  const prefix = call.name === 'csplit' ? (optionValue(given, '-f', '--prefix') ?? 'xx') : (rest[0] ?? 'x');
  // Names it makes: the prefix and letters or digits after it.
  call.write(concat(prefix, { pieces: [{ glob: '*' }], many: true }));
}

function parallel(call: Call): void {
  call.opaque('parallel builds commands from its input');
  const at = call.args.findIndex((word) => isText(word) && /^:::/.test(word));
  const words = (at < 0 ? call.args : call.args.slice(0, at)).filter((word) => !prefixOf(word).startsWith('-'));
  if (words.length > 0) call.run([...words, unknown]);
}

/** Digits that a letter of date(1) stands for. */
const digits = new Map(Object.entries({ Y: 4, y: 2, m: 2, d: 2, H: 2, I: 2, M: 2, S: 2, j: 3, V: 2, s: 10, N: 9 }));

/** What `date +format` writes; null where other letters, padding or a leading dash could spell more than a date. */
function momentOf(format: string): Value | null {
  const plain = format.replaceAll('%F', '%Y-%m-%d').replaceAll('%T', '%H:%M:%S').replaceAll('%R', '%H:%M');
  if (!/^\+(?=%)(?:%[aAbBpYymdHIMSjVsN]|[-_:T0-9])*$/.test(plain)) return null;
  const parts = plain.slice(1).match(/%.|[^%]+/g) ?? [];
  return parts.reduce<Value>((left, part) => {
    if (!part.startsWith('%')) return concat(left, part);
    const width = digits.get(part.slice(1));
    const hole = width === undefined ? { glob: '*' } : { glob: '[0-9]'.repeat(width), number: true };
    return concat(left, { pieces: [hole], many: false });
  }, '');
}

const single =
  (value: Value) =>
  (call: Call): void => {
    call.output = { lines: [value], exact: true };
  };

export const streamTools = [
  tool({
    names: ['sort'],
    options:
      'bdfgiMhnRrVcCmsuz -k= -S= -t= -o=> -T=> --key= --field-separator= --buffer-size= --parallel= --batch-size= --sort= --random-source=< --output=> --temporary-directory=> --compress-program=! --files0-from=! --check? --debug --reverse --unique --stable --merge --zero-terminated --numeric-sort --general-numeric-sort --human-numeric-sort --month-sort --version-sort --random-sort --ignore-case --ignore-leading-blanks --ignore-nonprinting --dictionary-order --help --version',
    operands: 'read',
    effects: (call, given) => passThrough(call, given, /^-(?:[bdfgikMnrRsStuVhT]|-[a-np-z][a-z-]*)$/),
    examples: [
      ['sort -rn -k2,2 -t, a', 'read a'],
      ['sort -uo out a', 'write out', 'read a'],
      ['sort --outp=b a', 'write b', 'read a'],
      ['sort --compress-program=x a', 'opaque', 'read a'],
      ['sort --frobnicate a', 'opaque', 'read a'],
    ],
  }),
  tool({
    names: ['uniq'],
    options:
      'cdDiuz -f= -s= -w= --count --repeated --all-repeated? --group? --ignore-case --unique --zero-terminated --skip-fields= --skip-chars= --check-chars= --help --version',
    effects: (call, given) => {
      passThrough(call, given, /^-[diu]$/);
      hexdump(call, given.operands);
    },
    examples: [['uniq -c'], ['uniq a b', 'read a', 'write b']],
  }),
  tool({
    names: ['xxd'],
    effects: (call) => hexdump(call, xxdOperands(call)),
    examples: [
      ['xxd a', 'read a'],
      ['xxd -ps a', 'read a'],
      ['xxd -c 4 -l 16 a', 'read a'],
      ['xxd -bits a', 'read a'],
      ['xxd -r - b', 'write b'],
    ],
  }),
  tool({
    names: ['tee', 'sponge'],
    options: 'aip --append --ignore-interrupts --output-error? --help --version',
    operands: 'write',
    effects: (call) => {
      call.output = call.input;
    },
    examples: [['tee -a a b', 'write a', 'write b']],
  }),
  tool({
    names: ['split', 'csplit'],
    options:
      'dexuzksqn -a= -b= -C= -l= -n= -t= -f= --prefix= --additional-suffix= --bytes= --lines= --number= --numeric-suffixes? --filter=! --elide-empty-files --verbose',
    effects: parts,
    examples: [
      ['split -l 5 a p/', 'read a', 'write glob p/*', 'define glob p/*'],
      ["split --filter='sh' a", 'read a', 'opaque', 'write glob x*'],
    ],
  }),
  tool({
    names: ['dd'],
    effects: convert,
    examples: [
      ['dd if=a of=/dev/sda bs=1M', 'read a', 'write /dev/sda'],
      ['dd if=~/.ssh/id_rsa', 'read /h/.ssh/id_rsa'],
    ],
  }),
  tool({
    names: ['shuf'],
    options:
      'erz --echo --repeat --zero-terminated --help --version -o=> --output=> -i= -n= --head-count= --input-range= --random-source=<',
    effects: (call, given) => {
      if (!has(given, '-e', '--echo')) for (const word of given.operands) call.read(word);
    },
    examples: [['shuf -n 1 a', 'read a'], ['shuf -o b a', 'write b', 'read a'], ['shuf -e a b']],
  }),
  tool({
    names: ['seq', 'expr', 'factor', 'numfmt', 'nproc'],
    effects: (call) => {
      if (call.name === 'nproc' && call.args.length === 0) call.output = { lines: [number], exact: true };
      else if (call.name === 'seq' && call.args.every(isNumeric)) call.output = { lines: [number], exact: false };
    },
    examples: [['seq 1 10'], ['expr 1 + 2']],
  }),
  tool({ names: ['sleep', 'usleep', 'yes', 'clear', 'tput', 'tty', 'cal', 'ncal', 'arch'], examples: [['sleep 1']] }),
  tool({
    names: ['basename', 'dirname', 'realpath', 'readlink'],
    effects: (call) => {
      if (call.name === 'basename' && call.args.length === 1 && isText(call.args[0]))
        call.output = { lines: [call.args[0].replace(/\/+$/, '').replace(/^.*\//, '')], exact: true };
    },
    examples: [['dirname /a/b'], ['cat "$(basename /a/.env)"', 'run cat .env', 'read .env']],
  }),
  tool({ names: ['whoami', 'logname'], effects: single(token), examples: [['whoami']] }),
  tool({
    names: ['date'],
    options:
      'uR -d= -f=< -r= -I? -s=! --date= --file=< --reference= --iso-8601? --rfc-3339= --rfc-email --utc --universal --set=! --debug --help --version --resolution',
    effects: (call, { operands }) => {
      const [format] = operands;
      if (format !== undefined && !prefixOf(format).startsWith('+')) call.opaque('date sets the clock');
      const moment = isText(format) ? momentOf(format) : null;
      if (moment !== null) single(moment)(call);
    },
    examples: [
      ['date +%F'],
      ['cat $(date +.env)', 'run cat ?', 'read ?'],
      ['date -s 2020-01-01', 'opaque'],
      ['date 010203042020', 'opaque'],
      ['touch "b-$(date +%H%M)"', 'run touch ?', 'write glob b-[0-9][0-9][0-9][0-9]'],
    ],
  }),
  tool({
    names: ['parallel', 'rush', 'pexec'],
    effects: parallel,
    examples: [['parallel rm ::: x', 'opaque', 'run rm ?', 'delete ?']],
  }),
];

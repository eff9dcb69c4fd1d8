// The tools that are used most to look at files and folders. Where lines pass through whole, they are followed.
import { type Call, has, optionValue } from '../call.ts';
import { tool } from '../entry.ts';
import type { Arguments } from '../options.ts';
import { number, unknown } from '../value.ts';

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
    options:
      '. AbeEnstTuv --show-all --number-nonblank --show-ends --number --squeeze-blank --show-tabs --show-nonprinting --help --version',
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
    options:
      '. 0123456789qvzfFr -n= -c= -s= --lines= --bytes= --follow? --retry --pid= --sleep-interval= --max-unchanged-stats= --debug --quiet --silent --verbose --zero-terminated --help --version',
    operands: 'read',
    effects: (call, given) => passThrough(call, given, /^-(?:[0-9nqv]|-lines|-quiet)$/),
    examples: [
      ['head -n 5 a', 'read a'],
      ['tail -20 a', 'read a'],
      ['head -c 9 < a', 'read a'],
    ],
  }),
  tool({
    names: ['wc'],
    options:
      '. clLmw --bytes --chars --lines --max-line-length --words --files0-from=! --total= --debug --help --version',
    operands: 'read',
    effects: count,
    examples: [
      ['wc -l a', 'read a'],
      ['wc --files0-from=x', 'opaque'],
    ],
  }),
  tool({
    names: ['diff'],
    options: `abBcdeEfhHilnNpqrstTuwyZ0123456789 -C= -D= -F= -I= -L= -S= -U= -W= -x= -X=< --normal --brief
      --report-identical-files --context? --unified? --ed --rcs --side-by-side --width= --left-column
      --suppress-common-lines --show-c-function --show-function-line= --label= --expand-tabs --initial-tab --tabsize=
      --suppress-blank-empty --paginate! --recursive --no-dereference --new-file --unidirectional-new-file
      --ignore-file-name-case --no-ignore-file-name-case --exclude= --exclude-from=< --starting-file= --from-file=<
      --to-file=< --ignore-case --ignore-tab-expansion --ignore-trailing-space --ignore-space-change --ignore-all-space
      --ignore-blank-lines --ignore-matching-lines= --text --strip-trailing-cr --ifdef= --old-group-format=
      --new-group-format= --unchanged-group-format= --changed-group-format= --line-format= --old-line-format=
      --new-line-format= --unchanged-line-format= --minimal --horizon-lines= --speed-large-files --color? --palette=
      --help --version`,
    effects: (call, given) => {
      const deep = has(given, '-r', '--recursive');
      for (const word of given.operands) call.read(word, deep);
      for (const name of ['--from-file', '--to-file'])
        if (has(given, name)) call.read(optionValue(given, name) ?? unknown, deep);
    },
    examples: [
      ['diff -u a b', 'read a', 'read b'],
      ['diff -rq x y', 'read tree x', 'read tree y'],
      ['diff --recurs x y', 'read tree x', 'read tree y'],
      ['diff --rec x y', 'read tree x', 'read tree y'],
      ['diff <(sort a) b', 'run sort a', 'read a', 'read b'],
    ],
  }),
  tool({
    names: ['sdiff'],
    options:
      'abBEHilstWZd -o=> -w= -I= --output=> --diff-program=! --ignore-case --ignore-tab-expansion --ignore-trailing-space --ignore-space-change --ignore-all-space --ignore-blank-lines --ignore-matching-lines= --strip-trailing-cr --text --width= --left-column --suppress-common-lines --expand-tabs --tabsize= --minimal --speed-large-files --help --version',
    operands: 'read',
    examples: [['sdiff -o c a b', 'write c', 'read a', 'read b']],
  }),
  tool({ names: ['tr'], examples: [['tr a-z A-Z < a', 'read a']] }),
  tool({
    names: ['ls', 'dir', 'vdir'],
    options: `. aAbBcCdDfFgGhHiklLmnNopqQrRsStuUvxXzZ1 -I= -w= -T= --all --almost-all --author --block-size= --classify?
      --color? --context --dereference --dereference-command-line --dereference-command-line-symlink-to-dir --directory
      --dired --escape --file-type --format= --full-time --group-directories-first --help --hide-control-chars --hide=
      --human-readable --hyperlink? --ignore-backups --ignore= --indicator-style= --inode --kibibytes --literal
      --no-group --numeric-uid-gid --quote-name --quoting-style= --recursive --reverse --show-control-chars --si --size
      --sort= --tabsize= --time-style= --time= --version --width= --zero`,
    operands: 'read',
    examples: [['ls -la src', 'read src'], ['ls'], ['ls "$x"', 'read ?'], ['ls --sort=time -T 4 a', 'read a']],
  }),
  tool({
    names: ['exa', 'eza', 'lsd'],
    options: '** -I= -w= -T= --ignore= --hide= --block-size= --time-style= --level=',
    operands: 'read',
    examples: [['eza -l --git src', 'read src']],
  }),
  tool({
    names: ['tree'],
    options: `** -I= -L= -P= -H= -T= -R! -o=> --fromfile! --fromtabfile! --infofile=< --gitfile=< --hintro=< --houtro=<
      --charset= --filelimit= --timefmt= --sort?`,
    operands: 'read',
    examples: [
      ['tree -L 2 -o x', 'write x'],
      ['tree -R src', 'opaque', 'read src'],
    ],
  }),
  tool({
    names: ['du'],
    options: `. 0abcDhHklLmPsSx -B= -d= -t= -X=< --all --apparent-size --block-size= --bytes --count-links --dereference
      --dereference-args --exclude-from=< --exclude= --files0-from=! --help --human-readable --inodes --max-depth=
      --no-dereference --null --one-file-system --separate-dirs --si --summarize --threshold= --time? --time-style=
      --total --version`,
    operands: 'read',
    examples: [
      ['du -sh node_modules', 'read node_modules'],
      ['du --max=1 x', 'read x'],
    ],
  }),
];

// Tools that print files, parts of them or sums over them: one exact table of options each, since a word taken for an
// option's value is a file nobody looked at.
import type { Call } from '../call.ts';
import { type Example, tool } from '../entry.ts';
import { optionTable, readArguments } from '../options.ts';
import { dropPrefix, isText, mayBeOption, prefixOf } from '../value.ts';

/** Every operand is a file that is read, and the marks in the table say the rest. */
function reader(names: readonly string[], options: string, ...examples: Example[]) {
  return tool({ names, options: `. ${options} --help --version`, operands: 'read', examples });
}

const recursive = optionTable('* -S= -b= -p= --recursive --suffix= --threads= **');

/** Unpackers to standard output; what is below a folder too when asked to. */
function unpack(call: Call): void {
  const { options, operands } = readArguments(recursive, call.args);
  const deep = options.some(({ name }) => name === '-r' || '--recursive'.startsWith(name));
  for (const file of operands) call.read(file, deep);
  for (const { name } of options) {
    if (/^--(?:f|o|pat|tr|rm)/.test(name) && name !== '--force' && name !== '--format')
      call.opaque(`${call.name} ${name} is not followed`);
  }
}

/** Of these no table is kept: every word that is not an option, and every value behind one, counts as a file. */
function readAll(call: Call): void {
  for (const word of call.args) {
    const text = prefixOf(word);
    if (!mayBeOption(word) || text === '') call.read(word);
    else if (text.startsWith('--')) {
      if (text.includes('=')) call.read(dropPrefix(word, text.indexOf('=') + 1));
      else if (!isText(word)) call.opaque(`an option of ${call.name} that is not known`);
    } else if (text.length > 2 || !isText(word)) call.read(dropPrefix(word, Math.min(2, text.length)));
    if (
      /^--?(?:o|out\S*|auto-pager|a|exec|diff-program|preprocessor|config\S*)(?:=|$)/.test(text) &&
      call.name !== 'nm'
    )
      call.opaque(`${call.name} ${text.slice(0, 20)} is not followed`);
  }
}

const sums = `bctrswzU -a= -l= --algorithm= --length= --binary --check --tag --untagged --text --zero --ignore-missing --quiet
  --status --strict --warn --raw --base64 --debug --sysv`;

export const readerTools = [
  reader(['tac'], 'br -s= --before --regex --separator=', ['tac -b a', 'read a']),
  reader(['rev'], 'hV0 --zero', ['rev a', 'read a']),
  reader(
    ['nl'],
    `p -b= -d= -f= -h= -i= -l= -n= -s= -v= -w= --body-numbering= --section-delimiter= --footer-numbering=
    --header-numbering= --line-increment= --join-blank-lines= --number-format= --no-renumber --number-separator=
    --starting-line-number= --number-width=`,
    ['nl -b a x', 'read x'],
  ),
  reader(['fold'], 'bcs -w= --bytes --characters --spaces --width=', ['fold -s a', 'read a']),
  reader(
    ['fmt'],
    'cstu -p= -w= -g= --crown-margin --prefix= --split-only --tagged-paragraph --uniform-spacing --width= --goal=',
    ['fmt -t a', 'read a'],
  ),
  reader(['expand', 'unexpand'], 'ia -t= --initial --all --first-only --tabs=', ['expand -i -t 4 a', 'read a']),
  tool({
    names: ['zcat', 'gzcat', 'bzcat', 'xzcat', 'lzcat', 'zstdcat'],
    effects: unpack,
    examples: [
      ['zcat -f a', 'read a'],
      ['zcat -rf d', 'read tree d'],
      ['xzcat --files=l', 'opaque'],
    ],
  }),
  reader(
    ['cut'],
    `nsz -b= -c= -d= -f= -O= --bytes= --characters= --delimiter= --fields= --complement --only-delimited
    --output-delimiter= --zero-terminated`,
    ['cut -d: -f1 /etc/passwd', 'read /etc/passwd'],
    ['cut -d= -f2 -s a', 'read a'],
    ['cut --delim=: --fi 1 a', 'read a'],
  ),
  reader(['paste'], 'sz -d= --delimiters= --serial --zero-terminated', ['paste -s a', 'read a']),
  reader(
    ['column'],
    // Older versions know `-n` and `-e` without a value.
    `tdeLJxhV -n=< -O= -N= -l= -E= -H= -R= -T= -W= -C= -r= -i= -p= -c= -o= -s= -S= --table --table-name=
    --table-order= --table-columns= --table-column= --table-columns-limit= --table-noextreme= --table-noheadings
    --table-header-repeat --table-hide= --table-right= --table-truncate= --table-wrap= --table-maxout
    --keep-empty-lines --json --tree= --tree-id= --tree-parent= --output-width= --columns= --output-separator=
    --separator= --fillrows`,
    ['column -t -s, a', 'read a'],
    ['column -t a', 'read a'],
  ),
  tool({ names: ['colrm'], examples: [['colrm 3 5']] }),
  reader(
    ['join'],
    'iz -a= -e= -j= -o= -t= -v= -1= -2= --ignore-case --check-order --nocheck-order --header --zero-terminated',
    ['join -1 2 -t, a b', 'read a', 'read b'],
  ),
  reader(
    ['comm'],
    '123z --check-order --nocheck-order --output-delimiter= --total --zero-terminated',
    ['comm -12 a b', 'read a', 'read b'],
    ['comm -1 a b', 'read a', 'read b'],
  ),
  reader(['tsort'], 'w', ['tsort a', 'read a']),
  reader(
    ['ptx'],
    `ACfrROtT -G! -b=< -i=< -o=< -F= -M= -S= -W= -g= -w= --traditional! --auto-reference --flag-truncation=
    --macro-name= --format= --right-side-refs --sentence-regexp= --word-regexp= --break-file=< --ignore-case
    --gap-size= --ignore-file=< --only-file=< --references --typeset-mode --width=`,
    ['ptx -i l a', 'read l', 'read a'],
    ['ptx -G a b', 'opaque', 'read a', 'read b'],
  ),
  reader(
    ['od'],
    `abBcdDeEfFhHiIlLoOsvxX -A= -j= -N= -S= -t= -w? --address-radix= --skip-bytes= --read-bytes= --strings? --format=
    --output-duplicates --width? --traditional --endian=`,
    ['od -c -N 9 a', 'read a'],
    ['od -s a', 'read a'],
  ),
  reader(
    ['hexdump', 'hd'],
    `bcCdovxXhV -L? -e= -f=< -n= -s= --one-byte-octal --one-byte-hex --one-byte-char --canonical --two-bytes-decimal
    --two-bytes-octal --two-bytes-hex --color? --format= --format-file=< --length= --skip= --no-squeezing`,
    ['hexdump -C -n 64 a', 'read a'],
    ['hd -f p a', 'read p', 'read a'],
  ),
  reader(
    ['strings'],
    `adfhovVw -n= -t= -T= -e= -U= -s= --all --data --print-file-name --bytes= --radix= --include-all-whitespace
    --target= --encoding= --unicode= --output-separator=`,
    ['strings -n 8 a', 'read a'],
    ['strings -a a', 'read a'],
  ),
  reader(
    ['base64', 'base32', 'basenc'],
    `dDi -w= -b= -o=> --base64 --base64url --base32 --base32hex --base16 --base58 --base2msbf --base2lsbf --z85 --decode
    --ignore-garbage --wrap=`,
    ['base64 .env', 'read .env'],
    ['base64 -w0 a', 'read a'],
  ),
  reader(
    [
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
      'xxhsum',
    ],
    sums,
    ['sha256sum -c sums', 'read sums'],
    ['shasum -a 256 a', 'read a'],
  ),
  reader(['cmp'], 'blsv -i= -n= --print-bytes --ignore-initial= --verbose --bytes= --quiet --silent', [
    'cmp -n 9 a b',
    'read a',
    'read b',
  ]),
  reader(
    ['diff3'],
    `AaeEimTvxX3 -L= --show-all --ed --show-overlap --easy-only --overlap-only --merge --text --strip-trailing-cr
    --initial-tab --label= --diff-program=!`,
    ['diff3 -m a b c', 'read a', 'read b', 'read c'],
  ),
  tool({
    names: [
      'colordiff',
      'wdiff',
      'icdiff',
      'dwdiff',
      'zcmp',
      'zdiff',
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
    effects: readAll,
    examples: [
      ['nm -D a', 'read a'],
      ['objdump -M intel -d a', 'read intel', 'read a'],
      ['zdiff --from-file=a b', 'read a', 'read b'],
      ['wdiff -a x y', 'opaque', 'read x', 'read y'],
    ],
  }),
  reader(
    ['file'],
    `vzZbcirkLhnN0pslSd -m=! -e= -f=< -F= -P= -C! --mime --mime-type --mime-encoding --apple --extension --keep-going
    --list --dereference --no-dereference --no-buffer --no-pad --print0 --preserve-date --raw --special-files
    --no-sandbox --debug --uncompress --uncompress-noreport --brief --checking-printout --magic-file=! --compile!
    --exclude= --exclude-quiet= --files-from=< --separator= --parameter=`,
    ['file -b a', 'read a'],
    ['file -f list', 'read list'],
    ['file -m a x', 'opaque', 'read x'],
  ),
];

// Tools that search file contents: the grep family and ripgrep.
import { type Call, has, optionValue } from '../call.ts';
import { tool } from '../entry.ts';
import type { Arguments } from '../options.ts';
import { below, concat, globText, isText, number, piecesOf, unknown, type Value } from '../value.ts';

function grep(call: Call, given: Arguments): void {
  const named = has(given, '-e', '-f', '--regexp', '--file');
  const pattern = named ? optionValue(given, '-e', '--regexp') : given.operands[0];
  const files = named ? given.operands : given.operands.slice(1);
  const deep =
    call.name === 'rgrep' ||
    has(given, '-r', '-R', '--recursive', '--dereference-recursive') ||
    optionValue(given, '-d', '--directories') === 'recurse';
  const places = files.length === 0 && deep ? ['.'] : files;
  for (const file of places) call.read(file, deep);
  if (has(given, '-c', '--count') && places.length === 0) call.output = { lines: [number], exact: true };
  else if (has(given, '-q', '--quiet', '--silent')) call.output = { lines: [], exact: true };
  else if (has(given, '-l', '-L', '--files-with-matches', '--files-without-match'))
    call.output = { lines: deep ? places.map(below) : places, exact: false };
  else if (places.length === 0 && given.options.every(({ name }) => wholeLines.test(name)))
    filter(call, given, pattern ?? null);
}

/** Options with which a line comes out as it came in, or not at all. */
const wholeLines = /^-(?:[vEFGPiwxes]|-invert-match|-ignore-case|-regexp|-extended-regexp|-fixed-strings)$/;

/** Lines that came in and match: narrowed where the pattern is plain enough to say how. */
function filter(call: Call, given: Arguments, pattern: Value | null): void {
  if (call.input === null) return;
  const inverted = has(given, '-v', '--invert-match');
  const lines = call.input.lines;
  if (inverted || lines.every((line) => isText(line))) call.output = { lines, exact: false };
  else if (isText(pattern)) call.output = narrowed(lines, pattern);
}

/** `\.ts$` keeps names that end so; anything cleverer could pick out names nobody thought of. */
function narrowed(lines: readonly Value[], pattern: string) {
  const ends = /^(?:\\\.|\[\.\])((?:\w+)|\(\w+(?:\|\w+)*\|?\)|\\\(\w+(?:\\\|\w+)*(?:\\\|)?\\\))\$$/.exec(pattern)?.[1];
  if (ends === undefined) return null;
  const suffixes = ends
    .replace(/[()\\]/g, '')
    .split('|')
    .filter((suffix) => suffix !== '');
  const narrow = lines.flatMap((line) => suffixes.map((suffix) => withSuffix(line, suffix)));
  return narrow.includes(null) ? null : { lines: narrow as Value[], exact: false };
}

function withSuffix(line: Value, suffix: string): Value | null {
  const pieces = piecesOf(line);
  const last = pieces.at(-1);
  if (last === undefined || isText(last) || last.glob !== '**')
    return isText(last) && last.endsWith(`.${suffix}`) ? line : null;
  return concat({ pieces: [...pieces.slice(0, -1), { glob: '**' }], many: true }, concat('/', globText(`*.${suffix}`)));
}

function ripgrep(call: Call, given: Arguments): void {
  const lists = has(given, '--files', '--type-list', '--version', '--help');
  const named = has(given, '-e', '-f', '--regexp', '--file') || lists;
  const files = named ? given.operands : given.operands.slice(1);
  const hidden = namesHidden(given) || has(given, '-.', '--hidden', '-u', '--unrestricted', '--no-ignore');
  const places = files.length > 0 ? files : call.scope.stdin === 'terminal' || lists ? ['.'] : [];
  for (const file of lists ? files : places) {
    if (hidden || !isText(file)) call.read(file, true);
    // It passes over hidden names below what it is given.
    else call.read(visibleBelow(file));
  }
  if (has(given, '--files', '-l', '--files-with-matches'))
    call.output = {
      lines: places.map((file) => (hidden || !isText(file) ? below(file) : visibleBelow(file))),
      exact: false,
    };
}

/** A glob that takes names in also takes hidden ones that match it. */
function namesHidden({ options }: Arguments): boolean {
  return options.some(
    ({ name, value }) =>
      /^(?:-g|--i?glob)$/.test(name) &&
      !(isText(value) && /^(?:!.*|(?:\*\*\/|[\w-]+\/)*\*\.(?!env\b)\w+)$/s.test(value)),
  );
}

export function visibleBelow(folder: string): Value {
  return { pieces: [folder === '/' ? '/' : `${folder.replace(/\/+$/, '')}/`, { glob: '**' }], many: true };
}

const grepOptions = `abcEFGhHiIlLnoPqrRsTuUvVwxyzZ0123456789 -A= -B= -C= -m= -e= -f=< -d= -D= --regexp= --file=< --max-count=
  --after-context= --before-context= --context= --include= --exclude= --exclude-dir= --exclude-from=< --directories=
  --devices= --label= --color? --colour? --binary-files= --basic-regexp --extended-regexp --fixed-strings --perl-regexp
  --ignore-case --no-ignore-case --word-regexp --line-regexp --null-data --no-messages --invert-match --version --help
  --byte-offset --line-number --line-buffered --with-filename --no-filename --only-matching --quiet --silent --text
  --recursive --dereference-recursive --files-with-matches --files-without-match --count --initial-tab --null
  --group-separator= --no-group-separator --binary --unix-byte-offsets`;

/** The environment, and files that a program names itself. */
const reaching =
  /\$ENV|(?<![.\w])(?:env|envsubst|strenv|load\w*|strload|eval|input_filename|import|include|modulemeta)\b/;

export const searchTools = [
  tool({
    names: ['grep', 'egrep', 'fgrep', 'rgrep', 'zgrep', 'zegrep', 'zfgrep', 'bzgrep', 'xzgrep', 'zipgrep'],
    options: grepOptions,
    effects: grep,
    examples: [
      ['grep -rn TODO src', 'read tree src'],
      ['grep -r x', 'read tree .'],
      ['grep x a b', 'read a', 'read b'],
      ['grep --recurs x src', 'read tree src'],
      ['rgrep x', 'read tree .'],
      ['grep -f pats -e x a', 'read pats', 'read a'],
      ['ls | grep -v a', 'run ls'],
    ],
  }),
  tool({
    names: ['rg'],
    options:
      '** -A= -B= -C= -d= -e= -E= -f=< -g= -j= -m= -M= -r= -t= -T= --pre=! --pre-glob= --hostname-bin=! --ignore-file=< --file=< --glob= --iglob= --type= --type-not= --type-add= --regexp= --replace= --max-count= --max-depth= --max-columns= --max-filesize= --threads= --context= --after-context= --before-context= --sort= --sortr= --color= --colors= --encoding= --engine= --path-separator= --context-separator= --field-match-separator= --dfa-size-limit= --regex-size-limit= --stop-on-nonmatch --type-clear=',
    effects: ripgrep,
    obeys: ['.ripgreprc'],
    examples: [
      ['rg -n x src -g "*.ts"', 'read glob src/**'],
      ['rg --hidden x', 'read tree .'],
      ["rg -g '.env' x", 'read tree .'],
      ['rg --pre ./e x', 'opaque', 'read glob **'],
      ['rg --files'],
    ],
  }),
  tool({
    names: ['ag', 'ack', 'ack-grep'],
    options: '** -A= -B= -C= -m= -G= -g= --pager=! --ignore= --ignore-dir= --type= --file-search-regex=',
    effects: ripgrep,
    obeys: ['.ackrc', '.agignore'],
    examples: [
      ['ag x src', 'read glob src/**'],
      ['ack --pager=sh x', 'opaque', 'read glob **'],
    ],
  }),
  tool({
    names: ['jq', 'yq', 'gojq', 'jaq'],
    options: '** -f=< -L=! --from-file=< --tab --indent= -i! --inplace! --split-exp! --split-exp-file! --stream',
    effects: (call, given) => {
      // `--arg name value`, `--slurpfile name file`: two words each.
      const pairs = call.args.flatMap((word, at) =>
        isText(word) && /^--(?:arg|argjson|slurpfile|rawfile)$/.test(word) ? [at] : [],
      );
      const values = new Set(pairs.flatMap((at) => [call.args[at + 1], call.args[at + 2]]));
      for (const at of pairs) if (/file$/.test(String(call.args[at]))) call.read(call.args[at + 2] ?? unknown);
      const words = given.operands.filter((word) => !values.has(word));
      if (call.name === 'yq' && has(given, '-s')) call.opaque('yq -s writes files');
      for (const word of words.slice(has(given, '-f', '--from-file') ? 0 : 1)) call.read(word);
      if (words.slice(0, call.name === 'yq' ? 2 : 1).some((word) => isText(word) && reaching.test(word)))
        call.opaque(`${call.name} reads the environment or other files`);
    },
    examples: [
      ['jq .a x.json', 'read x.json'],
      ['jq -r ".[0].State"'],
      ['yq -i .a=1 x.yml', 'opaque', 'read x.yml'],
      ['jq -n env', 'opaque'],
      ['yq eval \'load_str(".env")\' x.yml', 'opaque', 'read load_str(".env")', 'read x.yml'],
      ["jq --arg a b '.env' x", 'read x'],
      ["jq -n --rawfile a .env '$a'", 'read .env'],
    ],
  }),
];

// Editors, pagers, debuggers, multiplexers, database shells: they take commands themselves, so what is typed into them
// is not judged.
import { type Call, given as givenAll, has } from '../call.ts';
import { type Example, tool } from '../entry.ts';
import type { Arguments } from '../options.ts';
import { isText, mayBeOption, prefixOf, type Value } from '../value.ts';

const isInfo = (call: Call): boolean =>
  call.args.length === 1 && isText(call.args[0]) && /^(?:--version|--help|-V)$/.test(call.args[0]);

function plainOperands(call: Call): readonly Value[] {
  return call.args.filter((word) => !mayBeOption(word) && !prefixOf(word).startsWith('+'));
}

/** Reads the files it is given, may write them, and runs commands on request. */
function editor(names: readonly string[], obeys: readonly string[], ...examples: Example[]) {
  return tool({
    names,
    obeys,
    effects: (call) => {
      if (isInfo(call)) return;
      for (const file of plainOperands(call)) {
        call.read(file);
        call.write(file);
      }
      if (call.args.some((word) => /^-|^\+/.test(prefixOf(word)) && word !== '--'))
        call.opaque(`${call.name} with commands of its own`);
      if (call.scope.stdin !== 'terminal') call.opaque(`${call.name} takes commands from its input`);
      call.raw();
    },
    examples,
  });
}

function pager(names: readonly string[], obeys: readonly string[], ...examples: Example[]) {
  return tool({
    names,
    obeys,
    effects: (call) => {
      if (isInfo(call)) return;
      if (call.name === 'man') {
        if (call.args.some((word) => /^-(?:P|H|-pager|-html|-config|C|-preprocessor|l)/.test(prefixOf(word))))
          call.opaque('man with a program of its own');
      } else {
        for (const file of plainOperands(call)) call.read(file);
        if (call.args.some((word) => /^-[a-zA-Z]*[okKT]|^--(?:log|lesskey|tag)|^\+/.test(prefixOf(word))))
          call.opaque(`${call.name} with commands of its own`);
      }
      call.raw();
    },
    examples,
  });
}

/** Anything they do goes through a language of their own. */
function own(names: readonly string[], obeys: readonly string[], ...examples: Example[]) {
  return tool({
    names,
    obeys,
    effects: (call) => {
      if (isInfo(call)) return;
      if (call.args.some((word) => !isText(word) || mayBeOption(word)) || call.scope.stdin !== 'terminal')
        call.opaque(`${call.name} reads commands of its own`);
      for (const word of plainOperands(call)) call.read(word);
      call.raw();
    },
    examples,
  });
}

const plainFunctions =
  'count|sum|min|max|avg|coalesce|now|date_trunc|lower|upper|length|round|abs|in|and|or|values|as|on|using|exists|any|all|not|where|from|select|cast|extract|nullif|greatest|least|concat|substring|trim|array_agg|string_agg|json_agg|row_number|rank|over|by|interval|filter|with|like|between|then|when|else|distinct|having|varchar|numeric|decimal|char';
const otherFunction = new RegExp(`\\b(?!(?:${plainFunctions})\\b)[a-z_][\\w$]*\\s*\\(`, 'i');
const changing =
  /\\|;\s*\S|\b(?:into|copy|delete|update|insert|drop|alter|create|truncate|grant|do|call|set|lock|for\s+(?:no\s+key\s+)?update|lo_\w+|nextval|setval)\b/i;

/** One statement that looks, with no function but those that only count: anything quoted, qualified, commented or not
 * ASCII before a bracket could be another one. */
const isPlainSelect = (statement: string): boolean =>
  /^\s*(?:select|show|explain(?!\s*\(?\s*analy[sz]e)|table|values)\b/i.test(statement) &&
  !changing.test(statement) &&
  !/--|\/\*|(?<=(?:"|\.\s*\w+|[^\x00-\x7f])\s*)\(/.test(statement) &&
  !otherFunction.test(statement);

/** psql: one plain statement given with -c is the policy's to judge; backslash commands are a shell's. */
function postgres(call: Call, given: Arguments): void {
  if (isInfo(call)) return;
  const statements = givenAll(given, '-c', '--command');
  if (statements.length === 0) {
    if (has(given, '-l', '--list')) return;
    if (call.scope.stdin !== 'terminal') call.opaque('psql reads statements from its input');
    return call.raw();
  }
  if (statements.length > 1) call.opaque('psql with several statements');
  if (given.operands.some((word) => !isText(word))) call.opaque('psql with a word that is not known');
  for (const { value } of statements)
    if (!isText(value) || !isPlainSelect(value)) call.opaque('psql with a statement that is not a plain SELECT');
}

export const editorTools = [
  editor(
    [
      'vim',
      'vi',
      'nvim',
      'view',
      'vimdiff',
      'rvim',
      'ex',
      'gvim',
      'nano',
      'pico',
      'emacs',
      'emacsclient',
      'ed',
      'red',
      'joe',
      'micro',
      'hx',
      'helix',
      'kak',
      'ne',
      'jed',
      'mcedit',
      'code',
      'subl',
    ],
    ['.vimrc', '.exrc', '.nanorc', '.emacs', '.viminfo', 'init.vim', 'init.lua', '.vim/'],
    ['vi a', 'read a', 'write a', 'raw vi'],
    ["vim -c ':!x' a", 'read :!x', 'write :!x', 'read a', 'write a', 'opaque', 'raw vim'],
    ['nano --version'],
  ),
  pager(
    ['less', 'more', 'most', 'pg', 'man', 'info', 'bat', 'batcat', 'vless', 'lnav', 'w3m', 'lynx', 'links', 'elinks'],
    ['.lesskey', '.less', 'lesskey'],
    ['less a', 'read a', 'raw less'],
    ['man ls', 'raw man'],
    ['less +!x a', 'read a', 'opaque', 'raw less'],
  ),
  own(
    [
      'sqlite3',
      'mysql',
      'mariadb',
      'mongo',
      'mongosh',
      'redis-cli',
      'cqlsh',
      'clickhouse-client',
      'duckdb',
      'sqlplus',
      'mycli',
      'pgcli',
      'litecli',
      'influx',
      'etcdctl',
      'usql',
    ],
    ['.sqliterc', '.my.cnf', '.mongorc.js'],
    ['sqlite3 x.db', 'read x.db', 'raw sqlite3'],
    ["sqlite3 x.db '.shell rm'", 'read x.db', 'read .shell rm', 'raw sqlite3'],
  ),
  own(
    [
      'gdb',
      'lldb',
      'pdb',
      'pudb',
      'dlv',
      'jdb',
      'tmux',
      'screen',
      'byobu',
      'zellij',
      'script',
      'scriptreplay',
      'scriptlive',
      'asciinema',
      'ttyrec',
      'minicom',
      'picocom',
      'cu',
      'mc',
      'ranger',
      'nnn',
      'lf',
      'vifm',
      'fzf',
      'htop',
      'btop',
      'atop',
      'iotop',
      'nmtui',
      'dialog',
      'whiptail',
      'k9s',
      'lazygit',
      'tig',
      'gitui',
    ],
    ['.gdbinit', '.tmux.conf', '.screenrc', '.lldbinit'],
    ['tmux', 'raw tmux'],
    ['gdb -ex "shell rm" a', 'opaque', 'read shell rm', 'read a', 'raw gdb'],
  ),
  tool({
    names: ['psql'],
    options:
      'aAbeEHlnqsStVwWxX10z -c= -d= -f=! -F= -h= -L=! -o=! -p= -P=! -R= -T=! -U= -v=! --echo-all --no-align --echo-errors --echo-hidden --html --list --no-readline --quiet --echo-queries --single-step --single-line --tuples-only --version --no-password --password --expanded --no-psqlrc --single-transaction --csv --command= --dbname= --file=! --field-separator= --host= --log-file=! --output=! --port= --pset=! --record-separator= --table-attr=! --username= --variable=! --set=! --field-separator-zero --record-separator-zero --help?',
    effects: postgres,
    obeys: ['.psqlrc', '.pg_service.conf'],
    examples: [
      ['psql -h db -c "SELECT count(*) FROM orders"'],
      ["psql -c '\\! rm x'", 'opaque'],
      ['psql', 'raw psql'],
      ['psql -f a.sql', 'opaque', 'raw psql'],
      ['psql --outp=/x -c "select 1"', 'opaque'],
      ['psql -o/x -c "select 1"', 'opaque'],
      ['psql -c "select insert_order(1)"', 'opaque'],
      ['psql -c \'select "f"(1)\'', 'opaque'],
      ['psql -c "DELETE FROM t"', 'opaque'],
    ],
  }),
];

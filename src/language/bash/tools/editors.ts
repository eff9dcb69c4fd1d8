// Editors, pagers, debuggers, multiplexers, database shells: they take commands themselves, so what is typed into them
// is not judged.
import type { Call } from '../call.ts';
import { type Example, tool } from '../entry.ts';
import { isText, mayBeOption, prefixOf, unknown, type Value } from '../value.ts';

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

/** psql: one plain statement given with -c is the policy's to judge; backslash commands are a shell's. */
function postgres(call: Call): void {
  if (isInfo(call)) return;
  let statement: Value | undefined;
  for (let at = 0; at < call.args.length; at++) {
    const word = call.args[at] as Value;
    const text = prefixOf(word);
    if (/^-[a-zA-Z]*[foLvXP]$|^--(?:file|output|log-file|set|variable|pset)/.test(text) && !/^-X$/.test(text))
      call.opaque(`psql ${text} is not followed`);
    const attached = /^(?:-[qAtXw1]*c|--command=?)/.exec(text)?.[0];
    if (attached !== undefined) {
      const value: Value | undefined =
        text.length > attached.length || !isText(word)
          ? isText(word)
            ? text.slice(attached.length)
            : unknown
          : call.args[++at];
      if (statement !== undefined) call.opaque('psql with several statements');
      statement = value;
    } else if (!isText(word)) call.opaque('psql with a word that is not known');
  }
  if (statement === undefined) {
    if (call.args.some((word) => isText(word) && /^-l$|^--list$/.test(word))) return;
    if (call.scope.stdin !== 'terminal') call.opaque('psql reads statements from its input');
    return call.raw();
  }
  const isPlain =
    isText(statement) &&
    /^\s*(?:select|show|explain(?!\s*\(?\s*analy[sz]e)|table|values)\b/i.test(statement) &&
    !/\\|;\s*\S|\b(?:into|copy|delete|update|insert|drop|alter|create|truncate|grant|do|call|set|lock|for\s+(?:no\s+key\s+)?update|pg_\w+\s*\(|lo_\w+|dblink\w*|query_to_xml\w*|set_config|nextval|setval)\b/i.test(
      statement,
    ) &&
    !/\b(?!count|sum|min|max|avg|coalesce|now|date_trunc|lower|upper|length|round|abs|in|and|or|values|as|on|using|exists|any|all|not|where|from|select|cast|extract|nullif|greatest|least|concat|substring|trim|array_agg|string_agg|json_agg|row_number|rank|over|by|interval|filter|with|like|between|then|when|else|distinct|having)[a-z_]\w*\s*\(/i.test(
      statement,
    );
  if (!isPlain) call.opaque('psql with a statement that is not a plain SELECT');
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
    effects: postgres,
    obeys: ['.psqlrc', '.pg_service.conf'],
    examples: [
      ['psql -h db -c "SELECT count(*) FROM orders"'],
      ["psql -c '\\! rm x'", 'opaque'],
      ['psql', 'raw psql'],
      ['psql -f a.sql', 'opaque', 'raw psql'],
      ['psql -c "DELETE FROM t"', 'opaque'],
    ],
  }),
];

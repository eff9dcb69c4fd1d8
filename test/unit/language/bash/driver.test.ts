import { describe, expect, it } from 'vitest';
import { refusalOf } from './effects-of.ts';

const softSpots = [
  ...['break', 'continue 2', 'return', 'return 1', 'eval break', 'if true; then break; fi', 'true && return'],
  ...['exec ls', 'exec bash', 'exec </dev/null', 'exec 3> x', 'exec {fd}> x', 'exec >x', 'command exec ls', 'suspend'],
  ...[
    'set -e',
    'set -x; ls',
    'set -n; ls',
    'set -m; ls',
    'set -o posix; ls',
    'set -o errexit',
    'set -o vi',
    'set -o emacs; ls',
    'set +o vi',
    'set -v; ls',
    'set -k; ls',
  ],
  ...['set -H; ls', 'set +B; ls', 'set $x', 'eval "set -x"', 'builtin set -x; ls', 'f() { set -x; }; f'],
  ...[
    'shopt -s expand_aliases',
    'shopt -u extglob',
    'shopt -s "$x"',
    'shopt -so posix',
    'enable -n read',
    'enable -f x y',
  ],
  ...['_o_c=1', '_o=1', '_ostiary_x=1', 'declare _o_n=1', 'readonly _o_c=1', 'export _o=1', 'local _o=1', 'unset _o'],
  ...['read _o_c', 'read -a _o', 'printf -v _o_c x', 'for _o in 1; do :; done', 'getopts a _o_c', 'mapfile _o_c'],
  ...[
    'echo ${_o_c:=x}',
    '(( _o = 1 ))',
    'let _o=1',
    'echo $((_o++))',
    'coproc _o { ls; }',
    'ls {_o}> x',
    '_o=1 ls',
    '_o+=x',
  ],
  ...['wait -p _o_c', 'select _o in a; do :; done', 'env _o_x=1 ls'],
  ...['read() { :; }', 'printf() { :; }', 'eval() { :; }', 'stty() { :; }', 'command() { :; }', 'builtin() { :; }'],
  ...['function trap { :; }', 'cd() { ls; }', '_o_x() { :; }', '_ostiary() { :; }', '[() { :; }', 'true() { :; }'],
  ...['kill -STOP $$', 'kill -SIGSTOP 1', 'kill -19 $$'],
  ...[
    'echo >&11',
    'echo 2>&9',
    'read -u 10 x',
    'cat <&10',
    'ls 8>&-',
    'ls 9>x',
    'mapfile -u 11 x',
    'echo >&$x',
    'echo 10>x',
  ],
  ...[
    'trap - INT',
    "trap '' INT",
    'trap : TTOU',
    'trap ls EXIT',
    'trap ls DEBUG',
    'trap ls RETURN',
    'trap ls ERR',
    'trap ls 0',
  ],
  ...['trap ls "$x"', 'trap INT', 'f() { trap - INT; }; f'],
  ...[
    'echo x > /proc/1/fd/9',
    'echo x > /proc/$$/fd/9',
    'tee /proc/self/fd/9',
    'cd /proc/self/fd && echo > 9',
    'cp a /proc/1/mem',
  ],
  ...[
    'LC_ALL=zh_CN.GBK',
    'LC_CTYPE=x ls',
    'export LANG=ja_JP.SJIS',
    'env LC_ALL=zh_TW.BIG5 ls',
    'LC_ALL=$x',
    'LC_ALL=en_US ls',
  ],
  ...[
    'POSIXLY_CORRECT=1',
    'PROMPT_COMMAND=ls',
    'PS1=x',
    "PS4='$(ls)'",
    'LOCPATH=/tmp',
    'TMOUT=1',
    'BASH_COMPAT=31',
    'IGNOREEOF=1',
  ],
  ...['bash', 'sh', 'bash -i', 'zsh', 'env bash', 'command bash', '/bin/bash', 'fish', 'bash --norc', 'sh -s'],
];

describe("the soft spots of the session's own shell", () => {
  it.each(softSpots)('are closed: %s', (statement) => {
    const refusal = refusalOf(statement);
    expect(refusal?.reason ?? 'not refused').not.toBe('not refused');
    expect(refusal?.hint).toMatch(/\w/);
  });
});

const fine = [
  ...[
    'for i in 1 2; do break; done',
    'while true; do continue; done',
    'f() { return 1; }',
    '( exec ls )',
    '( trap ls EXIT )',
  ],
  ...[
    'set -euo pipefail; ls',
    'set -u',
    'set -- a b',
    'set +x',
    'ls 3>x >&3',
    '{ echo a >&4; } 4>x',
    'echo hi >&2',
    'ls 2>&1',
  ],
  ...[
    'LC_ALL=C sort a',
    'LANG=en_US.UTF-8 ls',
    'export LC_ALL=C.UTF-8',
    'trap -p',
    'bash -c "set -x; ls"',
    'bash -c "exec ls"',
  ],
  ...[
    '( set -e; ls )',
    'read -r x < a',
    'bash --version',
    'echo hi | bash',
    'enable -a',
    'shopt -s nullglob',
    'other_=1',
    'x_o=1',
  ],
];

describe('statements that look like soft spots and are none', () => {
  it.each(fine)('are not refused: %s', (statement) => {
    expect(refusalOf(statement)).toBeNull();
  });
});

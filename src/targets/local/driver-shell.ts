// What the driver shell is told: bash text, and nothing else. The driver is a bash whose own standard input is the
// statement channel; descriptor 8 is the status channel. The prefix `_o_` is reserved for it.

/**
 * `_o_begin` gives SIGINT its meaning back, says so, and sets `$?` for the statement (but not under `set -e`, which
 * would end the shell). `_o_end` takes it away and reports. SIGINT must be ignored whenever bash reads the channel: it
 * would drop the part already read, and run the rest as a statement of its own. And none may come before `_o_begin` has
 * reported: for a moment `trap - INT` sets the system's default, which ends bash. A statement that took away bash's copy
 * of the channel has left another file as its stdin, the terminal at worst: then it must read nothing more. `pwd` tells
 * bash's own idea of the working directory; `$PWD` could be assigned. `_o_reset` mends the terminal and drops keys that
 * no program has read.
 */
const functions = [
  `_o_begin() { builtin trap - INT; builtin printf 'B %s\\0' "$1" >&8; [[ $- == *e* ]] || builtin return "$2"; }`,
  `_o_end() { builtin set -- "$1" "$?"; builtin trap '' INT; ` +
    `[[ -p /dev/stdin ]] || builtin kill -KILL $$; ` +
    `{ builtin printf 'R %s %s ' "$@"; builtin pwd; builtin printf '\\0'; } >&8; }`,
  '_o_reset() { builtin local k; /usr/bin/stty sane || :; ' +
    'while IFS= builtin read -r -s -t 0.001 -n 4096 k || [[ -n $k ]]; do :; done; }',
];

/** What `read -e` would do at a key: run the typed line, or the substitutions in it. */
const runningKeys = [
  'builtin bind -u shell-expand-line',
  'builtin bind -u edit-and-execute-command',
  'builtin bind -m vi-command -u vi-edit-and-execute-command',
];

export interface DriverShell {
  /** What makes a fresh bash the driver; it reports `nonce`, as begun and as ended, when done. */
  prepare(nonce: string): string;
  /** Runs a statement that sees `previous` as its `$?`; reports `nonce` when it begins and when it has ended. */
  run(statement: string, previous: number, nonce: string): string;
  /** Reports `nonce` as ended, once more. */
  report(nonce: string): string;
  /** Makes the terminal ready for the next statement; empty without a terminal. */
  reset(): string;
}

/** `terminal` is the path of the statements' terminal, null when they have none and read nothing. */
export function createDriverShell(terminal: string | null): DriverShell {
  const input = terminal ?? '/dev/null';
  const report = (nonce: string) => `_o_end ${nonce}\n`;
  return {
    prepare: (nonce) =>
      [
        'builtin set +H +o history',
        'builtin shopt -u expand_aliases checkjobs huponexit',
        'builtin unset PROMPT_COMMAND MAILCHECK TMOUT',
        // Empty prompts are the driver's own, not those of a shell it starts.
        'builtin declare +x PS0 PS1 PS2',
        // bash warns that line editing is off; `read -e` edits all the same.
        `{ ${runningKeys.join('; ')}; } 2>/dev/null`,
        ...functions,
        'builtin readonly -f _o_begin _o_end _o_reset',
        `builtin trap '' INT`,
        `builtin printf 'B ${nonce}\\0' >&8`,
        report(nonce),
      ].join('\n'),
    // The report stands twice: behind the statement, so that bash has read it before the statement can take it from
    // the channel, and in a line of its own, because ctrl-C makes bash drop the rest of the first.
    run: (statement, previous, nonce) =>
      `_o_begin ${nonce} ${previous}; builtin eval ${quote(statement)} <${input} 8>&-; ${report(nonce)}${report(nonce)}`,
    report,
    reset: () => (terminal === null ? '' : `_o_reset <${terminal} 8>&- 2>/dev/null\n`),
  };
}

/** One word for bash, whatever the text. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

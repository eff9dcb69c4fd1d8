// Programs whose words are code or another command: a pattern over them would allow what nobody saw.
import { commandName } from '../../policy/run-pattern.ts';

const shells = 'bash rbash sh dash ash zsh ksh mksh fish csh tcsh pwsh elvish nu xonsh rc es busybox toybox';
const interpreters =
  'node nodejs deno bun tsx ts-node python pypy perl ruby irb php lua luajit Rscript R julia guile tclsh wish expect ' +
  'java groovy scala erl elixir iex swift jshell m4 bc dc awk gawk mawk nawk sed ed ex vi vim nvim emacs gdb psql mysql ' +
  'mariadb sqlite3 mongosh redis-cli';
const wrappers =
  'env nice ionice timeout nohup setsid stdbuf time setarch taskset chrt flock watch xargs parallel find fd strace ' +
  'ltrace perf valgrind sudo doas su runuser pkexec chroot unshare nsenter systemd-run ssh docker podman kubectl ' +
  'command builtin exec eval source . script tmux screen at batch crontab unbuffer chronic';

/** Their words name code that somebody else wrote: a package, a script of the project. */
const fetchers = 'npm npx pnpm pnpx yarn bunx pip pip3 pipx uv uvx gem bundle composer make just task gradle mvn';

const setOf = (...lists: readonly string[]) => new Set(lists.flatMap((names) => names.split(' ')));
const readers = setOf(shells, interpreters);
const carriers = setOf(shells, interpreters, wrappers, fetchers);

/** True for what takes a script as a file or as its input; also for `python3.12` and `/usr/bin/node`. */
export function isInterpreter(word: string): boolean {
  return names(readers, word);
}

export function isCarrier(word: string): boolean {
  return names(carriers, word);
}

function names(list: ReadonlySet<string>, word: string): boolean {
  const name = commandName(word);
  return list.has(name) || list.has(name.replace(/(?<![-\d.])[-\d.]+$/, ''));
}

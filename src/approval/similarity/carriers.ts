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

const carriers = new Set([shells, interpreters, wrappers, fetchers].flatMap((names) => names.split(' ')));

/** True also for `python3.12` and `/usr/bin/env`. */
export function isCarrier(word: string): boolean {
  const name = commandName(word);
  return carriers.has(name) || carriers.has(name.replace(/[-\d.]+$/, ''));
}

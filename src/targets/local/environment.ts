// The environment of everything a session runs, built from a fixed list: nothing of the broker's own passes, and of
// the client's only what cannot change what a statement does.
import type { Opening } from '../target.ts';
import type { Account } from './account.ts';

/** The variable that marks every process of a session; its value is the session's id. */
export const sessionMarker = 'OSTIARY_SESSION';

const utf8Locale = /^[A-Za-z]{1,8}(_[A-Za-z]{1,8})?\.(UTF-8|utf-?8)(@[A-Za-z]{1,16})?$/;
const terminalName = /^[A-Za-z0-9][A-Za-z0-9._+-]{0,63}$/;
const dimension = /^[1-9]\d{0,3}$/;

// A repository must not start programs of its own (hooks, file-system monitor, a bare repository found by cd).
const gitSettings = { 'safe.bareRepository': 'explicit', 'core.fsmonitor': 'false', 'core.hooksPath': '/dev/null' };

export function buildEnvironment(
  opening: Pick<Opening, 'session' | 'terminal' | 'environment'>,
  account: Pick<Account, 'name' | 'home'>,
  settings: { readonly path: string; readonly shell: string },
): Record<string, string> {
  const { LANG, COLUMNS, LINES } = opening.environment;
  return {
    PATH: settings.path,
    HOME: account.home,
    USER: account.name,
    LOGNAME: account.name,
    SHELL: settings.shell,
    // A bash at level 1 whose stdin is a socket takes itself for a network login and reads ~/.bashrc.
    SHLVL: '1',
    // Under GBK or BIG5 the same bytes would parse differently from what was judged; LC_ALL stays unset.
    LC_CTYPE: 'C.UTF-8',
    HISTFILE: '/dev/null',
    INPUTRC: '/dev/null',
    PAGER: 'cat',
    GIT_PAGER: 'cat',
    MANPAGER: 'cat',
    LESSSECURE: '1',
    ...gitEnvironment(),
    ...(LANG !== undefined && utf8Locale.test(LANG) ? { LANG } : {}),
    ...(opening.terminal ? { TERM: terminalName.test(opening.terminal.type) ? opening.terminal.type : 'dumb' } : {}),
    ...(!opening.terminal && COLUMNS !== undefined && dimension.test(COLUMNS) ? { COLUMNS } : {}),
    ...(!opening.terminal && LINES !== undefined && dimension.test(LINES) ? { LINES } : {}),
    [sessionMarker]: opening.session,
  };
}

function gitEnvironment(): Record<string, string> {
  const entries = Object.entries(gitSettings).flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ]);
  return { GIT_CONFIG_COUNT: String(entries.length / 2), ...Object.fromEntries(entries) };
}

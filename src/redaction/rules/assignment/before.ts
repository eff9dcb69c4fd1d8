// What stands before a name on its line: whether it is an option, the argument of a command, or beside a user's name.
import { isBlankCode } from './look.ts';
import type { Name } from './names.ts';

/** At the beginning of a line `pass` or `key` are just words; names of this length are not. */
const longestWord = 8;
/** So far back it is looked (characters). */
const reach = 120;

/** Nothing but blanks. */
export function beginsLine(text: string, from: number): boolean {
  let at = from;
  while (at > 0 && isBlankCode(text.charCodeAt(at - 1))) at--;
  return at === 0;
}

export function isFlag(text: string, from: number): boolean {
  const first = text[from];
  const before = text[from - 1];
  return (first === '-' || (before === '-' && first !== undefined)) && (from < 1 || /[\s"'`,[(=-]/.test(before ?? ' '));
}

/** An option, the argument of a command, or a line of a file without a sign between: `requirepass …`. */
export function isAnnounced(text: string, from: number, to: number): boolean {
  if (isFlag(text, from) || isArgument(text, from)) return true;
  return (to - from >= longestWord || text.startsWith('pw', to - 2)) && beginsLine(text, from);
}

/** `machine … login … password …`, `username … secret …`. */
export function isBesideUser(text: string, from: number, name: Name): boolean {
  return name.besideUser && namesUser(text) && besideUser.test(text.slice(Math.max(0, from - reach), from));
}

const besideUser = /(?:machine|login|user(?:name)?|account|enable)[ \t]+\S{0,64}[ \t]*(?:\S{1,64}[ \t]+){0,3}$/i;
const namesUser = once(/machine|login|user|account|enable/i);

/** Commands that take a name and a value. */
const setting =
  /(?:^|[\s;&|(])(?:ENV|ARG|setx|set|setenv|SetEnv|configure set|config(?:[ \t]+(?:set|add))?|#define|define|requirepass|kv put|proxy_set_header|(?:fastcgi|uwsgi)_param|RequestHeader set)(?:[ \t]{1,4}-{1,2}[\w-]{1,20}){0,3}[ \t]{1,4}(?:[\w-]{1,40}\/){0,4}$/;
const namesSetting = once(/ENV|ARG|set|SetEnv|config|#define|define|requirepass|kv put|proxy_set_header|_param/);

export function isArgument(text: string, from: number): boolean {
  return namesSetting(text) && setting.test(text.slice(Math.max(0, from - reach), from));
}

/** A test that is asked about the same text many times. */
function once(regex: RegExp): (text: string) => boolean {
  let last = '';
  let answer = regex.test(last);
  return (text) => {
    if (text !== last) {
      answer = regex.test(text);
      last = text;
    }
    return answer;
  };
}

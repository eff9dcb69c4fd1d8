// Names followed by their secret: `DB_PASSWORD=…`, `"apiKey": "…"`, `--token …`, `<password>…</password>`, in the
// ways shells, configuration files, programs and logs write them.
import { entropy } from '../../checks/entropy.ts';
import type { Found, Rule } from '../../rule.ts';
import { assignmentFinds, assignmentIgnores } from './examples.ts';
import { isBlankCode, isNameCode, longestName, mayAssignBytes } from './look.ts';
import { classOfName, type NameClass } from './names.ts';
import { readValue, type Value } from './read-value.ts';
import { type Form, isSecretValue } from './values.ts';
import { operators, type Way } from './ways.ts';

/** At the beginning of a line `pass` or `key` are just words; names of this length are not. */
const longestWord = 8;

interface Assignment extends Value {
  readonly kind: NameClass;
  readonly how: Way;
  /** Nothing but the name tells that the next word is its value. */
  readonly loose: boolean;
}

export const assignment: Rule = {
  kind: 'secret',
  group: 'secrets',
  triggers: [
    'pass',
    'pwd',
    'pswd',
    'psk',
    'bindpw',
    'rootpw',
    '_pw',
    '-pw',
    '.pw',
    ' pw',
    '"pw',
    "'pw",
    '&pw',
    '?pw',
    'secret',
    'token',
    'key',
    'cred',
    'auth',
    'dsn',
    'securestring',
  ],
  roomy: true,
  find(text, at, after): Found | undefined {
    const name = nameAround(text, at, after);
    const read = readAssignment(text, name);
    // Other triggers in the same name would say the same.
    if (!read) return { start: name.from, end: name.to, masked: false };
    // Nothing yet: perhaps on the next line.
    if (read.end <= read.start) return { start: name.from, end: read.open ? text.length : name.to, masked: false };
    const value = text.slice(read.start, read.end);
    const masked = suits(read, value) && isSecretValue(value, read.kind, read.form);
    // Another name may stand inside what was refused, but only quotes and tags end soon enough to look again.
    const runsOn = read.form !== 'quoted' && read.how !== 'element' && !read.loose;
    return masked || runsOn ? { start: read.start, end: read.end, masked } : undefined;
  },
  opens(text, at, after) {
    const read = readAssignment(text, nameAround(text, at, after));
    // A block, a document, a line that goes on: the value stands on the next one.
    if (read && belowThis.test(text.slice(read.start))) return text.length;
    return read?.open && !/^[$<{%*]/.test(text.slice(read.start, read.start + 1)) ? read.start : -1;
  },
  mayFind: mayAssignBytes,
  finds: assignmentFinds,
  ignores: assignmentIgnores,
};

// The looser the way it is written, the more the value must say.
function suits(read: Assignment, value: string): boolean {
  if (read.how === 'assigns') return true;
  const mixed = /[0-9]/.test(value) && /[A-Za-z]/.test(value);
  if (read.how === 'cell') return mixed && value.length >= 8;
  if (read.how === 'called') return mixed && value.length >= 6 && !/^[A-Z][A-Z0-9_]*$/.test(value);
  if (read.how === 'listed')
    return mixed && value.length >= 8 && !/[[\]]|^[A-Za-z]+(?:-[a-z]+)*-?\d+[a-zA-Z]*$/.test(value) && !isDotted(value);
  if (read.how === 'told' && read.form === 'quoted' && read.kind === 'password')
    return /^[\w.@!#$%*+-]{6,}$/.test(value);
  if (read.how === 'told') return read.kind === 'password' ? mixed && value.length >= 6 : mixed && value.length >= 16;
  // `user and password separated`: prose, not a line of .netrc.
  if (read.how === 'spaced' && read.loose) return mixed && /^[\w+/=]{16,}$/.test(value) && entropy(value) >= 3.3;
  if (read.how === 'spaced' && read.form !== 'quoted') return mixed || /[^A-Za-z]/.test(value);
  return true;
}

/** Names of modules and hosts have dots; in a token a part between them is long. */
function isDotted(value: string): boolean {
  return value.includes('.') && !value.split('.').some((part) => part.length >= 16 && /[0-9]/.test(part));
}

interface Name {
  readonly from: number;
  readonly to: number;
}

function nameAround(text: string, at: number, after: number): Name {
  let from = isNameCode(text.charCodeAt(at)) ? at : at + 1;
  while (from > 0 && at - from < longestName && isNameCode(text.charCodeAt(from - 1))) from--;
  let to = after;
  while (to < text.length && to - after < longestName && isNameCode(text.charCodeAt(to))) to++;
  return { from, to };
}

// Whether a value is found and whether it is open is asked one after the other.
let lastText = '';
let lastName: Name = { from: -1, to: -1 };
let lastRead: Assignment | undefined;

function readAssignment(text: string, name: Name): Assignment | undefined {
  if (name.from === lastName.from && name.to === lastName.to && text === lastText) return lastRead;
  lastRead = readNew(text, name);
  lastText = text;
  lastName = name;
  return lastRead;
}

function readNew(text: string, { from, to }: Name): Assignment | undefined {
  if (!mayAssign(text, from, to)) return undefined;
  const kind = classOfName(fullName(text, from, to));
  if (kind === undefined) return undefined;
  const next = text.charCodeAt(to);
  const spaced = isBlankCode(next);
  let beyondBlanks = to;
  while (isBlankCode(text.charCodeAt(beyondBlanks))) beyondBlanks++;
  const second = text.charCodeAt(beyondBlanks);
  for (const { way, regex, begins, beyond } of operators) {
    if ((begins && begins[next] !== 1) || (spaced && beyond && beyond[second] !== 1)) continue;
    regex.lastIndex = to;
    if (!regex.test(text)) continue;
    if (!allowed(text, from, to, way)) return undefined;
    const start = regex.lastIndex;
    const loose = way === 'spaced' && !isAnnounced(text, from, to) && !isBesideUser(text, from, to);
    const value = readValue(text, start, formOf(text, from, way, text.slice(to, start)));
    return { kind, how: way, loose, start: value.start, end: value.end, form: value.form, open: value.open };
  }
  return undefined;
}

// `API key`, `public key`: the word before says which.
function fullName(text: string, from: number, to: number): string {
  const first = text.charCodeAt(from);
  const name = first === 0x2d || first === 0x2e ? text.slice(from, to).replace(/^[-.]+/, '') : text.slice(from, to);
  if (name.length > 6 || text.charCodeAt(from - 1) !== 0x20 || !/^(?:keys?|tokens?)$/i.test(name)) return name;
  let begin = from - 1;
  while (begin > 0 && from - begin <= 20 && isAlnumCode(text.charCodeAt(begin - 1))) begin--;
  return from - begin > 2 ? `${text.slice(begin, from - 1)}_${name}` : name;
}

function isAlnumCode(code: number): boolean {
  return isNameCode(code) && code !== 0x5f && code !== 0x2d && code !== 0x2e;
}

// Most names are just words: what follows them tells it without trying all the ways.
function mayAssign(text: string, from: number, to: number): boolean {
  let at = to;
  while (at < text.length && at - to < 24 && isBlankCode(text.charCodeAt(at))) at++;
  const next = text[at];
  if (next === undefined) return false;
  if (next === '%') return /^%3D/i.test(text.slice(at, at + 3));
  if (at === to)
    return next === '(' || next === '[' ? /["'`\\ \t\]\d]/.test(text[at + 1] ?? '') : !/[/{}*@#$%^&;.~]/.test(next);
  return (
    /["'`=:?|+!.\xe2]/.test(next) ||
    typed.test(text.slice(at, at + 12)) ||
    isFlag(text, from) ||
    isArgument(text, from) ||
    (/[iwfot]/.test(next) && passwordName.test(text.slice(from, to))) ||
    plainName.test(text.slice(from, to)) ||
    snakeName.test(text.slice(from, to)) ||
    /^[ \t]*$/.test(text.slice(0, from))
  );
}

const typed = /^(?:(?:string|str|\[\]byte|bytes|text|any)\b|(?:value|content|default)[ \t]*=|-Value[ \t]|\/[td][ \t])/i;
/** What no one would write in a sentence. */
const snakeName = /^[a-z]+(?:_[a-z]+)+$/;
const belowThis = /^(?:[|>][-+]?|\\|<<[-~]?["']?\w{1,20}["']?)[ \t]*$/;
const bareKey = /^(?:(?:api|access|secret|auth)[-_]?(?:key|token|secret)|secret|token)$/i;
const plainName =
  /^(?:(?:api|access|secret|auth)[-_]?(?:key|token|secret)|token|password|secret|passwd|passphrase|identified|[a-z]\w*(?:\.\w+)+)$/i;
const passwordName = /passw|secret|token|key$/i;

function allowed(text: string, from: number, to: number, how: Way): boolean {
  const before = text.slice(Math.max(0, from - 120), from);
  // The name of a user in an address.
  if (before.endsWith('://')) return false;
  if (how === 'element')
    return /<(?:[\w:]{0,20}|[\w:]{1,20}[ \t](?:[^<>]{0,80}[ \t])?(?:name|key|id)=["'])$/.test(before);
  // The end of an address or a sentence is no name.
  if (how === 'listed') return /["'`\\]$/.test(before);
  if (how === 'cell') return /^[ \t]*(?:\||\xe2\x94\x82)?[ \t]*$/.test(text.slice(0, from));
  if (how === 'spacedQuote')
    return (
      /^(?:.*(?:password|securestring|secret|psk|passphrase))$/i.test(text.slice(from, to)) ||
      isFlag(text, from) ||
      isArgument(text, from)
    );
  if (how !== 'spaced') return true;
  const name = text.slice(from, to);
  if (isAnnounced(text, from, to) || snakeName.test(name) || bareKey.test(name)) return true;
  if (!/^(?:password|passwd|passphrase)$/i.test(name)) return false;
  return isBesideUser(text, from, to);
}

/** `machine … login … password …`, `username … secret …`. */
function isBesideUser(text: string, from: number, to: number): boolean {
  return (
    /^(?:password|secret|passwd|passphrase)$/i.test(text.slice(from, to)) &&
    namesUser(text) &&
    besideUser.test(text.slice(Math.max(0, from - 120), from))
  );
}

const besideUser = /(?:machine|login|user(?:name)?|account|enable)[ \t]+\S{0,64}[ \t]*(?:\S{1,64}[ \t]+){0,3}$/i;
const namesUser = once(/machine|login|user|account|enable/i);

/** An option, the argument of a command, or a line of a file without a sign between: `requirepass …`. */
function isAnnounced(text: string, from: number, to: number): boolean {
  if (isFlag(text, from) || isArgument(text, from)) return true;
  return (to - from >= longestWord || /pw$/.test(text.slice(from, to))) && /^[ \t]*$/.test(text.slice(0, from));
}

/** Commands that take a name and a value. */
const setting =
  /(?:^|[\s;&|(])(?:ENV|ARG|setx|set|setenv|SetEnv|configure set|config(?:[ \t]+(?:set|add))?|#define|define|requirepass|kv put|proxy_set_header|(?:fastcgi|uwsgi)_param|RequestHeader set)(?:[ \t]{1,4}-{1,2}[\w-]{1,20}){0,3}[ \t]{1,4}(?:[\w-]{1,40}\/){0,4}$/;

const namesSetting = once(/ENV|ARG|set|SetEnv|config|#define|define|requirepass|kv put|proxy_set_header|_param/);

function isArgument(text: string, from: number): boolean {
  return namesSetting(text) && setting.test(text.slice(Math.max(0, from - 120), from));
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

function isFlag(text: string, from: number): boolean {
  const first = text[from];
  const before = text[from - 1];
  return (first === '-' || (before === '-' && first !== undefined)) && (from < 1 || /[\s"'`,[(=-]/.test(before ?? ' '));
}

function formOf(text: string, from: number, how: Way, operation: string): Form {
  if (how === 'spaced' || how === 'element' || how === 'plist' || how === 'told' || how === 'cell') return 'strict';
  const shell = operation === '=' && (from === 0 || /[\s;&|(`"'?]/.test(text[from - 1]!));
  if (shell && how === 'assigns')
    return /^[A-Z0-9_]+$/.test(text.slice(from, from + 8).replace(/=.*/, '')) ? 'strict' : 'bare';
  return isFlag(text, from) ? 'strict' : 'bare';
}

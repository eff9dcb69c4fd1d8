// Names followed by their secret: `DB_PASSWORD=…`, `"apiKey": "…"`, `--token …`, `<password>…</password>`, in the
// ways shells, configuration files, programs and logs write them.
import { entropy } from '../../checks/entropy.ts';
import type { Found, Rule } from '../../rule.ts';
import { beginsLine, isAnnounced, isArgument, isBesideUser, isFlag } from './before.ts';
import { assignmentFinds, assignmentIgnores } from './examples.ts';
import { codes, isBlankCode, isNameCode, longestName, mayAssignBytes } from './look.ts';
import { classBehind, classOfName, type Name, type NameClass, nameOf } from './names.ts';
import { readValue, type Value } from './read-value.ts';
import { type Form, isSecretValue } from './values.ts';
import { operators, type Way } from './ways.ts';

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
    if (!read) return -1;
    const first = text.charCodeAt(read.start);
    if (beginsBelow[first] === 1 && belowThis.test(text.slice(read.start))) return text.length;
    return read.open && beginsExpression[first] !== 1 ? read.start : -1;
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

/** Where a name stands. */
interface Place {
  readonly from: number;
  readonly to: number;
}

function nameAround(text: string, at: number, after: number): Place {
  let from = isNameCode(text.charCodeAt(at)) ? at : at + 1;
  while (from > 0 && at - from < longestName && isNameCode(text.charCodeAt(from - 1))) from--;
  let to = after;
  while (to < text.length && to - after < longestName && isNameCode(text.charCodeAt(to))) to++;
  return { from, to };
}

// Whether a value is found and whether it is open is asked one after the other.
let lastText = '';
let lastPlace: Place = { from: -1, to: -1 };
let lastRead: Assignment | undefined;

function readAssignment(text: string, place: Place): Assignment | undefined {
  if (place.from === lastPlace.from && place.to === lastPlace.to && text === lastText) return lastRead;
  lastRead = readNew(text, place);
  lastText = text;
  lastPlace = place;
  return lastRead;
}

function readNew(text: string, { from, to }: Place): Assignment | undefined {
  const name = nameOf(text.slice(from, to));
  const kind = name.lone ? classOfLone(text, from, to) : name.class;
  if (kind === undefined || !mayAssign(text, from, to, name)) return undefined;
  const next = text.charCodeAt(to);
  const spaced = isBlankCode(next);
  let beyondBlanks = to;
  while (isBlankCode(text.charCodeAt(beyondBlanks))) beyondBlanks++;
  const second = text.charCodeAt(beyondBlanks);
  for (const { way, regex, begins, beyond } of operators) {
    if ((begins && begins[next] !== 1) || (spaced && beyond && beyond[second] !== 1)) continue;
    regex.lastIndex = to;
    if (!regex.test(text)) continue;
    const start = regex.lastIndex;
    if (!allowed(text, from, to, way, name)) return undefined;
    const loose = way === 'spaced' && !isAnnounced(text, from, to) && !isBesideUser(text, from, name);
    const value = readValue(text, start, formOf(text, from, to, start, way));
    return { kind, how: way, loose, start: value.start, end: value.end, form: value.form, open: value.open };
  }
  return undefined;
}

function classOfLone(text: string, from: number, to: number): NameClass | undefined {
  const name = text.slice(from, to);
  let begin = from - 1;
  if (text.charCodeAt(begin) !== 0x20) return classOfName(name);
  while (begin > 0 && from - begin <= 20 && isAlnumCode(text.charCodeAt(begin - 1))) begin--;
  return from - begin > 2 ? classBehind(text.slice(begin, from - 1), name) : classOfName(name);
}

function isAlnumCode(code: number): boolean {
  return isNameCode(code) && code !== 0x5f && code !== 0x2d && code !== 0x2e;
}

// Most names are just words: what follows them tells it without trying all the ways.
function mayAssign(text: string, from: number, to: number, name: Name): boolean {
  let at = to;
  while (at < text.length && at - to < 24 && isBlankCode(text.charCodeAt(at))) at++;
  if (at >= text.length) return false;
  const next = text.charCodeAt(at);
  if (next === 0x25) return /^%3D/i.test(text.slice(at, at + 3));
  if (at === to) return opensList[next] === 1 ? beginsItem[text.charCodeAt(at + 1)] === 1 : noSign[next] !== 1;
  return (
    signs[next] === 1 ||
    (beginsType[next] === 1 && typed.test(text.slice(at, at + 12))) ||
    name.plain ||
    name.snake ||
    (name.sounds && beginsTelling[next] === 1) ||
    isFlag(text, from) ||
    beginsLine(text, from) ||
    isArgument(text, from)
  );
}

const signs = codes('"\'`=:?|+!.\xe2');
const noSign = codes('/{}*@#$%^&;.~');
const opensList = codes('([');
const beginsItem = codes('"\'`\\ \t]0123456789');
const beginsType = codes('sStTbBaAvVcCdD[-/');
/** `is`, `was`, `for`, `of`, `to`. */
const beginsTelling = codes('iwfot');
const typed = /^(?:(?:string|str|\[\]byte|bytes|text|any)\b|(?:value|content|default)[ \t]*=|-Value[ \t]|\/[td][ \t])/i;
const belowThis = /^(?:[|>][-+]?|\\|<<[-~]?["']?\w{1,20}["']?)[ \t]*$/;
const beginsBelow = codes('|>\\<');
const beginsExpression = codes('$<{%*');

function allowed(text: string, from: number, to: number, how: Way, name: Name): boolean {
  // The name of a user in an address.
  if (text.endsWith('://', from)) return false;
  if (how === 'element') return elementBefore.test(text.slice(Math.max(0, from - 120), from));
  // The end of an address or a sentence is no name.
  if (how === 'listed') return quotes[text.charCodeAt(from - 1)] === 1;
  if (how === 'cell') return /^[ \t]*(?:\||\xe2\x94\x82)?[ \t]*$/.test(text.slice(0, from));
  if (how === 'spacedQuote') return name.endsSecret || isFlag(text, from) || isArgument(text, from);
  if (how !== 'spaced' || name.snake || name.bareKey) return true;
  return isAnnounced(text, from, to) || (name.password && isBesideUser(text, from, name));
}

const quotes = codes('"\'`\\');
const elementBefore = /<(?:[\w:]{0,20}|[\w:]{1,20}[ \t](?:[^<>]{0,80}[ \t])?(?:name|key|id)=["'])$/;

function formOf(text: string, from: number, to: number, start: number, how: Way): Form {
  if (how === 'spaced' || how === 'element' || how === 'plist' || how === 'told' || how === 'cell') return 'strict';
  const shell =
    start === to + 1 && text.charCodeAt(to) === 0x3d && (from === 0 || beginsWord[text.charCodeAt(from - 1)] === 1);
  if (shell && how === 'assigns') return isUpper(text, from, Math.min(from + 8, to)) ? 'strict' : 'bare';
  return isFlag(text, from) ? 'strict' : 'bare';
}

const beginsWord = codes(' \t\n\r\v\f\xa0;&|(`"\'?');

/** A name of the environment. */
function isUpper(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if ((code < 0x41 || code > 0x5a) && (code < 0x30 || code > 0x39) && code !== 0x5f) return false;
  }
  return true;
}

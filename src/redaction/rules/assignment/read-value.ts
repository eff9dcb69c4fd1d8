// Where a value ends: at its closing quote, or where something else begins.
import type { Form } from './values.ts';

const longestQuoted = 512;

export interface Value {
  readonly start: number;
  readonly end: number;
  readonly form: Form;
  /** It may go on behind the end of the text. */
  readonly open: boolean;
}

const longestPlain = 4096;
const mayOpen = codesOf(/[bfruBFRU@N\\"'`]/);
const isQuote = codesOf(/["'`]/);
const endsPlain = codesOf(/[\s"'`\x00-\x1f]/);
/** What something else may begin with behind a value without quotes. */
const mayFollow = codesOf(/[;&,|<\\.:)\]}>%]/);
const opening = /(?:[bfruBFRU]{0,2}|@|N)(\\{0,4})("{3}(?!")|'{3}(?!')|["'`])/y;

/** The value that begins at `at`, or nothing of one yet. */
export function readValue(text: string, at: number, form: Form): Value {
  const first = text.charCodeAt(at);
  if (isQuote[first] === 1 && text.charCodeAt(at + 1) !== first) return readQuoted(text, at + 1, text[at]!);
  if (mayOpen[first] === 1) {
    opening.lastIndex = at;
    const quoted = opening.exec(text);
    if (quoted) return readQuoted(text, opening.lastIndex, quoted[1]! + quoted[2]!);
  }
  let stop = at;
  let follows = -1;
  for (; stop < text.length && stop - at < longestPlain; stop++) {
    const code = text.charCodeAt(stop);
    if (endsPlain[code] === 1) break;
    if (follows < 0 && mayFollow[code] === 1) follows = stop - at;
  }
  const open = stop === text.length;
  if (follows < 0) return { start: at, end: stop, form, open };
  const whole = text.slice(at, stop);
  if (form === 'strict' && first !== 0x3c && elementBefore.test(text.slice(Math.max(0, at - 16), at))) {
    const end = whole.search(/<|\]\]>/);
    return {
      start: at,
      end: end < 0 ? stop : at + end,
      form,
      open: end < 0 && open,
    };
  }
  // What follows belongs to something else: the next parameter, the end of a list or a sentence. In an environment
  // line nearly everything is value.
  const regex = form === 'strict' ? followingStrict : following;
  regex.lastIndex = follows;
  const next = regex.exec(whole);
  const end = next && next.index > 0 ? at + next.index : stop;
  return { start: at, end, form, open };
}

const elementBefore = />(?:<!\[CDATA\[|<Value>)?[ \t]*$/i;

// Also the first word of the next setting of a connection: `;Initial Catalog=`, `;User ID=`.
const followingStrict =
  /;(?=(?:Initial|Data|User|Integrated|Persist|Trust|Connect(?:ion)?|Network|Application|Packet|Workstation|Min|Max)$)|&[\w.-]{1,40}=|%26|&&|\|\||;$|[,;:)\]}>]+$|<\/|\\[nrt](?![\w+/=]{20})/g;
const following =
  /;(?=(?:Initial|Data|User|Integrated|Persist|Trust|Connect(?:ion)?|Network|Application|Packet|Workstation|Min|Max)$)|[&;,|][ \t]*[\w.-]{1,40}[=:]|[,;](?=[\w-]+[,;])|;$|&&|\|\||<\/|\\[nrt](?![\w+/=]{20})|[.,:)\]}>]+$|(?<=\w)\)[;,.]|(?<=\w)[)\]}](?=[\])}(])/g;

const blank = /[ \t]/g;

// Beyond the longest phrase a quoted value ends at a blank; without blanks it may be as long as a piece.
function readQuoted(text: string, start: number, mark: string): Value {
  const escaped = mark.length > 1;
  const longest = Math.min(text.length, start + longestQuoted * 8);
  let end = text.indexOf(mark, start);
  while (end > start && !escaped && text[end - 1] === '\\') end = text.indexOf(mark, end + 1);
  if (end < 0 || end > longest - mark.length) end = longest;
  if (end - start > longestQuoted) {
    blank.lastIndex = start + longestQuoted + 1;
    const found = blank.exec(text);
    if (found && found.index < end) return { start, end: found.index, form: 'quoted', open: false };
  }
  if (end < longest) return { start, end, form: 'quoted', open: false };
  return { start, end: longest, form: 'quoted', open: longest === text.length };
}

/** 1 at the codes of one-byte characters that match. */
function codesOf(one: RegExp): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, code) => (one.test(String.fromCharCode(code)) ? 1 : 0));
}

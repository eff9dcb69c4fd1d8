// Reads a tool's arguments the way getopt does, from a compact table: combined short options, abbreviated long ones,
// `--`, attached and separate values.
//
// The table is words: `abc` short flags · `-o=` short with a value · `-i?` with an attached value or none · `--long`,
// `--long=`, `--long?` the same for long ones. A mark after it says what it does: `=<` the value is a file that is
// read, `=>` written, `!` nobody follows what it does. Alone: `*` any other short option is a harmless flag, `**` any
// other option at all (only for tools that take no abbreviations), `.` no option does anything, so an unknown word may be
// one, `+` options end at the first operand.
import { dropPrefix, isMany, isText, mayBeOption, prefixOf, type Value } from './value.ts';

type Mark = '' | '<' | '>' | '!';
interface Option {
  readonly value: 'none' | 'needed' | 'attached';
  readonly mark: Mark;
}

export interface OptionTable {
  readonly short: ReadonlyMap<string, Option>;
  readonly long: ReadonlyMap<string, Option>;
  readonly lenient: boolean;
  /** Long options that are not listed are harmless flags, too. */
  readonly lenientLong: boolean;
  readonly ordered: boolean;
  /** No option of it does anything: an unknown word may be one. */
  readonly harmless: boolean;
}

export interface Given {
  /** `-o` or `--long`, in full also when it was abbreviated. */
  readonly name: string;
  readonly value: Value | null;
  readonly mark: Mark;
}

export interface Arguments {
  readonly options: readonly Given[];
  readonly operands: readonly Value[];
  /** Half a sentence about what could not be told apart; null when all is clear. */
  readonly unclear: string | null;
}

export function optionTable(source: string): OptionTable {
  const short = new Map<string, Option>();
  const long = new Map<string, Option>();
  let lenient = false;
  let lenientLong = false;
  let ordered = false;
  let harmless = false;
  for (const word of source.split(/\s+/)) {
    if (word === '*' || word === '**') {
      lenient = true;
      lenientLong ||= word === '**';
    } else if (word === '.') harmless = true;
    else if (word === '+') ordered = true;
    else if (!word.startsWith('-')) for (const flag of word) short.set(flag, { value: 'none', mark: '' });
    else {
      const [, name, kind, mark] = /^(--?[^=?!<>]+)([=?]?)([<>!]?)$/.exec(word) as unknown as [
        string,
        string,
        string,
        Mark,
      ];
      const option = { value: kind === '=' ? 'needed' : kind === '?' ? 'attached' : 'none', mark } as const;
      if (name.startsWith('--')) long.set(name.slice(2), option);
      else short.set(name.slice(1), option);
    }
  }
  harmless ||= lenient && [...short.values(), ...long.values()].every(({ mark }) => mark === '');
  return { short, long, lenient, lenientLong, ordered, harmless };
}

export function readArguments(table: OptionTable, words: readonly Value[]): Arguments {
  const options: Given[] = [];
  const operands: Value[] = [];
  let unclear: string | null = null;
  const doubt = (what: string) => {
    unclear ??= what;
  };
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as Value;
    if (word === '--') {
      operands.push(...words.slice(at + 1));
      break;
    }
    if (!mayBeOption(word)) {
      operands.push(word);
      if (!table.ordered) continue;
      operands.push(...words.slice(at + 1));
      break;
    }
    const text = prefixOf(word);
    if (text === '' || text === '-') {
      if (!table.harmless) doubt('a word that is not known may be an option');
      operands.push(word);
    } else if (text.startsWith('--')) at = readLong(table, words, at, options, doubt);
    else at = readShort(table, words, at, options, doubt);
  }
  // A value that may be no word, or several, shifts what follows it.
  if (options.some(({ value, mark }) => mark !== '' && value !== null && isMany(value)))
    doubt('an option value that may be several words');
  return { options, operands, unclear };
}

type Doubt = (what: string) => void;

function readLong(table: OptionTable, words: readonly Value[], at: number, options: Given[], doubt: Doubt): number {
  const word = words[at] as Value;
  const text = prefixOf(word);
  const equals = text.indexOf('=');
  const typed = (equals < 0 ? text : text.slice(0, equals)).slice(2);
  if (equals < 0 && !isText(word)) doubt(`the option ${text}… is not known in full`);
  const found = findLong(table, typed);
  if (found === null) {
    if (!table.lenientLong) doubt(`unknown option --${typed}`);
    options.push({ name: `--${typed}`, value: equals < 0 ? null : dropPrefix(word, equals + 1), mark: '' });
    return at;
  }
  if (found.ambiguous) doubt(`--${typed} stands for several options`);
  const { name, option } = found;
  if (equals >= 0) options.push({ name, value: dropPrefix(word, equals + 1), mark: option.mark });
  else if (option.value === 'needed') {
    options.push({ name, value: words[at + 1] ?? null, mark: option.mark });
    return at + 1;
  } else options.push({ name, value: null, mark: option.mark });
  return at;
}

interface Found {
  readonly name: string;
  readonly option: Option;
  readonly ambiguous: boolean;
}

/** GNU abbreviations: a prefix of one name only. */
function findLong(table: OptionTable, typed: string): Found | null {
  const exact = table.long.get(typed);
  if (exact) return { name: `--${typed}`, option: exact, ambiguous: false };
  const matches = [...table.long].filter(([name]) => typed !== '' && name.startsWith(typed));
  const likely = matches.find(([, option]) => option.mark !== '') ?? matches[0];
  return likely ? { name: `--${likely[0]}`, option: likely[1], ambiguous: matches.length > 1 } : null;
}

function readShort(table: OptionTable, words: readonly Value[], at: number, options: Given[], doubt: Doubt): number {
  const word = words[at] as Value;
  const text = prefixOf(word);
  for (let index = 1; index < text.length; index++) {
    const flag = text[index] as string;
    const option = table.short.get(flag);
    if (!option && !table.lenient && !/^-[0-9]+$/.test(text)) doubt(`unknown option -${flag}`);
    if (!option || option.value === 'none') {
      options.push({ name: `-${flag}`, value: null, mark: option?.mark ?? '' });
      continue;
    }
    const attached = dropPrefix(word, index + 1);
    if (attached !== '' || option.value === 'attached') {
      options.push({ name: `-${flag}`, value: attached === '' ? null : attached, mark: option.mark });
      return at;
    }
    options.push({ name: `-${flag}`, value: words[at + 1] ?? null, mark: option.mark });
    return at + 1;
  }
  if (!isText(word) && !table.harmless) doubt(`the options ${text}… are not known in full`);
  return at;
}

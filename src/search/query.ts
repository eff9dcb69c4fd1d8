// What a person types into the search field, read into what is asked of the index. Nothing of it reaches the index as
// syntax: words and phrases are quoted, filters are values.
import { isId } from '../core/ids.ts';
import { wordsOf } from './words.ts';

/** Everything that must hold. */
export interface ReadQuery {
  /** FTS5 expression (sqlite.org/fts5.html §3) of quoted phrases; null when only filters were given. */
  readonly match: string | null;
  /** The same for those who look for it in a text: words that follow each other. */
  readonly phrases: readonly Phrase[];
  /** Patterns in which `*` stands for any run of characters. */
  readonly agents: readonly string[];
  readonly targets: readonly string[];
  readonly rules: readonly string[];
  readonly verdicts: readonly Verdict[];
  /** Whole identifiers, `req_…` and `ses_…`. */
  readonly requests: readonly string[];
  readonly sessions: readonly string[];
  /** Milliseconds since 1970: at or after, and before. */
  readonly after: number | null;
  readonly before: number | null;
}

export interface Phrase {
  readonly words: readonly string[];
  /** The last word may go on. */
  readonly isPrefix: boolean;
}

/** What policy said, and how it ended for those who were asked about. */
export type Verdict =
  | { readonly column: 'decision'; readonly value: 'allow' | 'ask' }
  | { readonly column: 'verdict'; readonly value: 'denied' | 'approved' | 'expired' | 'cancelled' };

export type QueryReading = { readonly query: ReadQuery } | { readonly sentence: string };

const verdicts: ReadonlyMap<string, Verdict> = new Map<string, Verdict>([
  ['allow', { column: 'decision', value: 'allow' }],
  ['allowed', { column: 'decision', value: 'allow' }],
  ['ask', { column: 'decision', value: 'ask' }],
  ['asked', { column: 'decision', value: 'ask' }],
  ['deny', { column: 'verdict', value: 'denied' }],
  ['denied', { column: 'verdict', value: 'denied' }],
  ['approved', { column: 'verdict', value: 'approved' }],
  ['expired', { column: 'verdict', value: 'expired' }],
  ['cancelled', { column: 'verdict', value: 'cancelled' }],
]);

const mostTerms = 20;
const filters = ['agent', 'target', 'verdict', 'rule', 'after', 'before'] as const;
type Filter = (typeof filters)[number];

interface Term {
  readonly filter: Filter | null;
  readonly text: string;
  readonly quoted: boolean;
}

/** A query of which not all terms were read. */
interface Draft {
  readonly match: string[];
  readonly phrases: Phrase[];
  readonly agents: string[];
  readonly targets: string[];
  readonly rules: string[];
  readonly verdicts: Verdict[];
  readonly requests: string[];
  readonly sessions: string[];
  after: number | null;
  before: number | null;
}

/** The query, or what is wrong with it as a sentence with the remedy. */
export function readQuery(text: string): QueryReading {
  const terms = splitTerms(text);
  if ('sentence' in terms) return terms;
  if (terms.terms.length === 0) {
    return { sentence: 'there is nothing to search for: type words, or a filter like agent:' };
  }
  if (terms.terms.length > mostTerms) return { sentence: `more than ${mostTerms} words or filters: leave some out` };
  const lists = {
    match: [],
    phrases: [],
    agents: [],
    targets: [],
    rules: [],
    verdicts: [],
    requests: [],
    sessions: [],
  };
  const draft: Draft = { ...lists, after: null, before: null };
  for (const term of terms.terms) {
    const sentence = term.filter === null ? takeWords(draft, term) : takeFilter(draft, term.filter, term.text);
    if (sentence !== null) return { sentence };
  }
  return { query: { ...draft, match: draft.match.length === 0 ? null : draft.match.join(' ') } };
}

/** What is wrong with them, or null. */
function takeWords(draft: Draft, { text, quoted }: Term): string | null {
  if (!/[\p{L}\p{N}]/u.test(text)) {
    return `${shown(text)} has no letter or digit to search for: leave it out, or add a word`;
  }
  if (!quoted && isId('req', text)) draft.requests.push(text);
  else if (!quoted && isId('ses', text)) draft.sessions.push(text);
  else {
    const isPrefix = !quoted && text.endsWith('*');
    draft.phrases.push({ words: wordsOf(text), isPrefix });
    draft.match.push(`"${text.replaceAll('"', '""').replaceAll('\0', ' ')}"${isPrefix ? '*' : ''}`);
  }
  return null;
}

/** What is wrong with it, or null. */
function takeFilter(draft: Draft, filter: Filter, value: string): string | null {
  if (value === '') return `${filter}: has no value: write it as ${examples[filter]}`;
  if (filter === 'verdict') {
    const verdict = verdicts.get(value.toLowerCase());
    if (verdict === undefined) {
      return `verdict:${shown(value)} is not known: use allow, ask, denied, approved, expired or cancelled`;
    }
    draft.verdicts.push(verdict);
  } else if (filter === 'after' || filter === 'before') {
    const time = readTime(value);
    if (time === null) return `${filter}:${shown(value)} is no date: write it as ${examples[filter]}`;
    draft[filter] = time;
  } else draft[`${filter}s`].push(value);
  return null;
}

const examples: Readonly<Record<Filter, string>> = {
  agent: 'agent:coder',
  target: 'target:web-*',
  verdict: 'verdict:denied',
  rule: 'rule:no-destroy',
  after: 'after:2026-11-20',
  before: 'before:2026-11-20T18:30 (UTC)',
};

/** Words between spaces; a quote at the beginning of a word or a value reaches to the next quote. */
function splitTerms(text: string): { readonly terms: readonly Term[] } | { readonly sentence: string } {
  const terms: Term[] = [];
  const next = new RegExp(`\\s*(?:(${filters.join('|')}):)?(?:"([^"]*)("?)|(\\S*))`, 'iy');
  const trimmed = text.trimEnd();
  while (next.lastIndex < trimmed.length) {
    const [, filter, quoted, end, word = ''] = next.exec(trimmed)!;
    if (quoted !== undefined && end === '') {
      return { sentence: `the phrase ${shown(quoted)} has no closing quote: add one` };
    }
    const name = filter?.toLowerCase() as Filter | undefined;
    terms.push({ filter: name ?? null, text: quoted ?? word, quoted: quoted !== undefined });
  }
  return { terms };
}

function readTime(value: string): number | null {
  const [, date, clock] = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)Z?)?$/i.exec(value) ?? [];
  if (date === undefined) return null;
  const time = Date.parse(`${date}T${clock ?? '00:00'}Z`);
  // A 31st of February is taken for a day of March.
  return Number.isNaN(time) || !new Date(time).toISOString().startsWith(date) ? null : time;
}

function shown(text: string): string {
  const short = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  return `“${short.replace(/\p{C}/gu, '�')}”`;
}

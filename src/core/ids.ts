// Identifiers: a prefix that says the kind, then 21 letters of nanoid (about 125 bits).
import { customAlphabet } from 'nanoid';

// No `-` or `_`: a double click selects the whole identifier, and it never looks like an option.
const letters = customAlphabet('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz', 21);

export type IdKind = 'ses' | 'req' | 'evt' | 'con' | 'run' | 'rul' | 'tok';

/** `ses_3kT…`: unguessable and unique. */
export function newId(kind: IdKind): string {
  return `${kind}_${letters()}`;
}

/** True for text of the form `kind_` + 21 letters: what may be used in a file name or a query. */
export function isId(kind: IdKind, text: string): boolean {
  return text.startsWith(`${kind}_`) && /^[0-9A-Za-z]{21}$/.test(text.slice(kind.length + 1));
}

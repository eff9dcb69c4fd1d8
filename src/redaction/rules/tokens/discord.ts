// Tokens of Discord bots and users. They begin with the account's number in base64: no letters of their own, but any
// digits of a number give the same few beginnings.
import { sampleOf } from '../../alphabet.ts';
import type { Rule } from '../../rule.ts';
import { isFreeBefore } from '../../token.ts';

const whole = /[MNO][A-Za-z0-9_-]{22,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,45}(?![\w-])/y;
const account = (digits: string): string => Buffer.from(digits).toString('base64').replace(/=+$/, '');
const made = `${account('198622483471925248')}.${sampleOf('alnum', 6, 3)}.${sampleOf('alnum', 38, 4)}`;

export const discord: Rule = {
  kind: 'discord-token',
  group: 'secrets',
  triggers: [
    ...new Set(
      Array.from({ length: 900 }, (_, index) =>
        account(String(100 + index))
          .slice(0, 3)
          .toLowerCase(),
      ),
    ),
  ],
  find(text, at) {
    if (!isFreeBefore(text, at)) return undefined;
    whole.lastIndex = at;
    return whole.test(text) ? { start: at, end: whole.lastIndex, masked: true } : undefined;
  },
  opens(text, at) {
    return isFreeBefore(text, at) && /^[A-Za-z0-9_-]{4,28}(?:\.[A-Za-z0-9_-]*){0,2}$/.test(text.slice(at)) ? at : -1;
  },
  // The words it begins with stand inside many others.
  mayFind: (bytes, after, end, open, at, start) =>
    (at === start || !isWord(bytes[at - 1]!)) && (after < end ? digitEnd.has(bytes[after]!) : open),
  finds: [`client.login("⟦${made}⟧")`, `token ⟦${made}⟧ ok`],
  ignores: ['MTk4NjIyNDgzNDcxOTI1MjQ4 is a number', 'index.html.today', 'Nzbxq.abcdef.ghijkl'],
};

/** The last of four characters that stand for three digits. */
const digitEnd = new Set(Buffer.from('wxyz012345'));

function isWord(code: number): boolean {
  const letter = code | 0x20;
  return (letter >= 97 && letter <= 122) || (code >= 48 && code <= 57);
}

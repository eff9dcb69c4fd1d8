// A key as the console knows it, and the one text field it needs.

export type Key =
  | { readonly name: 'text'; readonly text: string }
  | {
      readonly name:
        | 'up'
        | 'down'
        | 'left'
        | 'right'
        | 'pageup'
        | 'pagedown'
        | 'home'
        | 'end'
        | 'enter'
        | 'escape'
        | 'tab'
        | 'backspace';
    };

/** The letter of a single key; null for anything else: keys that arrive together mean nothing (facts §3). */
export const letterOf = (key: Key) => (key.name === 'text' && key.text.length === 1 ? key.text : null);

const longest = 400;

/** The text after a key; unchanged when the key is none of typing. */
export function typeInto(text: string, key: Key): string {
  if (key.name === 'backspace') return Array.from(text).slice(0, -1).join('');
  if (key.name !== 'text') return text;
  return `${text}${key.text.replace(/\p{C}/gu, '')}`.slice(0, longest);
}

// The characters a person cannot see or cannot tell from a blank. One list for what may be typed and for what must be
// made visible.

/**
 * Controls, format characters, surrogates, private use and unassigned code points, line and paragraph separators, every
 * blank but the space, and what fonts leave empty: default-ignorable code points, blank Braille (U+2800). Tab and
 * newline are among them.
 */
const hidden = String.raw`\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u{2800}[\p{Zs}--[ ]]`;

export const hiddenCharacters = new RegExp(`[${hidden}]`, 'gv');

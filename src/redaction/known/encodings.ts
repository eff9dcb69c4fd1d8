// The forms in which a known secret may show up: every encoding a shell, a log or a config file commonly gives it.

/** Bytes a known value has at least. */
export const shortestValue = 6;
const longestPiece = 256;

/** Byte strings (latin1) to look for; empty when the value is too short to be told from ordinary text. */
export function needlesOf(value: string): string[] {
  const bytes = Buffer.from(value, 'utf8');
  if (bytes.length < shortestValue) return [];
  const needles = new Set<string>();
  for (const piece of pieces(bytes)) {
    for (const form of formsOf(piece)) {
      // Line ends are no part of the text they are looked for in.
      const needle = form.replace(/ ?\r|\n/g, '');
      if (needle.length >= shortestValue) needles.add(needle);
    }
  }
  return [...needles];
}

// A long value (a key file) is looked for piece by piece, which bounds what must be held back.
function* pieces(bytes: Buffer): Iterable<Buffer> {
  for (let at = 0; at < bytes.length; at += longestPiece) {
    const end = bytes.length - at < longestPiece + shortestValue * 2 ? bytes.length : at + longestPiece;
    yield bytes.subarray(at, end);
    if (end === bytes.length) return;
  }
}

function formsOf(piece: Buffer): string[] {
  const raw = piece.toString('latin1');
  const text = piece.toString('utf8');
  const hex = piece.toString('hex');
  const uri = percentEncode(piece);
  return [
    raw,
    [...raw].reverse().join(''),
    hex,
    hex.toUpperCase(),
    ...base64Forms(piece),
    uri,
    uri.replace(/%../g, (code) => code.toLowerCase()),
    uri.replaceAll('%20', '+'),
    latin1(JSON.stringify(text).slice(1, -1)),
    JSON.stringify(text)
      .slice(1, -1)
      .replace(/[^\x20-\x7e]/g, unicodeEscape),
    raw.replaceAll("'", "'\\''"),
    raw.replace(/["$`\\!]/g, '\\$&'),
    raw.replace(/[^A-Za-z0-9_\x80-\xff]/g, '\\$&'),
    raw.replace(/[&<>"']/g, (char) => `&${xmlNames[char]};`),
    raw.replace(/[&<>]/g, (char) => `&${xmlNames[char]};`),
    raw.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`),
  ];
}

const xmlNames: Record<string, string> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' };

function latin1(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

function unicodeEscape(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function percentEncode(piece: Buffer): string {
  return piece
    .toString('latin1')
    .replace(/[^A-Za-z0-9_.~-]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}

// Base64 of a longer text that holds the value: three shifts, cut to the characters that no neighbour has a part in.
function base64Forms(piece: Buffer): string[] {
  return [0, 1, 2].flatMap((shift) => {
    const padded = Buffer.concat([Buffer.alloc(shift), piece]);
    const whole = padded.toString('base64').replace(/=+$/, '');
    const first = Math.ceil((shift * 8) / 6);
    const last = Math.floor((padded.length * 8) / 6);
    const sure = whole.slice(first, last);
    return [sure, sure.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

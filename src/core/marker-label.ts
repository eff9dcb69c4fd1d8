// The label of the marker at which a statement begins in a recording: `#3 deny rm -rf / [req_…]`. Number and request are
// the broker's own; what stands between them is the agent's.

/** @param text shortened to one line */
export function printMarkerLabel(sequence: number, text: string, request: string): string {
  return `#${sequence} ${text} [${request}]`;
}

/** Null when the label is not a statement's. */
export function readMarkerLabel(label: string): { readonly sequence: number; readonly request: string } | null {
  const [, sequence, request] = /^#(\d+) .*\[(req_[0-9A-Za-z]{21})\]$/s.exec(label) ?? [];
  return request === undefined ? null : { sequence: Number(sequence), request };
}

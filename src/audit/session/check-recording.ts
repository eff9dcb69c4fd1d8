// Whether a recording is the one its events vouch for: digests at every position, markers and statements one to one and
// in place, header and exit.
import { readMarkerLabel } from '../../core/marker-label.ts';
import type { Findings } from './findings.ts';
import type { Recording } from './read-recording.ts';
import type { Attested, Story } from './story.ts';

/** Bytes that the log vouches for, from the beginning on. */
export function checkRecording(
  story: Story,
  attested: readonly Attested[],
  found: Recording,
  findings: Findings,
): number {
  checkHeader(story, found, findings);
  const proven = checkDigests(attested, found, findings);
  checkEnd(story, attested.at(-1)?.offset ?? 0, found, findings);
  checkMarkers(story, attested.at(-1)?.offset ?? 0, found, findings);
  return proven;
}

function checkHeader({ opened }: Story, { header }: Recording, findings: Findings): void {
  const ours = (header as { readonly ostiary?: Readonly<Record<string, unknown>> } | null)?.ostiary;
  if (opened === null) return;
  const { session, identity, target, data } = opened;
  const said = { session, identity, target, owner: data.owner, mode: data.mode, level: data.level };
  const differing = Object.entries(said).filter(([name, value]) => ours?.[name] !== value);
  if (differing.length === 0) return;
  const names = differing.map(([name]) => name).join(', ');
  findings.breaks('header', `the recording's header differs from the opening in: ${names}`);
}

function checkDigests(attested: readonly Attested[], { size, digests }: Recording, findings: Findings): number {
  let proven = 0;
  for (const [index, { seq, type, offset, sha256 }] of attested.entries()) {
    const where = `event ${seq} (${type})`;
    if (offset > size) {
      findings.breaks('too-short', `${where} vouches for ${offset} bytes, the recording has ${size}`);
      return proven;
    }
    if (digests[index] !== sha256) {
      findings.breaks('digest', `between byte ${proven} and ${offset} the recording is not what ${where} vouches for`);
      return proven;
    }
    proven = offset;
  }
  return proven;
}

function checkEnd({ end, attested }: Story, last: number, { size, exit }: Recording, findings: Findings): void {
  const tail = size - last;
  if (end === null) {
    if (tail > 0) findings.note('live', `it is still going on: the last ${tail} bytes are not vouched for yet`);
    return;
  }
  if (end.data.offset === null) {
    if (tail > 0) findings.note('unattested-tail', `nothing vouches for the ${tail} bytes from byte ${last} on`);
  } else if (tail > 0) {
    findings.breaks('too-long', `${tail} bytes were added after its end`);
  }
  if (end.type === 'recovered') {
    const { torn, unattested, intact } = end.data;
    if (torn > 0) findings.note('torn', `the broker stopped while it was written: ${torn} bytes were no whole line`);
    if (unattested > 0) {
      const since = `for ${unattested} bytes the log vouches only since the restart at ${end.time}`;
      findings.note('unattested-tail', since);
    }
    if (!intact && attested.some(({ seq }) => seq < end.seq)) {
      findings.breaks('not-intact', 'when the broker came back the recording was not what the log vouched for');
    }
    return;
  }
  const { status, signal, offset } = end.data;
  if (offset === null) return;
  if (exit === null || exit.end !== offset || (signal === null && exit.status !== String(status))) {
    findings.breaks('exit', `the recording does not end with status ${status}`);
  }
}

/** The broker's own words after a crash. */
const recovery = /^\[recovered: /;

function checkMarkers(
  { requests, attested, end }: Story,
  last: number,
  { markers }: Recording,
  findings: Findings,
): void {
  const expected = new Map(
    requests.flatMap(({ request, first }) => {
      const submitted = first('submitted');
      if (submitted === null) return [];
      const from = attested.findLast(({ seq }) => seq < submitted.seq)?.offset ?? 0;
      const to = attested.find(({ seq }) => seq > submitted.seq)?.offset ?? null;
      return [[request, { sequence: submitted.data.sequence, from, to }] as const];
    }),
  );
  for (const { start, label } of markers) {
    if (recovery.test(label) && end?.type === 'recovered') continue;
    const marked = readMarkerLabel(label);
    const statement = marked === null ? undefined : expected.get(marked.request);
    if (marked === null || statement === undefined) {
      // Beyond what the log vouches for a statement may have come that was never written down.
      if (start < last && !(end?.type === 'recovered' && isUnattested(start, attested))) {
        findings.breaks('marker', `no event tells of the marker at byte ${start}`);
      }
      continue;
    }
    const { sequence, request } = marked;
    expected.delete(request);
    const { from, to } = statement;
    if (sequence !== statement.sequence || start < from || (to !== null && start >= to)) {
      findings.breaks('marker', `the marker of ${request} at byte ${start} is not where its statement is`);
    }
  }
  for (const [request, { to }] of expected) {
    if (to !== null && to <= last) findings.breaks('marker-missing', `the recording has no marker of ${request}`);
  }
}

/** Written in the time between the last position of the running session and its crash. */
function isUnattested(start: number, attested: readonly Attested[]): boolean {
  return start >= (attested.findLast(({ type }) => type !== 'recovered')?.offset ?? 0);
}

// Whether the events of a session can have happened in their order: nothing starts undecided, unapproved or twice, and
// nothing happens before the opening or after the end.
import type { AuditEventType } from '../../store/events.ts';
import type { Findings } from './findings.ts';
import type { RequestStory, Story } from './story.ts';

/** Of these a request has at most one. */
const single: readonly AuditEventType[] = ['submitted', 'decided', 'asked', 'approved', 'spent', 'started', 'finished'];

/** After one of these a request never starts. */
const final: readonly AuditEventType[] = [
  'denied',
  'expired',
  'cancelled',
  'superseded',
  'withheld',
  'interrupted',
  'overflowed',
  'dropped',
  'refused-token',
];

/** None of these comes after the end of the session. */
const whileOpen: readonly AuditEventType[] = ['submitted', 'decided', 'approved', 'spent', 'started', 'finished'];

/** @param rules the people who granted temporary rules, each with the index of the event */
export function checkOrder(story: Story, rules: readonly (readonly [by: string, seq: number])[], findings: Findings) {
  const { events, opened, end, requests, attested } = story;
  if (opened === null || events[0] !== opened) findings.breaks('no-opening', 'its first event is not its opening');
  for (const type of ['opened', 'closed', 'recovered', 'purged'] as const) {
    if (events.filter((event) => event.type === type).length > 1) findings.breaks('twice', `it was ${type} twice`);
  }
  for (const { seq, type } of events) {
    if (end !== null && seq > end.seq && whileOpen.includes(type)) {
      findings.breaks('after-end', `event ${seq} (${type}) comes after its end`);
    }
  }
  attested.forEach(({ seq, offset }, index) => {
    const before = attested[index - 1]?.offset ?? 0;
    if (offset < before) findings.breaks('offset-back', `at event ${seq} the recording had become shorter`);
  });
  checkSequence(requests, findings);
  for (const request of requests) checkRequest(request, end !== null, rules, findings);
}

function checkSequence(requests: readonly RequestStory[], findings: Findings): void {
  let expected = 1;
  for (const { request, first } of requests) {
    const submitted = first('submitted');
    if (submitted === null) continue;
    const { sequence } = submitted.data;
    if (sequence !== expected) {
      findings.breaks('sequence', `${request} is statement ${sequence}, and ${expected} is the next: some are missing`);
    }
    expected = sequence + 1;
  }
}

function checkRequest(
  { request, events, first }: RequestStory,
  over: boolean,
  rules: readonly (readonly [by: string, seq: number])[],
  findings: Findings,
): void {
  const breaks = (code: string, what: string) => findings.breaks(code, `${request} ${what}`);
  for (const type of single) {
    if (events.filter((event) => event.type === type).length > 1) breaks('twice', `was ${type} twice`);
  }
  const [submitted, decided, started, finished] = [
    first('submitted'),
    first('decided'),
    first('started'),
    first('finished'),
  ];
  if (submitted === null || events[0] !== submitted) breaks('no-submission', 'has events before it was submitted');
  for (const event of events) {
    const { sequence } = event.data as { readonly sequence?: number };
    if (sequence !== undefined && submitted !== null && sequence !== submitted.data.sequence) {
      breaks('sequence', `is statement ${submitted.data.sequence} at first and ${sequence} at event ${event.seq}`);
    }
  }
  if (decided === null) breaks('no-decision', 'was never decided');
  if (finished !== null && (started === null || started.seq > finished.seq)) {
    breaks('no-start', 'finished without having started');
  }
  if (first('spent') !== null && started === null) breaks('no-start', 'spent its token without having started');
  if (started === null) return;

  if (decided !== null && decided.seq > started.seq) breaks('no-decision', 'started before it was decided');
  if (decided?.data.decision === 'deny') breaks('denied', 'started although it was denied');
  const ended = events.find(({ type, seq }) => final.includes(type) && seq < started.seq);
  if (ended !== undefined) breaks('ended-before', `started after it had ended (${ended.type})`);
  const spent = first('spent');
  if (spent === null || spent.seq > started.seq) breaks('no-token', 'started without a token spent before');
  if (decided?.data.decision === 'ask') {
    const approved = first('approved');
    const byPerson = approved !== null && approved.seq < started.seq;
    const givers = spent?.data.approvers ?? [];
    const byRule = rules.some(([by, seq]) => seq < started.seq && givers.includes(by));
    if (!byPerson && !byRule) breaks('no-approval', 'started without an approval before');
  }
  if (over && finished === null && first('refused-token') === null) {
    findings.note('unfinished', `${request} started, and how it ended is not known`);
  }
}

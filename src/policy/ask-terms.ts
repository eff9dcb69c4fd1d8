// What the rules that ask want of whoever decides: who it may be, whether they must say why, how long they have.
import { asList } from './lists.ts';
import type { Approvers, AskTerms } from './policy.ts';
import type { PolicyDocument, RuleDocument } from './schema.ts';

export function askTermsOf(document: PolicyDocument, ids: readonly string[]): AskTerms {
  const rules = document.rules.filter(({ id, ask }) => ask !== undefined && ids.includes(id));
  const times = rules.flatMap(({ ttl }) => (ttl === undefined ? [] : [milliseconds(ttl)]));
  return {
    ttl: times.length > 0 ? Math.min(...times) : null,
    noteRequired: rules.some(({ note }) => note === 'required'),
    approvers: rules.flatMap(({ approvers }) => (approvers === undefined ? [] : [approversOf(approvers)])),
  };
}

function approversOf({ groups, roles, notSelf }: NonNullable<RuleDocument['approvers']>): Approvers {
  return {
    ...(groups === undefined ? {} : { groups: asList(groups) }),
    ...(roles === undefined ? {} : { roles: asList(roles) }),
    ...(notSelf === undefined ? {} : { notSelf }),
  };
}

/** `90s`, `5m` */
function milliseconds(ttl: string): number {
  return Number.parseInt(ttl, 10) * (ttl.endsWith('m') ? 60_000 : 1000);
}

// What the shape of a policy cannot say: references that exist, patterns that parse, rules that do something.
import { hint, type Path, type Problem } from './findings.ts';
import { asList, expandSets, isSet, looksLikePath } from './lists.ts';
import { findPack, packNames } from './packs/registry.ts';
import { pathGlobFault } from './path-glob.ts';
import { runPatternFault } from './run-pattern.ts';
import type { PartDocument, PolicyDocument, RuleDocument } from './schema.ts';

/** Keys of a part that hold lists, and what each list holds. */
const lists = {
  run: 'run',
  reads: 'paths',
  writes: 'paths',
  deletes: 'paths',
  defines: 'defines',
  net: 'names',
  sets: 'variables',
  discloses: 'names',
} as const;

type Content = (typeof lists)[keyof typeof lists];

export function checkDocument(document: PolicyDocument): readonly Problem[] {
  const sets = document.sets ?? {};
  const known = Object.keys(sets);
  const problems: Problem[] = [];
  const seen = new Set<string>();
  for (const [index, rule] of document.rules.entries()) {
    const path = ['rules', index];
    if (seen.has(rule.id)) problems.push({ path: [...path, 'id'], message: `another rule is called \`${rule.id}\`` });
    seen.add(rule.id);
    if (!rule.allow && !rule.ask && !rule.deny && !rule.limit) {
      problems.push({ path, message: `the rule \`${rule.id}\` does nothing: it needs allow, ask, deny or limit` });
    }
    problems.push(...checkRedact(rule, path, sets));
    for (const decision of ['allow', 'ask', 'deny'] as const) {
      const part = rule[decision];
      if (part) problems.push(...checkPart(part, [...path, decision], sets, known));
    }
  }
  for (const [name, items] of Object.entries(sets)) {
    for (const [position, item] of asList(items).entries()) {
      const path = Array.isArray(items) ? ['sets', name, position] : ['sets', name];
      if (isSet(item)) problems.push({ path, message: 'a set cannot hold a set' });
    }
  }
  for (const [index, test] of (document.tests ?? []).entries()) {
    if (test.rule !== undefined && !seen.has(test.rule) && !/^(?:default|built-in):/.test(test.rule)) {
      const message = `there is no rule \`${test.rule}\`${hint(test.rule, [...seen])}`;
      problems.push({ path: ['tests', index, 'rule'], message });
    }
  }
  return problems;
}

/** What shows secrets has to say of which commands. */
function checkRedact(rule: RuleDocument, path: Path, sets: NonNullable<PolicyDocument['sets']>): readonly Problem[] {
  const { redact } = rule;
  if (redact === undefined) return [];
  const problem = (message: string) => [{ path: [...path, 'redact'], message }];
  if (rule.deny || rule.limit || !(rule.allow || rule.ask)) {
    return problem('is about output: the rule may allow or ask, and nothing else');
  }
  if (redact === 'secrets' || redact === 'all') return [];
  const kinds = [rule.allow, rule.ask].flatMap((part) => asList(part?.effects));
  if (kinds.some((kind) => kind === 'run' || kind === 'opaque')) {
    return problem(`\`${redact}\` shows secrets: name the commands by \`run:\`, not all by \`effects:\``);
  }
  const patterns = [rule.allow, rule.ask].flatMap((part) => expandSets(part?.run, sets));
  if (patterns.length === 0) return problem(`\`${redact}\` shows secrets: name the commands by \`run:\``);
  const wide = patterns.find((pattern) => pattern.startsWith('builtin:') || /^\S*\*/.test(pattern.trim()));
  return wide === undefined ? [] : problem(`\`${redact}\` shows secrets, and \`${wide}\` may be any of many commands`);
}

function checkPart(
  part: PartDocument,
  path: Path,
  sets: NonNullable<PolicyDocument['sets']>,
  known: string[],
): Problem[] {
  if (Object.keys(part).every((key) => key === 'with')) return [{ path, message: 'names no effect' }];
  const problems: Problem[] = [];
  for (const [key, content] of Object.entries(lists)) {
    const value = part[key as keyof typeof lists];
    if (value === undefined) continue;
    for (const [position, item] of asList(value).entries()) {
      const message = itemFault(item, content, sets, known);
      if (message) problems.push({ path: Array.isArray(value) ? [...path, key, position] : [...path, key], message });
    }
  }
  return problems;
}

function itemFault(
  item: string,
  content: Content,
  sets: NonNullable<PolicyDocument['sets']>,
  known: readonly string[],
): string | null {
  if (item.startsWith('builtin:')) return packFault(item, content);
  if (isSet(item)) {
    const name = item.slice(1);
    const items = Object.hasOwn(sets, name) ? sets[name] : undefined;
    if (!items)
      return `there is no set \`${item}\`${hint(
        item,
        known.map((name) => `$${name}`),
      )}`;
    const faults = asList(items).map((inner) => itemFault(inner, content, {}, []));
    const fault = faults.find((inner) => inner !== null);
    return fault ? `in the set \`${item}\`: ${fault}` : null;
  }
  const isPath = content === 'paths' || (content === 'defines' && looksLikePath(item));
  const fault = content === 'run' ? runPatternFault(item) : isPath ? pathFault(item) : null;
  return fault ? `\`${item}\` ${fault}` : null;
}

function pathFault(item: string): string | null {
  const variable = /\$\{([^}]*)\}?/.exec(item.replace(/^\$\{(?:workspace|home)\}(?=\/|$)/, ''));
  if (!variable) return pathGlobFault(item.replace(/^\$\{\w+\}/, '/x'));
  return `uses ${variable[0]}: only \${workspace} and \${home} are known, at the beginning`;
}

function packFault(item: string, content: Content): string | null {
  const pack = findPack(item);
  if (!pack) return `there is no pack \`${item}\`${hint(item, packNames)}`;
  const found =
    content === 'run'
      ? pack.entries.length > 0
      : content === 'variables'
        ? pack.variables !== undefined
        : content !== 'names' && pack.paths !== undefined;
  return found ? null : `\`${item}\` has no list for this key`;
}

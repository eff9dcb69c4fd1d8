// The shape of a policy file. What a shape cannot say (references, patterns, unique ids) is looked at in check.ts.
import { z } from 'zod';
import { effectKinds } from '../language/effect.ts';
import { redactLevels } from './policy.ts';

const text = z.string().min(1);
const texts = z.union([text, z.array(text).min(1)]).describe('one text or a list');
const decision = z.enum(['allow', 'ask', 'deny']);
const kinds = z.enum(effectKinds);
const grantable = kinds.exclude(['opaque']);

const patterns = {
  run: texts.optional().describe('patterns over the words of a run, packs, $sets'),
  reads: texts.optional().describe('path globs, packs, $sets'),
  writes: texts.optional(),
  deletes: texts.optional(),
  defines: texts.optional().describe('path globs of protected files, or names of functions and aliases'),
  net: texts.optional().describe('host names; * stands for any characters, ** also for an unknown host'),
  sets: texts.optional().describe('names of variables'),
  discloses: texts.optional().describe('kinds of secrets and personal values in the statement, as in masks'),
  with: z
    .union([kinds, z.array(kinds).min(1)])
    .optional()
    .describe('the part only counts where the statement also has an effect of one of these kinds'),
  tty: z.literal('raw').optional().describe('programs that read commands themselves'),
};
const part = z.strictObject({ ...patterns, effects: z.union([kinds, z.array(kinds).min(1)]).optional() });
const allowPart = z.strictObject({ ...patterns, effects: z.union([grantable, z.array(grantable).min(1)]).optional() });

const rate = z
  .string()
  .regex(/^[1-9]\d{0,5}\/(?:[1-9]\d{0,3})?[smh]$/, 'expected a count and a time, like 60/m or 5/10m')
  .describe('count/time: 60/m, 5/10m, 1000/h');

const when = z.strictObject({
  agent: z.strictObject({ name: texts.optional(), role: texts.optional() }).optional(),
  target: z
    .strictObject({
      name: texts.optional(),
      kind: texts.optional(),
      labels: z.record(z.string(), texts).optional(),
      sharedUser: z.boolean().optional().describe("statements run under the broker's own uid, or as root"),
    })
    .optional(),
});

const approvers = z.strictObject({
  groups: texts.optional(),
  roles: texts.optional(),
  notSelf: z.boolean().optional().describe('not the person behind the agent, under none of their names'),
});

const rule = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,62}$/, 'expected lower-case letters, digits and dashes, like no-destroy'),
  when: when.optional(),
  allow: allowPart.optional(),
  ask: part.optional(),
  deny: part.optional(),
  limit: z.strictObject({ commands: rate.optional(), asks: rate.optional() }).optional(),
  say: text.optional().describe('the sentence an agent reads when this rule asks, denies or limits'),
  approvers: approvers
    .optional()
    .describe('who may decide when this rule asks; by default every operator of the target'),
  note: z.literal('required').optional().describe('whoever approves has to say why'),
  ttl: z
    .string()
    .regex(/^[1-9]\d{0,3}[sm]$/, 'expected a time like 90s or 5m')
    .optional()
    .describe('how long a person has to decide when this rule asks; 100s by default'),
  redact: z
    .enum(redactLevels)
    .optional()
    .describe('what is masked in the output of the statements this rule matches; by default as their target says'),
});

const targetContext = z.union([
  text,
  z.strictObject({
    name: text,
    kind: text.optional(),
    labels: z.record(z.string(), z.string()).optional(),
    sharedUser: z.boolean().optional(),
  }),
]);
const agentContext = z.union([
  text,
  z.strictObject({ name: text, roles: z.array(text).optional(), attended: z.boolean().optional() }),
]);

const test = z.strictObject({
  line: z.string(),
  expect: decision,
  rule: text.optional().describe('the id that must be among the rules that decided'),
  target: targetContext.optional(),
  agent: agentContext.optional(),
  role: texts.optional(),
  cwd: text.optional(),
});

const defaults = z.strictObject(
  Object.fromEntries([
    ...grantable.options.map((kind) => [kind, decision.optional()] as const),
    ['opaque', z.enum(['ask', 'deny']).optional()] as const,
  ]) as Record<(typeof effectKinds)[number], z.ZodOptional<typeof decision>>,
);

const absolute = z.string().regex(/^\//, 'expected an absolute path');

export const policySchema = z.strictObject({
  version: z.literal(1),
  context: z
    .strictObject({
      cwd: absolute.optional(),
      home: absolute.optional(),
      workspace: absolute.optional(),
      user: text.optional(),
      target: targetContext.optional(),
      agent: agentContext.optional(),
    })
    .optional()
    .describe('where `tests:` and `ostiary policy eval` take their lines to run, unless they say otherwise'),
  sets: z
    .record(z.string().regex(/^[a-z][a-z0-9-]*$/), texts)
    .optional()
    .describe('named lists, used as $name'),
  defaults: defaults.optional().describe('what holds for an effect that no rule names'),
  rules: z.array(rule),
  tests: z.array(test).optional(),
});

export type PolicyDocument = z.infer<typeof policySchema>;
export type RuleDocument = PolicyDocument['rules'][number];
export type PartDocument = z.infer<typeof part>;
export type PolicyContext = NonNullable<PolicyDocument['context']>;
export type PolicyTest = NonNullable<PolicyDocument['tests']>[number];

/** JSON Schema (draft 2020-12) of a policy file, for editors. */
export function policyJsonSchema(): object {
  return z.toJSONSchema(policySchema, { io: 'input' });
}

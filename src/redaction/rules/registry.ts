// All rules, in the order in which they are asked.
import type { PersonalKind } from '../config.ts';
import { card, iban } from '../pii/accounts.ts';
import { email } from '../pii/email.ts';
import { national } from '../pii/national.ts';
import { phone } from '../pii/phone.ts';
import type { Rule } from '../rule.ts';
import { assignment } from './assignment/assignment.ts';
import { commands } from './commands.ts';
import { databases } from './databases.ts';
import { files } from './files.ts';
import { headers } from './headers.ts';
import { httpClients } from './http-clients.ts';
import { network } from './network.ts';
import { pipedSecrets } from './piped.ts';
import { providers } from './providers.ts';
import { ai } from './tokens/ai.ts';
import { chat } from './tokens/chat.ts';
import { cloud } from './tokens/cloud.ts';
import { codeHosting } from './tokens/code-hosting.ts';
import { discord } from './tokens/discord.ts';
import { exactTokens } from './tokens/exact.ts';
import { infrastructure } from './tokens/infrastructure.ts';
import { payment } from './tokens/payment.ts';
import { structuredTokens } from './tokens/structured.ts';
import { urls } from './urls.ts';

/** Told by their own shape, wherever they stand. */
export const tokenRules: readonly Rule[] = [
  ...codeHosting,
  ...cloud,
  ...chat,
  ...payment,
  ...ai,
  ...infrastructure,
  ...exactTokens,
  ...structuredTokens,
  discord,
];

export const secretRules: readonly Rule[] = [
  ...tokenRules,
  ...urls,
  ...headers,
  ...files,
  ...httpClients,
  ...commands,
  ...pipedSecrets,
  ...databases,
  ...network,
  ...providers,
  assignment,
];

export const personalRules: Readonly<Record<PersonalKind, readonly Rule[]>> = {
  email: [email],
  card: [card],
  iban: [iban],
  'national-id': national.filter(({ kind }) => kind !== 'passport'),
  passport: national.filter(({ kind }) => kind === 'passport'),
  phone: [phone],
};

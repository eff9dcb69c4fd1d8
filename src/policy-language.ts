// How the broker reads lines outside of any session: a policy's tests, `policy eval`, the comparison of two policies.
import { bash } from './language/bash/bash.ts';
import type { Language } from './language/language.ts';
import type { RedactionConfig } from './redaction/config.ts';
import { withDisclosures } from './redaction/disclosing.ts';
import { createRedaction, newSessionKey } from './redaction/redaction.ts';

/** Bash, telling also what a line discloses under this configuration. */
export function policyLanguage(redaction: RedactionConfig): Language {
  const finder = createRedaction(redaction).open(newSessionKey());
  return withDisclosures(bash, (text) => finder.find(text));
}

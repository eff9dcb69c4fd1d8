// Which source belongs to which mode.
import type { Client } from '../../fronts/front.ts';
import type { Language } from '../../language/language.ts';
import type { Mode } from '../../policy/policy.ts';
import type { SessionRedaction } from '../../redaction/levels.ts';
import type { Target } from '../../targets/target.ts';
import type { Transcript } from '../transcript.ts';
import { createExecSource } from './exec.ts';
import { createInteractiveSource } from './interactive.ts';
import { createScriptSource } from './script.ts';
import type { StatementSource } from './source.ts';

export interface SourceParts {
  readonly mode: Mode;
  readonly client: Client;
  readonly target: Target;
  readonly language: Language;
  readonly transcript: Transcript;
  readonly redaction: SessionRedaction;
}

export function createSource(parts: SourceParts): StatementSource {
  const { request, terminal } = parts.client;
  if (parts.mode === 'script') return createScriptSource(parts.language);
  if (request.kind === 'exec') return createExecSource(request.command);
  if (terminal === null) throw new Error('interactive mode without a terminal');
  return createInteractiveSource({ ...parts, terminal });
}

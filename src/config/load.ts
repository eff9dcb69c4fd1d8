// Reads ostiary.yaml: text → data → checked and resolved configuration. All findings of a step are reported at once.
import { readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { faults, isSystemError } from '../core/errors.ts';
import { checkMeaning } from './check-meaning.ts';
import { checkSafety } from './check-safety.ts';
import type { Config } from './config.ts';
import { deepFreeze } from './deep-freeze.ts';
import { type Finding, findingsOf, formatFindings } from './findings.ts';
import { knownKeys } from './known-keys.ts';
import { CONFIG_VERSION, configSchema, type WrittenConfig } from './schema/config.ts';
import { parseYaml, type YamlFile } from './yaml-file.ts';

/** @throws OstiaryError CONFIG_MISSING, CONFIG_INVALID with every finding, CONFIG_UNSAFE. */
export function loadConfig(path: string): Config {
  const file = resolve(path);
  const shown = relative('.', file).startsWith('..') ? file : relative('.', file);
  const yaml = parseYaml(readText(file));
  const fail = (findings: readonly Finding[]) => faults.configInvalid(formatFindings(shown, yaml, findings));

  if (yaml.errors.length > 0) {
    throw faults.configInvalid(yaml.errors.map(({ line, column, text }) => `${shown}:${line}:${column}: ${text}`));
  }
  const written = readWritten(yaml, fail);
  const { findings, identities, targets } = checkMeaning(written, file);
  if (findings.some(({ warning }) => !warning)) throw fail(findings);

  const absolute = (text: string) => resolve(dirname(file), text);
  const config: Config = {
    file,
    listen: { ssh: written.listen.ssh, web: written.listen.web ?? null },
    state: absolute(written.state),
    identities,
    targets,
    policy: written.policy === 'none' ? null : absolute(written.policy),
    recordings: { ...written.recordings, dir: absolute(written.recordings.dir) },
    limits: written.limits,
    audit: { checkpoints: placesOf(written.audit, absolute) },
    web: webOf(written.web, absolute),
    redaction: written.redaction,
    hostKeys: written.hostKeys.map(absolute),
    warnings: formatFindings(shown, yaml, findings),
  };
  checkSafety(config);
  return deepFreeze(config);
}

function placesOf(
  { checkpoints: { file, webhook, every } }: WrittenConfig['audit'],
  absolute: (text: string) => string,
) {
  return { file: file === undefined ? null : absolute(file), webhook: webhook ?? null, every };
}

function webOf(
  { publicUrl, trustProxy, tls }: WrittenConfig['web'],
  absolute: (text: string) => string,
): Config['web'] {
  return {
    publicUrl: publicUrl ?? null,
    trustProxy,
    tls: tls === undefined ? null : { cert: absolute(tls.cert), key: absolute(tls.key) },
  };
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (isSystemError(error, 'ENOENT', 'ENOTDIR')) throw faults.configMissing(file);
    throw faults.configInvalid([`${file}: cannot be read: ${(error as Error).message}`]);
  }
}

function readWritten(yaml: YamlFile, fail: (findings: readonly Finding[]) => Error): WrittenConfig {
  const version = (yaml.value as { version?: unknown } | null)?.version;
  if (typeof version === 'number' && version > CONFIG_VERSION) {
    // Nothing else in it can be judged by this schema.
    const text = `${version} is for a newer Ostiary; this one reads version ${CONFIG_VERSION}`;
    throw fail([{ path: ['version'], text }]);
  }
  const result = configSchema.safeParse(yaml.value);
  if (!result.success) throw fail(findingsOf(result.error, yaml.value, knownKeys));
  return result.data;
}

// The ostiary.yaml that `ostiary init` writes.

export interface StarterAnswers {
  /** The operator, and the person behind the agent. */
  readonly owner: string;
  /** Public key lines. */
  readonly keys: { readonly agent: string; readonly operator: string; readonly auditor: string };
  /** The account statements run under; null: whoever starts the broker. */
  readonly user: string | null;
  /** Absolute, or relative to the file. */
  readonly workspace: string;
}

export const AGENT = 'coder';
export const AUDITOR = 'auditor';

export function starterConfig({ owner, keys, user, workspace }: StarterAnswers): string {
  const account =
    user === null
      ? `    # Without \`user:\` statements run as whoever starts the broker: \`(shared user)\`. Better: start it as root and
    # name an account of its own here.
`
      : `    user: ${user}
`;
  return `# Ostiary: who may come, and where to. Checked with \`ostiary config check\`. Relative paths start at this file.
version: 1
listen: { ssh: "127.0.0.1:2222", web: "127.0.0.1:8022" }
state: .

# The key says who somebody is; the login name of the ssh command says where they want to go.
identities:
  - name: ${AGENT}
    kind: agent
    owner: ${owner}
    keys: ["${keys.agent}"]
    targets: [local]
  - name: ${owner}
    kind: operator
    keys: ["${keys.operator}"]
    targets: ["*"]
  - name: ${AUDITOR}
    kind: auditor
    keys: ["${keys.auditor}"]
    targets: ["*"]

targets:
  - name: local
    kind: local
${account}    workspace: ${JSON.stringify(workspace)}
    labels: { env: dev }

policy: policy.yaml
recordings: { dir: ../recordings, input: false, retention: 365d }
`;
}

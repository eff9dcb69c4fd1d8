// Where secrets lie, for deny rules. Each place is named twice: as a name that is forbidden wherever it is written
// (`**` + `/.ssh/**`), and at the homes and in the workspace, so that a tree above it (`grep -r x ~`) meets it too.
import { definePack } from './pack.ts';

const homes = ['${home}', '/root', '/home/*'];
const inHomes = [
  '.ssh/**',
  '.aws/**',
  '.gnupg/**',
  '.kube/**',
  '.azure/**',
  '.docker/config.json',
  '.config/gh/**',
  '.config/gcloud/**',
  '.password-store/**',
  '.netrc',
  '.pgpass',
  '.my.cnf',
  '.git-credentials',
  '.pypirc',
  '.vault-token',
];
const names = ['.env*', '*.pem', '*.key', '*.p12', '*.pfx', '*.kdbx', 'id_rsa', 'id_dsa', 'id_ecdsa', 'id_ed25519'];
const system = [
  '/etc/shadow*',
  '/etc/gshadow*',
  '/etc/sudoers*',
  '/etc/ssl/private/**',
  '/etc/ssh/ssh_host_*',
  '/etc/kubernetes/**',
  '/run/secrets/**',
  '/var/run/secrets/**',
  '/proc/**/environ',
  '/proc/**/cmdline',
  '/proc/**/mem',
  '/proc/**/maps',
  // A process's own view of the file system: every path once more.
  ...['root', 'cwd'].map((view) => `/proc/*/${view}/**`),
  '/proc/kcore',
  '/dev/mem',
];
// `kubectl get -n prod secret x`: the word may stand anywhere behind the verb.
const anyPlace = [1, 2, 3, 4, 5, 6].map((blanks) => `kubectl ${'* '.repeat(blanks)}*secret* **`);

export const credentials = definePack({
  name: 'credentials@1',
  summary: 'files that hold secrets, and commands that print them',
  entries: [
    {
      run: [
        ...anyPlace,
        'aws secretsmanager **',
        'aws ssm get-parameter* **',
        'aws configure (get|list|export-credentials) **',
        'aws (ecr|ecr-public|codeartifact) get-(login|authorization)* **',
        'aws sts (assume-role*|get-session-token|get-federation-token) **',
        'aws iam create-access-key **',
        'gcloud auth print-* **',
        'gcloud secrets **',
        'az account get-access-token **',
        'az keyvault secret **',
        'vault **',
        'gh auth token **',
        'git credential* **',
        '(pass|gopass|op|bw) **',
        'gpg --export-secret-* **',
      ],
    },
  ],
  paths: [
    ...names.map((name) => `**/${name}`),
    ...inHomes.map((place) => `**/${place}`),
    '${workspace}/.env*',
    ...homes.flatMap((home) => inHomes.map((place) => `${home}/${place}`)),
    ...system,
  ],
  examples: {
    covers: [
      'kubectl get secret x',
      'kubectl get -n prod pods,secrets',
      'aws secretsmanager list-secrets',
      'gh auth token',
    ],
    ignores: ['kubectl get pods', 'aws s3 ls', 'gh pr list', 'cat .env'],
  },
});

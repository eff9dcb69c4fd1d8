// One SSH public key as a line of an authorized_keys file (sshd(8)), without options.
import { createHash } from 'node:crypto';
import ssh2 from 'ssh2';

export interface PublicKey {
  /** `ssh-ed25519` … */
  readonly type: string;
  /** RFC 4253 §6.6 blob, base64. */
  readonly blob: string;
  readonly comment: string;
  /** `SHA256:…`, as `ssh-keygen -lf` prints it. */
  readonly fingerprint: string;
}

const TYPES = ['ssh-ed25519', 'ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521', 'ssh-rsa'];

/** The key, or a half sentence that says what is wrong with the line. */
export function parsePublicKey(line: string): PublicKey | string {
  const [type = '', blob = '', ...comment] = line.trim().split(/[ \t]+/);
  if (line.includes('PRIVATE KEY')) return 'is a private key; put the line of its .pub file here';
  if (!TYPES.includes(type)) return `must begin with one of ${TYPES.join(', ')}; options are not supported`;
  const key = ssh2.utils.parseKey(`${type} ${blob}`);
  if (key instanceof Error || Array.isArray(key)) return 'is no SSH public key; copy the whole line of the .pub file';
  const raw = key.getPublicSSH();
  if (key.type !== type || raw.toString('base64') !== blob) return 'is no SSH public key; its text and its type differ';
  const digest = createHash('sha256').update(raw).digest('base64').replace(/=+$/, '');
  return { type, blob, comment: comment.join(' '), fingerprint: `SHA256:${digest}` };
}

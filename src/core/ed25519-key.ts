// Makes Ed25519 key pairs in OpenSSH's file formats. Not by ssh2's `generateKeyPairSync`: about one in two hundred of
// its Ed25519 keys does not load (measured with 1.17.0, 16 of 3,000).
import { generateKeyPairSync, randomBytes } from 'node:crypto';

export interface KeyPairText {
  /** An unencrypted `openssh-key-v1` file (OpenSSH's PROTOCOL.key), with its final newline. */
  readonly private: string;
  /** One line as in a `.pub` or authorized_keys file, without newline. */
  readonly public: string;
}

const TYPE = 'ssh-ed25519';

/** The comment must be one line. */
export function newEd25519Key(comment: string): KeyPairText {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const point = Buffer.from(publicKey.export({ format: 'jwk' }).x as string, 'base64url');
  const seed = Buffer.from(privateKey.export({ format: 'jwk' }).d as string, 'base64url');

  const blob = Buffer.concat([string(TYPE), string(point)]);
  // The same random number twice: how a reader of an encrypted file knows that its passphrase was right.
  const check = randomBytes(4);
  const secret = Buffer.concat([check, check, blob, string(Buffer.concat([seed, point])), string(comment)]);
  const padding = Uint8Array.from({ length: (8 - (secret.length % 8)) % 8 }, (_, index) => index + 1);
  const file = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    string('none'),
    string('none'),
    string(''),
    uint32(1),
    string(blob),
    string(Buffer.concat([secret, padding])),
  ]);
  const lines = file.toString('base64').replace(/.{70}(?=.)/g, '$&\n');
  return {
    private: `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines}\n-----END OPENSSH PRIVATE KEY-----\n`,
    public: `${TYPE} ${blob.toString('base64')} ${comment}`,
  };
}

/** RFC 4251 §5. */
function string(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value as string);
  return Buffer.concat([uint32(bytes.length), bytes]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

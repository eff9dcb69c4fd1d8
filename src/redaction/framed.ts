// The one list of commands whose standard output is a framed protocol or an archive: a mask in it would break the
// receiver, so it is never rewritten. What only may be binary (`dd`, `cat`, an extraction to stdout) is not here.

/** The words behind the program's name; null is a word nobody knows. */
type Words = readonly (string | null)[];

interface Framed {
  /** Names the protocol in sentences and events. */
  readonly protocol: string;
  readonly programs: readonly string[];
  readonly speaks: (words: Words) => boolean;
  /** Commands of blank-separated words that speak it, and ones of the same programs that print text or a file. */
  readonly finds: readonly string[];
  readonly ignores: readonly string[];
}

const always = () => true;
const has = (words: Words, option: RegExp) => words.some((word) => word !== null && option.test(word));
const operands = (words: Words) => words.filter((word) => word === null || word === '-' || !word.startsWith('-'));

/** The words behind the options that come before a subcommand; `valued` take the word that follows. */
function fromSubcommand(words: Words, valued: RegExp): Words {
  let at = 0;
  for (; words[at]?.startsWith('-'); at++) if (valued.test(words[at] as string)) at++;
  return words.slice(at);
}

const gitWords = (words: Words) => fromSubcommand(words, /^(?:-[Cc]|--git-dir|--work-tree|--namespace|--exec-path)$/);
const containerWords = (words: Words) => fromSubcommand(words, /^(?:-[HlcL]|--(?:host|context|config|log-level))$/);

/** `tar czf - x`: the letters may stand without a dash, and their values follow in order. */
function archives(words: Words): boolean {
  const [first, ...rest] = words;
  const old = first?.match(/^[A-Za-z]+$/) ? first : '';
  const letters = old || words.flatMap((word) => (word?.match(/^-[A-Za-z]+/) ? [word.slice(1)] : [])).join('');
  const long = has(words, /^--(?:create|file=-)$/);
  if (!(old ? old.includes('c') : has(words, /^-[A-Za-z]*c/) || has(words, /^--create$/))) return false;
  if (has(words, /^--file=/)) return long && has(words, /^--file=-$/);
  if (!letters.includes('f')) return true;
  if (old) return rest[[...old].filter((letter) => 'bfCTXgKNV'.includes(letter)).indexOf('f')] === '-';
  const at = words.findIndex((word) => word !== null && /^-[A-Za-z]*f/.test(word));
  const value = (words[at] as string).replace(/^-[A-Za-z]*?f/, '');
  return (value || words[at + 1]) === '-';
}

function compresses(words: Words): boolean {
  if (has(words, /^-[a-zA-Z0-9]*[dtlhV]|^--(?:decompress|uncompress|test|list|help|version)|^-o$/)) return false;
  const files = operands(words).filter((word) => word !== '-');
  return files.length === 0 || has(words, /^-[a-zA-Z0-9]*c|^--(?:stdout|to-stdout)$/);
}

const framed: readonly Framed[] = [
  {
    protocol: 'rsync',
    programs: ['rsync'],
    speaks: (words) => has(words, /^--(?:server|daemon)$/),
    finds: [
      'rsync --server --sender -vlogDtpre.iLsfxCIvu . /srv',
      'sudo rsync --server . x',
      'rsync --server . --daemon .',
    ],
    ignores: ['rsync -a a b', 'rsync --version'],
  },
  {
    protocol: 'scp',
    programs: ['scp'],
    speaks: (words) => has(words, /^-[46pqrdvTO]*[tf]$/),
    finds: ['scp -t /tmp', 'scp -f a', 'scp -r -p -d -t x', 'scp -vrpf x', '/usr/bin/scp -qt x'],
    ignores: ['scp a b:', 'scp -rp a b:', 'scp -oForwardX11=no -F x a b:'],
  },
  {
    protocol: 'sftp',
    programs: ['sftp-server', 'internal-sftp'],
    speaks: always,
    finds: ['sftp-server', '/usr/lib/openssh/sftp-server -R'],
    ignores: ['sftp x', 'echo sftp-server'],
  },
  {
    protocol: 'git pack',
    programs: ['git-upload-pack', 'git-receive-pack', 'git-upload-archive', 'git-lfs-transfer'],
    speaks: always,
    finds: ['git-upload-pack /srv/x.git', 'git-receive-pack x', 'git-upload-archive x', 'git-lfs-transfer x download'],
    ignores: ['git-shell'],
  },
  {
    protocol: 'git pack',
    programs: ['git'],
    speaks: (words) => {
      const [verb, ...rest] = gitWords(words);
      if (verb === 'archive') return !has(rest, /^(?:-o|--output|--list$|-l$)/);
      if (verb === 'bundle') return rest[0] === 'create' && operands(rest)[1] === '-';
      if (verb === 'pack-objects') return has(rest, /^--stdout$/);
      return ['upload-pack', 'receive-pack', 'upload-archive', 'http-backend'].includes(verb ?? '');
    },
    finds: [
      'git upload-pack x',
      'git -C /srv receive-pack x',
      'git -c a=b --bare upload-archive x',
      'git archive HEAD',
      'git archive --format=zip HEAD src',
      'git bundle create - main',
      'git bundle create -q - main',
      'git pack-objects --stdout',
    ],
    ignores: [
      'git log',
      'git archive -o x.tar HEAD',
      'git archive --list',
      'git bundle create x main',
      'git show HEAD:a',
    ],
  },
  {
    protocol: 'a remote helper',
    programs: ['hg', 'svnserve', 'borg'],
    speaks: (words) => words[0] === 'serve' || has(words, /^(?:--stdio|-t|--tunnel)$/),
    finds: ['hg -R x serve --stdio', 'svnserve -t', 'borg serve --restrict-to-path /b'],
    ignores: ['hg log', 'borg list x'],
  },
  {
    protocol: 'an archive',
    programs: ['tar', 'gtar', 'bsdtar'],
    speaks: archives,
    finds: [
      'tar c .',
      'tar cz .',
      'tar -cz .',
      'tar czf - .',
      'tar -cvzf - x',
      'tar -C /srv -cf- x',
      'tar --create --file=- x',
    ].concat(['tar cCf /srv - x', 'tar -c -f - x', 'nice -n 5 tar c x']),
    ignores: [
      'tar cf x.tar .',
      'tar -czf x.tgz .',
      'tar tf x.tar',
      'tar xOf x.tar a',
      'tar --create --file=x y',
      'tar -xzf - -C c',
    ],
  },
  {
    protocol: 'an archive',
    programs: ['zip'],
    speaks: (words) => operands(words)[0] === '-',
    finds: ['zip -r - .', 'zip -q - a b'],
    ignores: ['zip x.zip a', 'zip -r x.zip -'],
  },
  {
    protocol: 'an archive',
    programs: ['cpio'],
    speaks: (words) => has(words, /^-[a-zA-Z]*o|^--create$/) && !has(words, /^-[FO]|^--file/),
    finds: ['cpio -o', 'cpio -ov -H newc', 'cpio --create'],
    ignores: ['cpio -t', 'cpio -i', 'cpio -o -F x.cpio'],
  },
  {
    protocol: 'an archive',
    programs: ['7z', '7za', '7zr', '7zz'],
    speaks: (words) => words[0] === 'a' && has(words, /^-so$/),
    finds: ['7z a -tzip -so x a', '7zz a x -so'],
    ignores: ['7z x -so x.7z', '7z a x.7z a', '7z l x'],
  },
  {
    protocol: 'compressed data',
    programs: 'gzip pigz bzip2 pbzip2 lbzip2 xz lzma zstd lz4 lzop brotli compress'.split(' '),
    speaks: compresses,
    finds: [
      'gzip',
      'gzip -9',
      'gzip -c a',
      'bzip2 -c a',
      'xz -T0 -',
      'zstd -19 -c a',
      'zstd --stdout a',
      'env A=b pigz',
    ],
    ignores: ['gzip a', 'gzip -d', 'gzip -dc a', 'xz -cd a', 'zstd -l a', 'zstd a -o b', 'bzip2 --decompress -c a'],
  },
  {
    protocol: 'a dump',
    programs: ['pg_dump', 'pg_basebackup'],
    speaks: (words) =>
      (has(words, /^(?:-F|--format=)(?:c|t|custom|tar)$/) ||
        has(followers(words, /^(?:-F|--format)$/), /^(?:c|t|custom|tar)$/)) &&
      !has(words, /^(?:-f|--file)/) &&
      !has(followers(words, /^(?:-D|--pgdata)$/), /^[^-]/),
    finds: ['pg_dump -Fc app', 'pg_dump -F t app', 'pg_dump --format=custom app', 'pg_basebackup -D - -Ft'],
    ignores: ['pg_dump app', 'pg_dump -Fp app', 'pg_dump -Fc -f x.dump app', 'pg_basebackup -D /b -Ft'],
  },
  {
    protocol: 'an image',
    programs: ['docker', 'podman', 'nerdctl'],
    speaks: (words) => {
      const [first, ...rest] = containerWords(words);
      const [verb, ...more] = first === 'image' || first === 'container' ? rest : containerWords(words);
      if (verb === 'cp') return more.at(-1) === '-';
      return (verb === 'save' || verb === 'export') && !has(more, /^(?:-o|--output)/);
    },
    finds: [
      'docker save app',
      'podman export c1',
      'docker image save app',
      'docker -H x container export c',
      'docker cp c:/x -',
    ],
    ignores: ['docker ps', 'docker save -o x.tar app', 'docker logs save', 'docker cp c:/x y'],
  },
  {
    protocol: 'encrypted data',
    programs: ['openssl'],
    speaks: (words) => words[0] === 'enc' && !has(words, /^-(?:d|a|A|base64|none|null|out|list|help)$/),
    finds: ['openssl enc -aes-256-cbc -pbkdf2 -k x'],
    ignores: [
      'openssl enc -d -aes-256-cbc',
      'openssl enc -aes-256-cbc -a',
      'openssl enc -none',
      'openssl x509 -in a -text',
    ],
  },
  {
    protocol: 'a file system',
    programs: ['zfs', 'btrfs'],
    speaks: (words) => words[0] === 'send' && !has(words, /^-(?:f|(?=[a-zA-Z]*n)[a-zA-Z]+)$/),
    finds: ['zfs send tank/x@a', 'btrfs send /x'],
    ignores: ['zfs list', 'zfs send -nv tank/x@a', 'btrfs send -f y /x'],
  },
];

export const framedExamples = framed.flatMap(({ protocol, finds, ignores }) => [
  ...finds.map((line) => ({ line, protocol })),
  ...ignores.map((line) => ({ line, protocol: null })),
]);

const byProgram = Map.groupBy(
  framed.flatMap((entry) => entry.programs.map((program) => ({ program, entry }))),
  ({ program }) => program,
);

/** What starts another program and leaves its output alone: options that take a word, operands in front of it. */
const wrappers: Readonly<Record<string, { readonly valued: RegExp; readonly skip?: number }>> = {
  command: { valued: /^$/ },
  exec: { valued: /^-a$/ },
  time: { valued: /^-[fo]$/ },
  nohup: { valued: /^$/ },
  setsid: { valued: /^$/ },
  env: { valued: /^-[uC]$/ },
  nice: { valued: /^-n$/ },
  ionice: { valued: /^-[cnPu]$/ },
  stdbuf: { valued: /^-[ioe]$/ },
  timeout: { valued: /^-[sk]$/, skip: 1 },
  sudo: { valued: /^-[CDghpRrTtUu]$/ },
  doas: { valued: /^-[Cu]$/ },
};

/** Name of the protocol that a command writes to its standard output; null for text. @param argv as `lastCommand` */
export function framedProtocol(argv: readonly (string | null)[]): string | null {
  const [name, ...words] = argv;
  if (!name) return null;
  const program = name.slice(name.lastIndexOf('/') + 1);
  const wrapper = Object.hasOwn(wrappers, program) ? wrappers[program] : undefined;
  if (wrapper) {
    const rest = fromSubcommand(words, wrapper.valued).slice(wrapper.skip ?? 0);
    const start = rest.findIndex((word) => word === null || !/^\w+=/.test(word));
    return start < 0 ? null : framedProtocol(rest.slice(start));
  }
  return byProgram.get(program)?.find(({ entry }) => entry.speaks(words))?.entry.protocol ?? null;
}

/** The words behind each word that fits. */
function followers(words: Words, option: RegExp): Words {
  return words.flatMap((word, at) => (word !== null && option.test(word) ? words.slice(at + 1, at + 2) : []));
}

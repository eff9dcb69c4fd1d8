// Archives and compressors: what they read, what they unpack, what they remove behind themselves.
import { type Call, has, optionValue } from '../call.ts';
import { tool } from '../entry.ts';
import { type Arguments, optionTable, readArguments } from '../options.ts';
import { concat, isText, mayBeOption, prefixOf, unknown, type Value } from '../value.ts';

const tarTable = optionTable(
  `AcdrtuxkUWOpmlsSnaijzZJvwhPRBGM -f= -C= -b= -T=! -X=< -I=! -F=! -g=> -H= -K= -L= -N= -V=
  --file= --directory= --files-from=! --exclude-from=< --use-compress-program=! --info-script=! --new-volume-script=! --checkpoint-action=! --to-command=! --rsh-command=! --rmt-command=! --remove-files! --listed-incremental=> --index-file=> --volno-file=> --transform=! --xform=! --exclude= --exclude-vcs --exclude-tag= --strip-components= --format= --owner= --group= --mode= --mtime= --sort= --checkpoint? --warning= --list --extract --get --create --append --update --concatenate --catenate --delete! --diff --compare --gzip --bzip2 --xz --zstd --lzma --auto-compress --verbose --wildcards --no-recursion --numeric-owner --same-owner --no-same-owner --same-permissions --no-same-permissions --preserve-permissions --keep-old-files --overwrite --to-stdout --one-file-system --dereference --absolute-names --anchored --ignore-case --totals --help --version --show-transformed-names --suffix=! --backup? --hole-detection= --sparse --null --one-top-level? --unlink-first --skip-old-files --keep-newer-files --xattrs --acls --selinux --pax-option= --blocking-factor= --record-size= --tape-length= --label= --newer= --after-date= --newer-mtime= --starting-file= --occurrence? --quoting-style= --full-time --utc --verify --multi-volume --use-compress --force-local --touch --delay-directory-restore`,
);

function tar(call: Call): void {
  const [first, ...rest] = call.args;
  // `tar czf a.tgz x`: a first word without a dash is a cluster; its values follow in order.
  const bundled = isText(first) && /^[a-zA-Z]+$/.test(first) ? unbundle(first, rest) : null;
  const given = readArguments(tarTable, bundled ?? call.args);
  call.judgeOptions(given);
  const archive = optionValue(given, '-f', '--file');
  const folder = optionValue(given, '-C', '--directory');
  const folders = given.options.filter(({ name }) => name === '-C' || name === '--directory');
  if (folders.length > 1) call.opaque('tar with several folders');
  const words = bundled ?? call.args;
  const turn = words.findIndex((word) => /^-(?:[a-zA-Z]*C|-di)/.test(prefixOf(word)));
  const within = (word: Value): Value =>
    folder === undefined || folder === null || (isText(word) && word.startsWith('/'))
      ? word
      : concat(concat(folder, '/'), word);
  if (isText(archive) && /^[^/]*:/.test(archive)) call.opaque('tar with an archive on another host');
  if (has(given, '-t', '--list', '-d', '--diff', '--compare')) {
    if (archive) call.read(archive);
  } else if (has(given, '-x', '--extract', '--get')) {
    if (archive) call.read(archive);
    if (!has(given, '-O', '--to-stdout')) call.write(folder ?? '.', true);
    if (has(given, '-P', '--absolute-names')) call.opaque('tar unpacks to absolute names');
  } else {
    for (const member of given.operands) {
      // What stands before -C belongs to the folder it starts in.
      if (words.indexOf(member) < turn) call.read(member, true);
      call.read(within(member), true);
    }
    if (archive) call.write(archive);
    else if (!has(given, '--help', '--version') && archive === undefined && given.options.length === 0)
      call.opaque('tar without a command');
  }
}

/** Old style: `cfC a.tar dir x` becomes `-c -f a.tar -C dir x`. */
function unbundle(cluster: string, rest: readonly Value[]): readonly Value[] {
  const words = [...rest];
  const out: Value[] = [];
  for (const flag of cluster) {
    out.push(`-${flag}`);
    if (tarTable.short.get(flag)?.value === 'needed') {
      const value = words.shift();
      if (value !== undefined) out.push(value);
    }
  }
  return [...out, ...words];
}

/** gzip and its kin replace a file by its packed form, or back. */
function compress(call: Call, given: Arguments): void {
  const toOutput = has(given, '-c', '--stdout', '--to-stdout', '-l', '--list', '-t', '--test');
  const zstd = /^(?:un)?zstd/.test(call.name);
  const keeps = toOutput || has(given, '-k', '--keep') || (zstd && !has(given, '--rm'));
  const tree = has(given, '-r', '--recursive');
  const unpacks = /^un|^gunzip|^bunzip2/.test(call.name) || has(given, '-d', '--decompress', '--uncompress');
  if (unpacks && has(given, '-N', '--name')) call.opaque(`${call.name} gives a file the name it had`);
  const suffix = optionValue(given, '-S', '--suffix') ?? `.${call.name}`;
  for (const file of given.operands) {
    call.read(file, tree);
    if (!keeps) call.delete(file, tree);
    if (toOutput) continue;
    if (!unpacks) call.write(concat(file, suffix), tree);
    else call.write(isText(file) && !tree ? file.replace(/\.[^./]*$/, '') : file, tree);
  }
}

/** Of zip, which has words of two letters and lists behind -x and -i, only the common options are followed. */
function zip(call: Call): void {
  const files: Value[] = [];
  let patterns = false;
  for (let at = 0; at < call.args.length; at++) {
    const word = call.args[at] as Value;
    const option = mayBeOption(word) ? word : null;
    if (option === null) {
      if (patterns && word !== '@') continue;
      patterns = false;
      if (word !== '@') files.push(word);
    } else {
      patterns = isText(option) && /^(?:-[0-9rqvjDuyX]*[xi]|--exclude|--include)$/.test(option);
      if (!patterns && !(isText(option) && plainZip.test(option))) call.opaque('an option of zip that is not followed');
    }
  }
  const [archive, ...members] = files;
  if (archive !== undefined) call.write(archive);
  for (const member of members) {
    // It knows patterns of its own.
    if (isText(member) && /[*?[]/.test(member)) call.read(unknown);
    else call.read(member, true);
  }
}

const plainZip =
  /^(?:-[0-9rqvjDuyX]+|-FS|--recurse-paths|--quiet|--verbose|--junk-paths|--symlinks|--no-extra|--update|--help|--version)$/;

function unzip(call: Call, given: Arguments): void {
  const [archive] = given.operands;
  if (archive !== undefined) call.read(archive);
  if (!has(given, '-l', '-p', '-t', '-v', '-Z')) call.write(optionValue(given, '-d') ?? '.', true);
}

export const archiveTools = [
  tool({
    names: ['tar', 'gtar', 'bsdtar'],
    effects: tar,
    examples: [
      ['tar -czf build/src.tgz src', 'read tree src', 'write build/src.tgz'],
      ['tar tf a.tar', 'read a.tar'],
      ['tar xzf a.tgz -C /opt', 'read a.tgz', 'write tree /opt'],
      ['tar cf - .env', 'read tree .env'],
      ['tar cf a .env -C /tmp', 'read tree .env', 'read tree /tmp/.env', 'write a'],
      ['tar cf a -C /etc x -C /w y', 'opaque', 'read tree x', 'read tree y', 'write a'],
      ['tar -cf a.tar --use-compress-program=x b', 'opaque', 'read tree b', 'write a.tar'],
      ['tar cf a.tar --checkpoint-ac=exec=sh b', 'opaque', 'read tree b', 'write a.tar'],
      ['tar -I sh -cf a b', 'opaque', 'read tree b', 'write a'],
    ],
  }),
  tool({
    names: [
      'gzip',
      'gunzip',
      'bzip2',
      'bunzip2',
      'xz',
      'unxz',
      'lzma',
      'unlzma',
      'zstd',
      'unzstd',
      'compress',
      'uncompress',
      'pigz',
      'pbzip2',
    ],
    options: `0123456789cdfhklLnNqrtvVzeHsMCu -S= -T= -p= -b= -F= -D=< -o=> --suffix= --threads= --processes= --files?! --files0?!
      --stdout --to-stdout --decompress --uncompress --compress --force --keep --list --test --no-name --name --quiet
      --recursive --synchronous --rsyncable --verbose --fast? --best --small --license --extreme --format= --check= --rm
      --ultra --long? --adapt? --no-progress --single-stream --no-warn --help --long-help --version`,
    effects: compress,
    examples: [
      ['gzip -c a', 'read a'],
      ['xz -z a', 'read a', 'delete a', 'write a.xz'],
      ['gzip -dk a.gz', 'read a.gz', 'write a'],
      ['gzip -dN a.gz', 'opaque', 'read a.gz', 'delete a.gz', 'write a'],
      ['xz --files=l', 'opaque'],
    ],
  }),
  tool({
    names: ['zip'],
    effects: zip,
    examples: [
      ['zip -r a.zip src', 'write a.zip', 'read tree src'],
      ['zip -qm a.zip b', 'opaque', 'write a.zip', 'read tree b'],
      ['zip -r a.zip . -x "*.git*" "n/*"', 'write a.zip', 'read tree .'],
      ['zip a.zip -@', 'opaque', 'write a.zip'],
      ['zip a.zip ".e*"', 'write a.zip', 'read ?'],
      ['zip -T a.zip b', 'opaque', 'write a.zip', 'read tree b'],
    ],
  }),
  tool({
    names: ['unzip'],
    options: '** -d= -x= -P= -K!',
    effects: unzip,
    examples: [
      ['unzip -l a.zip', 'read a.zip'],
      ['unzip a.zip', 'read a.zip', 'write tree .'],
    ],
  }),
  tool({
    names: ['7z', '7za', '7zr', 'ar', 'lz4', 'brotli', 'cpio', 'pax', 'rar', 'unrar'],
    effects: (call) => call.opaque(`${call.name} is not followed`),
    examples: [['cpio -o', 'opaque']],
  }),
];

// The machine itself: processes, network, users, schedulers, power, disks.
import type { Call } from '../call.ts';
import { type Example, tool } from '../entry.ts';
import { isText, prefixOf, type Value } from '../value.ts';

const looks = (names: readonly string[], options: string, ...examples: Example[]) => tool({ names, options, examples });

/** Without further words they tell; with them they change something. */
function changes(names: readonly string[], asks: RegExp, ...examples: Example[]) {
  return tool({
    names,
    effects: (call) => {
      if (call.args.some((word) => !isText(word) || !asks.test(word)))
        call.opaque(`${call.name} may change the machine`);
    },
    examples,
  });
}

function privileged(names: readonly string[], what: string, ...examples: Example[]) {
  return tool({ names, effects: (call) => call.privilege(what), examples });
}

function top(call: Call): void {
  if (!call.args.some((word) => /^-[a-zA-Z]*b|^--batch/.test(prefixOf(word)))) call.raw();
}

/** ps(1): among the letters without a dash an `e` prints environments; words behind options are their values. */
function showsEnvironments({ args }: Call): boolean {
  for (let at = 0; at < args.length; at++) {
    const text = prefixOf(args[at] as Value);
    if (!isText(args[at])) return true;
    // With a dash it falls back to those letters when a user `x` does not exist.
    if (/^-(?=[a-zA-Z]*x)[a-zA-Z]*e|^-E|environ/.test(text)) return true;
    if (
      /^-[a-zA-Z]*[oOCuUpGtgsNq]$|^--(?:sort|format|pid|ppid|user|User|group|Group|tty|sid|cols|rows|width)$/.test(text)
    )
      at++;
    else if (/^[a-zA-Z]+$/.test(text)) {
      if (text.includes('e')) return true;
      if (/[oOpqtUk]$/.test(text)) at++;
    }
  }
  return false;
}

export const hostTools = [
  looks(
    [
      'pstree',
      'pgrep',
      'pidof',
      'uptime',
      'free',
      'vmstat',
      'iostat',
      'mpstat',
      'pidstat',
      'lsof',
      'netstat',
      'id',
      'groups',
      'w',
      'lscpu',
      'lsblk',
      'lspci',
      'lsusb',
      'lsmod',
      'lsns',
      'lsipc',
      'findmnt',
      'df',
      'uname',
      'locale',
      'which',
      'whereis',
      'whatis',
      'apropos',
      'numastat',
      'ipcs',
      'hostid',
      'nvidia-smi',
      'sensors',
      'acpi',
      'blkid',
      'modinfo',
      'lsb_release',
      'dpkg-query',
      'printenv',
      'tokei',
    ],
    '** -K! --kill! -F=<',
    ['df -h'],
  ),
  tool({
    names: ['ps'],
    effects: (call) => {
      if (showsEnvironments(call)) call.opaque('ps with e shows the variables of every process');
    },
    examples: [
      ['ps -ef'],
      ['ps aux'],
      ['ps -o pid,time -C nginx'],
      ['ps eww', 'opaque'],
      ['ps auxe', 'opaque'],
      ['ps -auxe', 'opaque'],
    ],
  }),
  tool({
    names: ['ss'],
    options:
      '* -K! --kill! -D=> --diag=> -F=< --filter=< -N= --net= -f= --family= -A= --query= --socket= --numeric --resolve --all --listening --options --extended --memory --processes --threads --info --cgroup --tos --summary --tcp --udp --unix --ipv4 --ipv6 --no-header --oneline --version --help',
    examples: [['ss -ltnp'], ['ss -K dst h', 'opaque'], ['ss -tanD /etc/x', 'write /etc/x']],
  }),
  looks(['sar'], '** -o! -f=<', ['sar -f a', 'read a'], ['sar -o x', 'opaque']),
  tool({ names: ['who', 'users'], options: '**', operands: 'read', examples: [['who'], ['who a', 'read a']] }),
  looks(['last', 'lastlog'], '** -f=< --file=< -R=< -C! -S!', ['last -n 5'], ['last -f a', 'read a']),
  tool({
    names: ['cloc', 'scc'],
    options:
      'by -o=> --by-file --by-file-by-lang --exclude-dir= --include-lang= --exclude-lang= --exclude-ext= --include-ext= --json --csv --yaml --md --quiet --hide-rate --output=> --out=> --report-file=> --format= --sort= --no-cocomo --version --help',
    operands: 'read',
    examples: [['cloc --vcs=git src', 'opaque', 'read src']],
  }),
  tool({
    names: ['getent', 'ldd'],
    effects: (call) => {
      if (call.name === 'ldd') call.opaque('ldd may run the program it looks at');
      if (call.args.includes('shadow') || call.args.includes('gshadow')) call.read('/etc/shadow');
    },
    examples: [['getent passwd'], ['getent shadow', 'read /etc/shadow'], ['ldd x', 'opaque']],
  }),
  tool({ names: ['top'], effects: top, examples: [['top -b -n1'], ['top', 'raw top']] }),
  tool({
    names: ['dmesg'],
    options:
      '* -C! -c! -D! -E! -H! -n! --clear! --read-clear! --console-off! --console-on! --console-level! --human! -F=< --file=< -K=< --kmsg-file=< -f= -l= -s= --facility= --level= --buffer-size= --since= --until= --time-format= --ctime --color? --decode --follow --follow-new --kernel --json --nopager --notime --reltime --raw --userspace --show-delta --syslog --noescape --version --help',
    examples: [['dmesg -T'], ['dmesg -C', 'opaque'], ['dmesg -F .env', 'read .env']],
  }),
  tool({
    names: ['journalctl'],
    options:
      '** -C! -D! -i=< --vacuum-size! --vacuum-time! --vacuum-files! --rotate! --flush! --sync! --setup-keys! --update-catalog! --relinquish-var! --smart-relinquish-var! --force! -F= -c= -n= -u= -t= -p= -S= -U= -o= -g= -b? --unit= --since= --until= --lines= --output= --priority= --grep= --identifier= --file=< --directory=< --root! --image! --cursor-file=>',
    examples: [['journalctl -u nginx -n 50 --no-pager'], ['journalctl --vacuum-size=1M', 'opaque']],
  }),
  changes(['hostname', 'domainname'], /^-[aAdfiIsy]+$/, ['hostname'], ['hostname x', 'opaque']),
  changes(
    ['ip', 'ifconfig', 'route', 'arp', 'bridge', 'ethtool', 'iw', 'iwconfig', 'nmcli', 'tc'],
    /^(?:-[a-zA-Z0-9]{1,3}|-br(?:ief)?|-color|--numeric|addr(?:ess)?|link|route|neigh(?:bour)?|rule|show|list|ls|a|r|l|n|status|get|eth\d+|lo|en\w+|wl\w+|table|main|all|dev)$/,
    ['ip addr show'],
    ['ip -br a'],
    ['ip link set eth0 down', 'opaque'],
    ['ifconfig'],
  ),
  changes(
    [
      'sysctl',
      'mount',
      'swapon',
      'timedatectl',
      'hostnamectl',
      'localectl',
      'loginctl',
      'resolvectl',
      'networkctl',
      'lvs',
      'pvs',
      'vgs',
      'sestatus',
      'getenforce',
    ],
    /^(?:-[alsnthv]+|--(?:all|show|version|help|no-pager)|status|show|list|[a-z_]+(?:\.[a-z_0-9]+)+)$/,
    ['sysctl -a'],
    ['sysctl vm.swappiness'],
    ['sysctl -w x=1', 'opaque'],
    ['mount /dev/sda1 /mnt', 'opaque'],
  ),
  changes(
    ['iptables', 'ip6tables', 'nft', 'ufw', 'firewall-cmd'],
    /^(?:-(?:[LSnvx]+|-line-numbers|-list\S*)|list|ruleset|status|verbose|INPUT|OUTPUT|FORWARD)$/,
    ['iptables -L -n'],
    ['iptables -F', 'opaque'],
  ),
  tool({
    names: ['pkill', 'killall', 'killall5', 'skill', 'snice', 'renice', 'fuser', 'xkill'],
    effects: (call) => {
      if (call.args.some((word) => !isText(word))) call.opaque(`${call.name} with a name that is not known`);
      call.restart(`process ${prefixOf(call.args.at(-1) ?? '')}`);
    },
    examples: [['pkill -f node', 'restart process node']],
  }),
  tool({
    names: ['reboot', 'shutdown', 'halt', 'poweroff', 'init', 'telinit', 'kexec', 'wall', 'rtcwake'],
    effects: (call) => call.restart('the machine'),
    examples: [['shutdown -h now', 'restart the machine']],
  }),
  privileged(
    'useradd userdel usermod adduser deluser groupadd groupdel groupmod addgroup delgroup passwd chpasswd gpasswd chsh chfn chage vipw visudo pwck newusers setcap update-alternatives ldconfig insmod rmmod modprobe mkfs mke2fs mkswap fdisk sfdisk parted gdisk wipefs lvremove lvcreate pvcreate umount losetup cryptsetup dmsetup mdadm fsck tune2fs hdparm swapoff setenforce auditctl depmod mkfs.ext4 mkfs.xfs blkdiscard debugfs quotaon grub-install update-grub'.split(
      ' ',
    ),
    'changes users, disks or the kernel',
    ['useradd -u0 x', 'privilege changes users, disks or the kernel'],
  ),
  tool({
    names: ['crontab', 'at', 'batch', 'atrm', 'anacron', 'run-parts', 'systemd-cron', 'incrontab'],
    effects: (call) => {
      if (call.args.length === 1 && call.args[0] === '-l') return;
      call.define(`${call.name} schedule`);
      call.opaque(`${call.name} runs commands later`);
    },
    examples: [
      ['crontab -l'],
      ['crontab -', 'define crontab schedule', 'opaque'],
      ['at now', 'define at schedule', 'opaque'],
    ],
  }),
  tool({
    names: ['logger'],
    options: '** -f=< -p= -t= -n=! -P= -u=! --file=< --server=! --socket=!',
    examples: [['logger x'], ['logger -f a', 'read a']],
  }),
  tool({
    names: [
      'gpg',
      'gpg2',
      'gpg-agent',
      'ssh-add',
      'ssh-agent',
      'ssh-keygen',
      'pass',
      'keyctl',
      'secret-tool',
      'security',
      'op',
      'bw',
      'age',
      'sops',
      'git-credential',
      'aws-vault',
    ],
    effects: (call) => {
      if (!call.args.every((word) => isText(word) && /^--?(?:version|help|V)$/.test(word)) || call.args.length === 0)
        call.opaque(`${call.name} handles keys`);
    },
    examples: [['gpg --version'], ['gpg -d x', 'opaque'], ['ssh-keygen -y -f k', 'opaque']],
  }),
];

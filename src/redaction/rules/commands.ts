// Passwords on command lines, where a short option or a place among the words says what they are.
import { pattern } from '../pattern-rule.ts';
import { isSecretValue } from './assignment/values.ts';

const gap = String.raw`[^\n|;&]{0,300}?[ \t]`;
const quoted = String.raw`["']?(?<v>[^\s"'\x60]{0,256})`;
const isGiven = (value: string): boolean => isSecretValue(value, 'password', 'strict') && !/^[-/]/.test(value);

function command(names: string[], before: string, finds: string[], ignores: string[], accept = isGiven) {
  return pattern({
    kind: 'password-option',
    triggers: names,
    begin: (text, at, after) => (/[\w.-]/.test(text[at - 1] ?? ' ') || /[\w]/.test(text[after] ?? ' ') ? -1 : after),
    pattern: new RegExp(`${before}${quoted}`),
    accept,
    finds,
    ignores,
  });
}

export const commands = [
  pattern({
    kind: 'password-argument',
    triggers: [
      'networkcredential',
      'passwordauthentication',
      'usernamepasswordcredentials',
      'basicauth',
      'setcredentials',
    ],
    roomy: true,
    pattern: /\w{0,40}[ \t]{0,2}\([ \t]{0,4}["'][^"']{0,128}["'][ \t]{0,4},[ \t]{0,4}["'](?<v>[^"'\n]{0,128})/,
    accept: (value) => isSecretValue(value, 'password', 'quoted'),
    finds: ['new NetworkCredential("svc", "⟦vcpC7VXxk1⟧");', "auth.BasicAuth('bob', '⟦vcpC7VXxk1⟧')"],
    ignores: ['new NetworkCredential(user, password)', 'NetworkCredential("svc", "password")'],
  }),
  command(
    ['psexec', 'psexec.exe'],
    String.raw`${gap}-p[ \t]+`,
    ['psexec \\\\10.0.0.1 -u Admin -p ⟦vcpC7VXxk1⟧ cmd'],
    ['psexec -u User -p $Password'],
  ),
  command(
    ['curl', 'wget', 'http ', 'https ', 'httpie', 'aria2c'],
    String.raw`${gap}(?:-u|--user|-U|--proxy-user|-a|--auth)[ =]{0,2}["']?[^\s:"'$]{1,64}:`,
    ['curl -s -u bob:⟦hunter_K6b⟧ https://x.test', 'curl --user "bob:⟦hunter_K6b⟧" https://x.test'],
    ['curl -u "$USER:$PASS" https://x', 'curl -u bob: https://x.test'],
  ),
  command(
    ['mysql', 'mysqldump', 'mariadb', 'mysqladmin', 'mysqlimport', 'mysqlsh'],
    `${gap}-p`,
    ['mysql -uroot -p⟦vcpC7VXxk1⟧ app'],
    ['mysql -u root -p app', 'mysql -p3306'],
    (value) => isGiven(value) && !/^\d+$/.test(value),
  ),
  command(['sshpass'], String.raw`[ \t]+-p[ \t]?`, ['sshpass -p ⟦vcpC7VXxk1⟧ ssh host'], ['sshpass -f file ssh host']),
  command(
    ['redis-cli', 'keydb-cli', 'valkey-cli'],
    String.raw`${gap}-a[ \t]+`,
    ['redis-cli -h r1 -a ⟦Tr0ub4dor_8⟧ ping'],
    ['redis-cli -a $PASS ping'],
  ),
  command(
    [
      'docker login',
      'podman login',
      'helm registry login',
      'az login',
      'oc login',
      'nerdctl login',
      'mongosh',
      'mongo',
      'mongodump',
      'mongorestore',
      'sqlcmd',
      'pscp',
      'plink',
      'putty',
      'cqlsh',
      'clickhouse-client',
    ],
    String.raw`${gap}(?:-p|-pw|-P|--pass)[ \t]*`,
    [
      'docker login -u bob -p ⟦vcpC7VXxk1⟧ reg.test',
      'mongosh -u root -p ⟦vcpC7VXxk1⟧ db',
      'sqlcmd -S h -U sa -P ⟦vcpC7VXxk1⟧',
    ],
    ['docker login -u bob --password-stdin', 'docker login reg.test'],
    (value) => isGiven(value) && !/^[\d:./]+$/.test(value),
  ),
  command(
    ['ldapsearch', 'ldapmodify', 'ldapadd', 'ldapwhoami', 'ldappasswd'],
    String.raw`${gap}-w[ \t]*`,
    ['ldapsearch -x -D cn=a -w ⟦vcpC7VXxk1⟧ -b dc=x'],
    ['ldapsearch -x -W -b dc=x'],
  ),
  command(
    ['smbclient', 'smbget', 'rpcclient', 'net'],
    String.raw`${gap}-U[ \t]*["']?[^\s%"']{1,64}%`,
    ['smbclient //h/s -U bob%⟦vcpC7VXxk1⟧'],
    ['smbclient //h/s -U bob'],
  ),
  command(
    ['openssl'],
    String.raw`${gap}-(?:passin|passout|pass)[ \t]+["']?pass:`,
    ['openssl rsa -in k -passin pass:⟦vcpC7VXxk1⟧'],
    ['openssl rsa -passin env:PW'],
  ),
  command(
    ['htpasswd'],
    String.raw`${gap}-[a-zA-Z]*b[a-zA-Z]*[ \t]+\S{1,128}[ \t]+\S{1,64}[ \t]+`,
    ['htpasswd -cb /etc/h bob ⟦vcpC7VXxk1⟧'],
    ['htpasswd -c /etc/h bob'],
  ),
  command(
    ['add_user', 'change_password'],
    String.raw`[ \t]+\S{1,64}[ \t]+`,
    ['rabbitmqctl add_user bob ⟦vcpC7VXxk1⟧'],
    ['rabbitmqctl add_user bob'],
  ),
  command(['net user'], String.raw`[ \t]+\S{1,64}[ \t]+`, ['net user bob ⟦vcpC7VXxk1⟧ /add'], ['net user bob /delete']),
];

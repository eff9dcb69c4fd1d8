// Passwords on command lines, where a short option or a place among the words says what they are.
import { isPlaceholder } from '../checks/placeholder.ts';
import { pattern } from '../pattern-rule.ts';
import { isSecretValue } from './assignment/values.ts';

export const gap = String.raw`[^\n|;&]{0,300}?[ \t]`;
const quoted = String.raw`["']?(?<v>[^\s"'\x60]{0,256})`;
export const isGiven = (value: string): boolean => isSecretValue(value, 'password', 'strict') && !/^[-/]/.test(value);

/** A secret behind the name of a command and what `before` matches. */
export function command(names: string[], before: string, finds: string[], ignores: string[], accept = isGiven) {
  return pattern({
    kind: 'password-option',
    triggers: names,
    lone: true,
    begin: (text, at, after) => (/[\w.-]/.test(text[at - 1] ?? ' ') ? -1 : afterName(text, after)),
    pattern: new RegExp(`${before}${quoted}`),
    ...(before.startsWith(gap) && { vain: /[^\n|;&]{0,64}/y }),
    accept,
    finds,
    ignores,
  });
}

/** Where the words of the command begin, or -1 when the name goes on. */
function afterName(text: string, after: number): number {
  if (text[after - 1] === ' ') return after - 1;
  if (/^\.exe$/i.test(text.slice(after, after + 4))) return after + 4;
  return text[after] === ' ' || text[after] === '\t' ? after : -1;
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
      'auth=(',
      'auth = (',
      'login(',
      'withcredentials',
    ],
    roomy: true,
    pattern:
      /(?:\w{0,40}|auth[ \t]{0,2}=|\.login)[ \t]{0,2}\([ \t]{0,4}["'][^"']{0,128}["'][ \t]{0,4},[ \t]{0,4}["'](?<v>[^"'\n]{0,128})/,
    accept: (value) => isSecretValue(value, 'password', 'quoted'),
    finds: ['new NetworkCredential("svc", "⟦vcpC7VXxk1⟧");', "auth.BasicAuth('bob', '⟦vcpC7VXxk1⟧')"],
    ignores: ['new NetworkCredential(user, password)', 'NetworkCredential("svc", "password")'],
  }),
  command(
    ['psexec', 'psexec.exe'],
    String.raw`${gap}-p[ \t]+`,
    ['psexec \\\\10.0.0.1 -u Admin -p ⟦vcpC7VXxk1⟧ cmd', 'PSEXEC.EXE \\\\h -u d\\bob -p ⟦bluebird⟧ cmd'],
    ['psexec -u User -p $Password', 'psexec -u User -p password'],
    // It is one, however weak.
    (value) => value.length >= 4 && !isPlaceholder(value) && !/^(?:[-/$%<"]|pass(?:word)?$|pwd$)/i.test(value),
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
    String.raw`${gap}-(?:(?:passin|passout|pass)[ \t]+["']?pass:|k[ \t]+)`,
    ['openssl rsa -in k -passin pass:⟦vcpC7VXxk1⟧', 'openssl enc -aes-256-cbc -k ⟦vcpC7VXxk1⟧ -in a'],
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
  command(
    ['7z', '7za', '7zr', 'rar', 'unrar', 'zip', 'unzip', 'zipinfo'],
    String.raw`${gap}-(?:hp|[pP][ \t]{0,4})`,
    ['7z x -p⟦vcpC7VXxk1⟧ a.7z', 'unzip -P ⟦vcpC7VXxk1⟧ a.zip'],
    ['unzip -p a.zip', 'zip -r a.zip dir1'],
    (value) => isGiven(value) && !/\.\w{2,4}$/.test(value),
  ),
  command(
    ['xfreerdp', 'wfreerdp', 'rdesktop', 'cmdkey', 'net use', 'schtasks', 'wmic', 'mstsc', 'dsadd'],
    String.raw`${gap}[/-](?:p|pass|password|pwd|rp|pth)[: \t]`,
    ['xfreerdp /u:bob /p:⟦vcpC7VXxk1⟧ /v:h', 'cmdkey /add:h /user:bob /pass:⟦vcpC7VXxk1⟧'],
    ['rdesktop -p - host', 'net use z: /persistent:no'],
  ),
  command(
    ['ssh-keygen', 'puttygen'],
    String.raw`${gap}-(?:N|P)[ \t]+`,
    ['ssh-keygen -t ed25519 -N "⟦vcpC7VXxk1⟧" -f k'],
    ['ssh-keygen -t ed25519 -N "" -f k'],
  ),
  command(
    ['vault login', 'vault unwrap', 'bw unlock', 'op signin', 'consul login', 'influx auth'],
    String.raw`(?:[ \t]+-[\w=-]{1,40}){0,4}[ \t]+(?:token=)?`,
    ['vault login ⟦vcpC7VXxk1vcpC7VXxk1⟧'],
    ['vault login -method=oidc', 'bw unlock --raw'],
  ),
  command(
    [
      'ipmitool',
      'mosquitto_pub',
      'mosquitto_sub',
      'isql',
      'osql',
      'bcp',
      'tsql',
      'snmpwalk',
      'twine',
      'mc',
      'psftp',
      'winexe',
      'crackmapexec',
      'netexec',
      'nxc',
      'evil-winrm',
      'xfreerdp3',
      'hydra',
      'mssql-cli',
      'ncftp',
      'ncftpput',
      'x11vnc',
    ],
    String.raw`${gap}-(?:P|p|A|X|passwd)[ \t]+`,
    ['ipmitool -H h -U admin -P ⟦vcpC7VXxk1⟧ chassis status', 'twine upload -u bob -p ⟦vcpC7VXxk1⟧ dist/x'],
    ['mosquitto_pub -h h -p 1883 -t x', 'snmpwalk -v3 -l authPriv'],
    (value) => isGiven(value) && !/^\d+$/.test(value),
  ),
  pattern({
    kind: 'password-option',
    triggers: ['secretsdump', 'psexec.py', 'wmiexec', 'smbexec', 'mssqlclient', 'getuserspns', 'atexec'],
    pattern: new RegExp(
      String.raw`[\w.]{6,16}(?=[ \t])${gap}["']?(?:[\w.-]{1,64}/)?[\w.$-]{1,64}:(?<v>[^\s"'@]{0,128})(?=@|$)`,
    ),
    needs: { char: '@', reach: 400 },
    accept: isGiven,
    finds: ['secretsdump.py corp/bob:⟦vcpC7VXxk1⟧@10.0.0.5'],
    ignores: ['secretsdump.py corp/bob@10.0.0.5'],
  }),
  command(
    ['ssm put-parameter', 'keyvault secret', 'gh secret', 'secretsmanager', 'glab variable', 'circleci env'],
    `${gap}(?:--value|--body|--secret-string|-b|-v)[ =]`,
    [
      'aws ssm put-parameter --name /x --value "⟦vcpC7VXxk1⟧" --type SecureString',
      'gh secret set X --body ⟦vcpC7VXxk1⟧',
    ],
    ['aws ssm put-parameter --name /x --value file://x', 'gh secret list'],
  ),
  command(
    ['net use'],
    String.raw`${gap}/user:\S{1,64}[ \t]+`,
    ['net use x: \\\\h\\s /user:bob ⟦vcpC7VXxk1⟧'],
    ['net use x: \\\\h\\s /user:bob /persistent:no'],
  ),
  command(
    ['iwconfig', 'nmcli', 'wpa_cli'],
    String.raw`${gap}(?:key|enc|psk)[ \t]+(?:s:)?`,
    ['iwconfig wlan0 key s:⟦vcpC7VXxk1⟧'],
    ['iwconfig wlan0 key off'],
  ),
  command(
    [
      'ngrok authtoken',
      'add-authtoken',
      'cargo login',
      'snyk auth',
      'railway login',
      'netlify login',
      'supabase login',
    ],
    String.raw`(?:[ \t]+-[\w=-]{1,40}){0,4}[ \t]+`,
    ['ngrok config add-authtoken ⟦vcpC7VXxk1vcpC7VXxk1⟧'],
    ['cargo login --registry x', 'snyk auth'],
  ),
  command(
    ['mc alias set', 'mc config host add'],
    String.raw`(?:[ \t]+[^\s-]\S{0,128}){3}[ \t]+`,
    ['mc alias set m http://h:9000 minio ⟦vcpC7VXxk1⟧'],
    ['mc alias set m http://h:9000 minio'],
  ),
  command(
    ['lftp', 'mirror', 'curlftpfs'],
    String.raw`${gap}-u[ \t]+[\w.@-]{1,64},`,
    ['lftp -u bob,⟦vcpC7VXxk1⟧ ftp.x.test'],
    ['lftp -u bob ftp.x.test'],
  ),
  command(
    ['rclone obscure', 'openssl passwd', 'wpa_passphrase', 'steamcmd +login', 'adduser --password'],
    String.raw`(?:[ \t]+-\w{1,8}){0,3}(?:[ \t]+\S{1,64}(?=[ \t]+\S))?[ \t]+`,
    ['rclone obscure ⟦vcpC7VXxk1⟧', 'wpa_passphrase homenet ⟦vcpC7VXxk1⟧'],
    ['openssl passwd -6', 'rclone obscure -'],
  ),
  command(
    ['htpasswd'],
    String.raw`${gap}-[a-zA-Z]*n[a-zA-Z]*[ \t]+\S{1,64}[ \t]+`,
    ['htpasswd -nb bob ⟦vcpC7VXxk1⟧'],
    ['htpasswd -n bob'],
  ),
  pattern({
    kind: 'password-option',
    triggers: ['-password-command', '-pass-command', 'expect "', 'send "', 'expect -c'],
    roomy: true,
    pattern:
      /(?:-pass(?:word)?-command[ =]{1,2}["']?echo[ \t]|expect(?: -c)?[ \t][^\n]{0,160}?send (?:-- )?\\?"?|send (?:-- )?")(?<v>[^\s"'\\]{0,128})/i,
    accept: (value, text, start) =>
      isGiven(value) &&
      /\d/.test(value) &&
      /[A-Za-z]/.test(value) &&
      (/command|expect/i.test(text.slice(Math.max(0, start - 200), start)) ||
        /\\[rn]/.test(text.slice(start, start + 140))),
    finds: ['restic --password-command "echo ⟦vcpC7VXxk1⟧"', 'send "⟦vcpC7VXxk1⟧\\r"'],
    ignores: ['restic --password-command "cat /run/p1"', 'send "yes\\r"'],
  }),
];

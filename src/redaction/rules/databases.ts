// Passwords in statements and connection words of databases.
import { sampleOf } from '../alphabet.ts';
import { isPlaceholder } from '../checks/placeholder.ts';
import { pattern } from '../pattern-rule.ts';
import { classOfName } from './assignment/names.ts';
import { isSecretValue } from './assignment/values.ts';

const strings = String.raw`["'][^"'\n]{0,128}["'][ \t]{0,4},[ \t]{0,4}`;

/** Settings of a connection, of which the password is one (Microsoft's and PostgreSQL's keywords). */
const connection =
  /(?:^|[\s;"'{(])(?:server|data source|host(?:name)?|addr(?:ess)?|driver|provider|dsn|uid|user(?: ?id|name)?|database|dbname|initial catalog|port|network library)[ \t]?=[^=]/i;
/** Right before it another setting ends. */
const setting = { ';': /=[^=;\n]{1,128}$/, ' ': /=[^=\s;]{1,128};?$/ };

function isInConnection(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 400), at);
  return setting[text[at] === ';' ? ';' : ' '].test(before) && connection.test(before);
}

export const databases = [
  pattern({
    kind: 'connection-password',
    // Here a word is a password, whatever it says; documentation has its own words.
    triggers: [';password', ';pwd', '; password', '; pwd', ' password=', ' pwd=', ';pass='],
    begin: (text, at) => (isInConnection(text, at) ? at : -1),
    pattern: /[; ][ ]?(?:password|pwd|pass)[ \t]{0,2}=[ \t]{0,2}(?<v>[^\s;"'`&<>]{0,256})/i,
    accept: (value) =>
      value.length >= 4 &&
      /[A-Za-z0-9]/.test(value) &&
      !/^(?:my|your|the|db|user)?[-_]?(?:password|pass|pwd|passwd)\d?$|^\*+$|^xxx/i.test(value) &&
      !isPlaceholder(value),
    finds: [
      'Server=db1;Database=shop;Uid=app;Pwd=⟦bluebird⟧;',
      'Data Source=h,1433;User ID=sa;Password=⟦goodspec⟧;Initial Catalog=x',
      'host=db1 port=5432 user=app password=⟦sunflower⟧ dbname=x',
    ],
    ignores: [
      'Server=h;User Id=myUsername;Password=myPassword;',
      'Server=h;Uid=u;Pwd=${PW};',
      'user=x; the password=required',
      'set user=x password=changeme',
    ],
  }),
  pattern({
    kind: 'sql-password',
    triggers: ['identified '],
    roomy: true,
    pattern:
      /identified[ \t]{1,4}(?:with[ \t]{1,4}["'`]?\w{1,40}["'`]?[ \t]{1,4})?(?:by|as|using)[ \t]{1,4}(?:password[ \t]{1,4}|values[ \t]{1,4})?(?:["'](?<v>[^"'\n]{0,256}))/i,
    accept: (value) => /^\*[A-F0-9]{40}$/.test(value) || isSecretValue(value, 'password', 'quoted'),
    finds: [
      "CREATE USER 'x'@'%' IDENTIFIED BY '⟦vcpC7VXxk1⟧';",
      "IDENTIFIED WITH caching_sha2_password BY '⟦vcpC7VXxk1⟧'",
    ],
    ignores: ["identified by 'password'", 'the user is identified by name'],
  }),
  pattern({
    kind: 'sql-password',
    triggers: ['pragma key', 'pragma rekey', 'pragma hexkey'],
    roomy: true,
    pattern: /pragma[ \t](?:re|hex)?key[ \t]{0,4}=[ \t]{0,4}["']{1,2}(?<v>[^"'\n]{0,256})/i,
    accept: (value) => isSecretValue(value, 'password', 'quoted'),
    finds: ["PRAGMA key = '⟦vcpC7VXxk1⟧';"],
    ignores: ['PRAGMA keys', "PRAGMA key = ''"],
  }),
  pattern({
    kind: 'secret',
    // The new value in a plan of Terraform.
    triggers: ['" -> "'],
    begin: (text, at) => {
      const name = /([\w.-]{2,64})"?[ \t]{0,40}[=:][ \t]{1,4}"[^"]{0,256}$/.exec(
        text.slice(Math.max(0, at - 400), at),
      )?.[1];
      return name !== undefined && classOfName(name) !== undefined ? at : -1;
    },
    pattern: /" -> "(?<v>[^"\n]{0,512})/,
    accept: (value) => isSecretValue(value, 'password', 'quoted'),
    finds: ['~ password = "x" -> "⟦vcpC7VXxk1⟧"'],
    ignores: ['~ region = "eu1" -> "vcpC7VXxk1"', '~ token_type = "a" -> "vcpC7VXxk1"'],
  }),
  pattern({
    kind: 'password-hash',
    // mysql_native_password: SHA-1 twice.
    triggers: ["'*0", ...[...'abcdef'].map((letter) => `'*${letter}`)],
    pattern: /'(?<v>\*[A-Fa-f0-9]{0,40})(?:'|$)/,
    accept: (value) => value.length === 41,
    finds: [`AS '⟦*${sampleOf('HEX', 40, 5)}⟧'`],
    ignores: ["select '*abc'", "'*'"],
  }),
  pattern({
    kind: 'url-password',
    triggers: ['thin:', 'sqlplus ', 'sqlldr ', 'expdp ', 'impdp ', 'rman target '],
    pattern:
      /(?:thin:|(?:sqlplus|sqlldr|expdp|impdp|rman target)[ \t]{1,4}(?:-\w{1,8}[ \t]{1,4}){0,3}(?:userid=)?["']?)[\w$#]{1,64}\/["']?(?<v>[^\s@/"'`]{1,128})(?=["']?@)/i,
    partial:
      /(?:thin:|(?:sqlplus|sqlldr|expdp|impdp|rman target)[ \t]{1,4}(?:-\w{1,8}[ \t]{1,4}){0,3}(?:userid=)?["']?)[\w$#]{1,64}\/["']?(?<v>[^\s@/"'`]{0,128})$/i,
    accept: (value) => isSecretValue(value, 'password', 'strict'),
    finds: ['jdbc:oracle:thin:scott/⟦vcpC7VXxk1⟧@db:1521:XE', 'sqlplus -s app/⟦vcpC7VXxk1⟧@prod'],
    ignores: ['jdbc:oracle:thin:@//db:1521/XE', 'sqlplus / as sysdba'],
  }),
  pattern({
    kind: 'password-argument',
    triggers: [
      'mysqli(',
      'new pdo(',
      'mysql_connect(',
      'mysqli_connect(',
      'getconnection(',
      'mysqldb.connect(',
      'pymysql.connect(',
      'directoryentry(',
    ],
    roomy: true,
    pattern: new RegExp(String.raw`[\w. ]{1,40}\([ \t]{0,4}${strings}${strings}["'](?<v>[^"'\n]{0,128})`),
    accept: (value) => isSecretValue(value, 'password', 'quoted'),
    finds: [
      "new mysqli('localhost', 'root', '⟦vcpC7VXxk1⟧', 'shop');",
      'new DirectoryEntry("LDAP://h", "d\\bob", "⟦vcpC7VXxk1⟧")',
    ],
    ignores: ["new mysqli('localhost', 'root', '', 'shop');", 'new PDO($dsn, $user, $pass)'],
  }),
  pattern({
    kind: 'aws-secret-key',
    // Both halves on one line, or the secret one alone on the next.
    triggers: ['AKIA', 'ASIA'],
    pattern:
      /A[KS]IA[A-Z0-9]{16}["',;:]{0,3}(?:[ \t,;:|=>/"'][^\n]{0,60}?)?(?<![A-Za-z0-9/+=])(?<v>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/,
    partial:
      /A[KS]IA[A-Z0-9]{16}(?:["',;:]{0,3}[ \t]{0,8}(?<v>)|[ \t,;:|=>/"'][^\n]{0,60}?(?<![A-Za-z0-9/+=])(?<w>[A-Za-z0-9/+]{12,40}))$/,
    accept: (value) => /[0-9]/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value) && !/^[a-f0-9]+$/i.test(value),
    finds: [
      `id AKIA${sampleOf('UPPER', 16, 3)}:⟦${sampleOf('alnum', 40, 4)}⟧`,
      `x\tASIA${sampleOf('UPPER', 16, 3)}\t2026-03-01T12:00:00Z\t⟦${sampleOf('alnum', 40, 4)}⟧`,
    ],
    ignores: [`id AKIA${sampleOf('UPPER', 16, 3)} ${sampleOf('hex', 40, 4)}`, 'AKIA is the prefix of key ids'],
  }),
];

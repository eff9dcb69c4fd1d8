// Examples of the assignment rule. Values come from the seeded generator.
import { sampleOf } from '../../alphabet.ts';

const made = sampleOf('alnum', 32, 11);
const hex = sampleOf('hex', 40, 12);

export const assignmentFinds = [
  `DB_PASSWORD=⟦Tr0ub4dor_9⟧`,
  `export API_KEY="⟦${made}⟧"`,
  `db_password: ⟦${made}⟧`,
  `{"host":"db1","client_secret":"⟦${made}⟧","port":1}`,
  `{"password": "⟦correct horse 42 staple⟧"}`,
  `{\\"token\\":\\"⟦${made}⟧\\"}`,
  `mysql --user=root --password=⟦vcpC7VXxk1⟧ app`,
  `tool --token ⟦${hex}⟧ --verbose`,
  `Server=db;Uid=sa;Pwd=⟦hunter_K6bY⟧;Encrypt=True`,
  `https://x.test/in?api_key=⟦${hex}⟧&page=2`,
  `const password: string = '⟦s3cr3t-pw⟧';`,
  `<password>⟦hunt3r2x⟧</password>`,
  `<add key="DbPassword" value="⟦hunt3r2x⟧"/>`,
  `define('DB_PASSWORD', '⟦hunt3r2x9⟧');`,
  `ALTER USER bob WITH PASSWORD '⟦Winter2026x⟧';`,
  `machine h login bob password ⟦Winter2026x⟧`,
  `Password: ⟦Humr9AnrwbfPC3⟧`,
];

export const assignmentIgnores = [
  'PASSWORD=$DB_PASSWORD',
  'password: ********',
  'password = os.environ["DB_PASSWORD"]',
  'if (password === undefined) throw new Error("password required");',
  '{"primaryKey":"id","foreignKey":"user_id"}',
  'token_type=bearer expires_in=3600',
  'secretName: my-app-tls',
  'Usage: login [--password-file FILE] [--token TOKEN]',
  'const password: string = readPassword();',
  'api_key: ${API_KEY}',
  'password: changeme',
  'token: <your token>',
  'max_tokens=4096',
  'keyboard: us, keyCode: 13',
  '"password": "Enter your password"',
  'The access key is stored in the vault',
  'ssh_config: PasswordAuthentication no',
];

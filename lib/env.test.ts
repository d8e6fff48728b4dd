import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { EnvError, embeddedSocketDir, parseEnv } from './env.ts';

describe('settings', () => {
  test('have defaults that work on a fresh machine', () => {
    expect(parseEnv({})).toMatchObject({
      ...{ consolePort: 3000, apiPort: 3001, consoleUrl: 'http://localhost:3000', apiUrl: 'http://localhost:3001' },
      ...{ isDatabaseEmbedded: true, secretKey: undefined, logLevel: 'info', trustProxy: false },
      ...{ freshSessionSecs: 28_800, github: undefined, google: undefined, oidc: undefined },
    });
  });

  test('that are empty count as absent', () => {
    expect(parseEnv({ API_PORT: '', SECRET_KEY: '', DATABASE_URL: '', AUTH_GITHUB_ID: '' })).toEqual(parseEnv({}));
  });

  test('of the engines are read into what their constructors take', () => {
    const { docker, kubernetes } = parseEnv({
      ...{ DOCKER_ULIMITS: 'nofile=20000,core=0', DOCKER_RUNTIME: 'runsc', KUBERNETES_REGISTRY_AUTH: 'name:pass:word' },
    });
    expect(docker).toMatchObject({
      host: 'unix:///var/run/docker.sock',
      runtime: 'runsc',
      ulimits: { nofile: 20_000, core: 0 },
    });
    expect(kubernetes.registryAuth).toEqual({ username: 'name', password: 'pass:word' });
    expect(parseEnv({}).docker.ulimits).toEqual({});
    expect(parseEnv({}).kubernetes.registryAuth).toBeUndefined();
  });

  test('follow a changed port, and a public address beats it', () => {
    expect(parseEnv({ API_PORT: '8080' }).apiUrl).toBe('http://localhost:8080');
    expect(parseEnv({ API_PORT: '8080', API_URL: 'https://api.example' }).apiUrl).toBe('https://api.example');
    expect(parseEnv({ CONSOLE_URL: 'https://console.example/' }).consoleUrl).toBe('https://console.example');
  });

  test.each([
    ['CONSOLE_PORT', '0'],
    ['API_PORT', '65536'],
    ['API_PORT', 'http'],
    ['API_PORT', '1.5'],
    ['CONSOLE_URL', 'console.example'],
    ['CONSOLE_URL', 'https://console.example/path'],
    ['API_URL', 'https://api.example/?a=1'],
    ['API_URL', 'ftp://api.example'],
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['DATABASE_URL', 'localhost'],
    ['SECRET_KEY', 'x'.repeat(31)],
    ['LOG_LEVEL', 'loud'],
    ['DEFAULT_GENERAL_ACCESS', 'EVERYONE'],
    ['DEFAULT_GENERAL_ACCESS', 'ANYONE_WITH_NAME_CAN_READ'],
    ['SMTP_URL', 'mail.example:587'],
    ['SMTP_URL', 'http://mail.example'],
    ['MAIL_FROM', 'Gatehouse'],
    ['MAIL_FROM', 'a@b.example\r\nBcc: c@d.example'],
    ['ENGINE', 'magic'],
    ['DOCKER_HOST', '/var/run/docker.sock'],
    ['DOCKER_ULIMITS', 'nofile'],
    ['DOCKER_PREFIX', 'Two words'],
    ['KUBERNETES_REGISTRY_AUTH', 'name'],
    ['FRESH_SESSION_SECS', '59'],
    ['FRESH_SESSION_SECS', 'a day'],
    ['SESSION_LIFETIME_SECS', '1'],
    ['TRUST_PROXY', 'yes'],
    ['CONTENT_URL', 'content.example'],
    ['CONTENT_URL', 'http://localhost:3001'],
    ['CONTENT_URL', 'http://localhost:9999'],
    ['MAX_RECORD_MBYTES', '0'],
    ['MAX_RECORD_MBYTES', 'many'],
    ['S3_ENDPOINT', 's3.example'],
    ['S3_FORCE_PATH_STYLE', 'perhaps'],
  ])('that are wrong are named: %s=%s', (name, text) => {
    expect(() => parseEnv({ [name]: text })).toThrow(EnvError);
    expect(() => parseEnv({ [name]: text })).toThrow(new RegExp(`${name}: .`));
  });

  test('of an object store belong together, and none means the database', () => {
    const store = { S3_ENDPOINT: 'https://s3.example', S3_BUCKET: 'records' };
    const keys = { S3_ACCESS_KEY_ID: 'id', S3_SECRET_ACCESS_KEY: 'secret' };
    expect(parseEnv({}).s3).toBeUndefined();
    expect(parseEnv({ ...store, ...keys }).s3).toEqual({
      ...{ bucket: 'records', endpoint: 'https://s3.example', region: 'us-east-1', forcePathStyle: true },
      credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
    });
    expect(parseEnv({ S3_BUCKET: 'records' }).s3).toMatchObject({ forcePathStyle: false, credentials: undefined });
    expect(() => parseEnv({ ...store, S3_BUCKET: '', ...keys })).toThrow(/S3_BUCKET: /);
    expect(() => parseEnv({ ...store, S3_ACCESS_KEY_ID: 'id' })).toThrow(/S3_SECRET_ACCESS_KEY: /);
    expect(() => parseEnv({ ...store, S3_SECRET_ACCESS_KEY: 'secret' })).toThrow(/S3_ACCESS_KEY_ID: /);
  });

  test('of an origin for stored content must be another host', () => {
    const urls = { CONSOLE_URL: 'https://console.example', API_URL: 'https://api.example' };
    expect(parseEnv({ ...urls, CONTENT_URL: 'https://content.example/' }).contentUrl).toBe('https://content.example');
    for (const url of Object.values(urls))
      expect(() => parseEnv({ ...urls, CONTENT_URL: url })).toThrow(/CONTENT_URL: /);
    expect(() => parseEnv({ ...urls, CONTENT_URL: 'https://api.example:8443' })).toThrow(/CONTENT_URL: /);
  });

  test('that are wrong together are all named', () => {
    expect(() => parseEnv({ API_PORT: 'x', LOG_LEVEL: 'x' })).toThrow(/API_PORT: .*\n {2}LOG_LEVEL: /);
  });

  test('never stand in the message themselves, for they may be secret', () => {
    expect(() => parseEnv({ SECRET_KEY: 'a-short-secret', DATABASE_URL: 'x://user:hunter2@host' })).toThrow(
      expect.not.objectContaining({ message: expect.stringMatching(/a-short-secret|hunter2/) }),
    );
  });

  test.each([
    [{ AUTH_GITHUB_ID: 'x' }, 'AUTH_GITHUB_SECRET'],
    [{ AUTH_GITHUB_SECRET: 'x' }, 'AUTH_GITHUB_ID'],
    [{ AUTH_GOOGLE_ID: 'x' }, 'AUTH_GOOGLE_SECRET'],
    [{ AUTH_OIDC_ISSUER: 'https://id.example' }, 'AUTH_OIDC_ID'],
    [{ AUTH_OIDC_ID: 'x', AUTH_OIDC_SECRET: 'y' }, 'AUTH_OIDC_ISSUER'],
  ])('of another provider must be whole: %j', (given, missing) => {
    expect(() => parseEnv(given)).toThrow(new RegExp(`${missing}: must be set`));
  });
});

describe('the folder of the embedded database’s socket', () => {
  test('lies in the data directory, and elsewhere where that is too deep for a socket', () => {
    expect(embeddedSocketDir('/data')).toBe('/data/postgres/run');
    const deep = path.join('/', 'deep'.repeat(30));
    expect(embeddedSocketDir(deep)).not.toContain('deep');
    expect(Buffer.byteLength(embeddedSocketDir(deep))).toBeLessThanOrEqual(85);
    expect(embeddedSocketDir(deep)).toBe(embeddedSocketDir(deep));
    expect(embeddedSocketDir(deep)).not.toBe(embeddedSocketDir(`${deep}r`));
  });
});

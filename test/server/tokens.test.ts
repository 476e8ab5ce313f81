import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { ConfigurationError } from '../../src/platform/errors.ts';
import { openSecrets } from '../../src/platform/secrets/secrets.ts';
import { Sessions } from '../../src/server/log-in/sessions.ts';
import { actsFor, LOCAL_OWNER, openTokens, Tokens } from '../../src/server/tokens.ts';
import { refusalOf, saidBy } from '../support/words.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const ANA = { name: 'ana', sha256: sha256('token-of-ana'), role: 'owner' };
const ACME = { name: 'acme', sha256: sha256('token-of-acme'), role: 'supplier', proveedores: ['P1', 'P2'] };
const textOf = (...tokens: object[]): string => JSON.stringify(tokens);

test('whoever has a token is found by its hash, and acts for whom it says', () => {
  const tokens = new Tokens(textOf(ANA, { ...ACME, sha256: ACME.sha256.toUpperCase() }));
  expect(tokens.whoHas('token-of-ana')).toEqual({ name: 'ana', role: 'owner', proveedores: '*' });
  const acme = tokens.whoHas('token-of-acme');
  expect(acme).toMatchObject({ name: 'acme', role: 'supplier' });
  for (const other of ['', 'token-of-an', 'token-of-ana ', ANA.sha256])
    expect(tokens.whoHas(other)).toBeUndefined();
  const may = ['P1', 'P2', 'P3', 'p1', '*', ''].map(
    (proveedor) => acme !== undefined && actsFor(acme, proveedor),
  );
  expect(may).toEqual([true, true, false, false, false, false]);
  expect(actsFor(LOCAL_OWNER, 'anybody')).toBe(true);
  expect(tokens.clients.map(({ name }) => name)).toEqual(['ana', 'acme']);
});

test('what is wrong with a list of tokens is told by its place, and never by what stands there', () => {
  const wrong: [text: string, told: RegExp][] = [
    ['', /no list of tokens/],
    ['secret', /no list of tokens/],
    ['{}', /no list of tokens/],
    ['[]', /no list of tokens/],
    [textOf({ ...ANA, sha256: 'secret' }), /\[0\]\.sha256/],
    [textOf(ANA, { ...ACME, role: 'secret' }), /\[1\]\.role/],
    [textOf({ ...ANA, name: 'secret\n' }), /\[0\]\.name/],
    ...['', ' ', 's'.repeat(65), 'a\u202eb', 'a\u2028b'].map((name): [string, RegExp] => [
      textOf({ ...ANA, name }),
      /\[0\]\.name/,
    ]),
    [textOf({ ...ACME, proveedores: undefined }), /\[0\]\.proveedores/],
    [textOf({ ...ACME, proveedores: [] }), /\[0\]\.proveedores/],
    [textOf({ ...ANA, proveedores: ['secret'] }), /\[0\]\.proveedores/],
    [textOf({ ...ANA, token: 'secret' }), /\[0\]/],
    [textOf(ANA, { ...ANA, name: 'other' }), /the same token or name twice: \[1\]\.sha256/],
    [textOf(ANA, { ...ACME, name: 'ana' }), /the same token or name twice: \[1\]\.name/],
  ];
  for (const [text, told] of wrong) {
    const refusal = refusalOf(() => new Tokens(text));
    expect(refusal, text).toMatch(told);
    expect(refusal.replace('"sha256"', ''), text).not.toMatch(/secret|[0-9a-f]{32}/);
  }
});

test.each(['Distribuidora Ñandú S.A.', "O'Higgins & Cía.", 'proveedor_1@acme-sur.com.ar', '東京 <b>'])(
  'a client may be called %s, and is known by that name once it is logged in',
  (name) => {
    const tokens = new Tokens(textOf(ANA, { ...ACME, name }));
    const client = tokens.whoHas('token-of-acme');
    expect(client?.name).toBe(name);
    const sessions = new Sessions(tokens);
    const [cookie] = sessions.begin(client ?? LOCAL_OWNER, false).split(';');
    expect(sessions.whoHas(cookie, false)).toEqual(client);
  },
);

test('without tokens only this machine is let in', async () => {
  const secrets = openSecrets([], new AbortController().signal, new AsyncDisposableStack());
  const open = (host: string) => openTokens({ address: { host, port: 8080 }, tokens: undefined }, secrets);
  for (const host of ['127.0.0.1', '::1', 'localhost']) expect(await open(host), host).toBeUndefined();
  for (const host of ['0.0.0.0', '::', '10.0.0.7', 'shop.example']) {
    const refusal: unknown = await open(host).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ConfigurationError);
    expect(saidBy(refusal), host).toContain(`LISTEN lets other machines in at ${host}`);
  }
  const tokens = { kind: 'given', value: textOf(ANA) } as const;
  expect(await openTokens({ address: { host: '0.0.0.0', port: 8080 }, tokens }, secrets)).toBeInstanceOf(
    Tokens,
  );
});

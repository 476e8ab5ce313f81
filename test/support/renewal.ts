import { afterEach, beforeEach, expect } from 'vitest';
import { type BitcramSimulator, startBitcram } from '../../dev/simulate/bitcram.ts';
import { type JobResult, runJob } from './job.ts';
import { type SecretManager, startSecretManager } from './secret-manager.ts';

/** The secret as Secret Manager names it. */
export const SECRET = 'projects/shop/secrets/bitcram-token';

/** What `renew-token` works with: Bitcram, Secret Manager and the secret of one token between them. */
interface Renewal {
  bitcram: BitcramSimulator;
  secretManager: SecretManager;
  env: Record<string, string>;
  /** Adds a version whose token works. */
  keep(token: string, ageDays: number): void;
  states(): string[];
  tokenOf(version: number): string;
  /** Runs it, and checks what holds however it ends: the exit code is the report's, and no credential is printed. */
  renew(...args: string[]): Promise<Omit<JobResult, 'report'> & { report: Record<string, unknown> }>;
  expectAWorkingVersion(): void;
  close(): Promise<void>;
}

async function openRenewal(): Promise<Renewal> {
  const [bitcram, secretManager] = await Promise.all([startBitcram({ tokens: [] }), startSecretManager()]);
  bitcram.logIn.username = 'el-depósito@shop.example';
  bitcram.logIn.password = 'contraseña "larga" <&>';
  const env: Record<string, string> = {
    URL_BITCRAM: bitcram.url,
    PROJECT_ID: 'shop',
    SECRET_ID: 'bitcram-token',
    SECRET_MANAGER_ENDPOINT: secretManager.endpoint,
    USER_BITCRAM: bitcram.logIn.username,
    PASSWORD_BITCRAM: bitcram.logIn.password,
    HTTP_ATTEMPTS: '2',
    LOG_LEVEL: 'trace',
  };
  const versions = () => secretManager.versions('bitcram-token');
  return {
    bitcram,
    secretManager,
    env,
    keep(token, ageDays) {
      secretManager.put('bitcram-token', token, ageDays);
      bitcram.tokens.add(token);
    },
    states: () => versions().map(({ state }) => state),
    tokenOf: (version) => String(versions()[version - 1]?.data),
    async renew(...args) {
      const result = await runJob(['renew-token', '--json', ...args], env);
      const report = JSON.parse(result.stdout) as Record<string, unknown>;
      expect(report['exit_code']).toBe(result.exitCode);
      const { username, password } = bitcram.logIn;
      for (const secret of [...bitcram.tokens, username, 'el-depósito', password, 'contrase']) {
        expect(result.stdout + result.stderr).not.toContain(secret);
      }
      return { ...result, report };
    },
    expectAWorkingVersion() {
      const good = versions().filter(
        ({ state, data }) => state === 'ENABLED' && bitcram.tokens.has(String(data)),
      );
      expect(good.length).toBeGreaterThan(0);
    },
    async close() {
      secretManager.close();
      await bitcram.close();
    },
  };
}

/** Another for each test, under the same name. */
export function freshRenewal(): Renewal {
  const renewal = {} as Renewal;
  beforeEach(async () => void Object.assign(renewal, await openRenewal()));
  afterEach(() => renewal.close());
  return renewal;
}

import { expect, vi } from 'vitest';
import { type Family, familiesIn } from './exposition.ts';

/** What a worker says of itself. */
export interface AskedWorker {
  /** Of `/readyz`: what is wrong, as "part code". Undefined where nobody answers. */
  problems(): Promise<readonly string[] | undefined>;
  isAlive(): Promise<boolean>;
  families(): Promise<ReadonlyMap<string, Family>>;
  /** By name and labels, 'x{y="z"}'. */
  metrics(): Promise<ReadonlyMap<string, number>>;
}

interface Readiness {
  status: string | number;
  problems?: { part: string; code: string; detail: string }[];
}

export function askWorker(port: number): AskedWorker {
  const url = `http://127.0.0.1:${port}`;
  const families = async (): Promise<ReadonlyMap<string, Family>> => {
    const response = await fetch(`${url}/metrics`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    const found = familiesIn(await response.text());
    for (const name of found.keys()) expect(name).toMatch(/^(inventory|process|nodejs)_[a-z0-9_]+$/);
    return found;
  };
  return {
    async problems() {
      const response = await fetch(`${url}/readyz`).catch(() => undefined);
      if (response === undefined) return undefined;
      const { status, problems = [] } = (await response.json()) as Readiness;
      expect([response.status, status]).toEqual(problems.length === 0 ? [200, 'ready'] : [503, 503]);
      return problems.map(({ part, code }) => `${part} ${code}`).sort();
    },
    async isAlive() {
      const response = await fetch(`${url}/healthz`).catch(() => undefined);
      return response?.status === 200;
    },
    families,
    async metrics() {
      return new Map([...(await families()).values()].flatMap(({ samples }) => [...samples]));
    },
  };
}

export async function problemsAre(asked: AskedWorker, problems: readonly string[]): Promise<void> {
  const patience = { timeout: 20_000, interval: 20 };
  await vi.waitFor(async () => expect(await asked.problems()).toEqual(problems), patience);
}

/** Of the metrics that begin so. */
export function those(metrics: ReadonlyMap<string, number>, begin: string): Record<string, number> {
  return Object.fromEntries([...metrics].filter(([name]) => name.startsWith(begin)));
}

import { expect, test } from 'vitest';
import { inEnglish } from '../../support/words.ts';
import { mercadoLibreBeforeEach } from '../../support/mercado-libre.ts';

const meli = mercadoLibreBeforeEach();

/** What each check found, as far as the first that failed. */
async function look(marketplace = meli.open()): Promise<string[]> {
  const found: string[] = [];
  for (const { name, look: check } of marketplace.checks) {
    try {
      found.push(`${inEnglish(name).message}: ${inEnglish(await check()).message}`);
    } catch (error) {
      const { phrase, exitCode } = error as { phrase: Parameters<typeof inEnglish>[0]; exitCode: number };
      return [...found, `${inEnglish(name).message}: ${exitCode} ${inEnglish(phrase).message}`];
    }
  }
  return found;
}

test('they say whose token it is, what it may do, and where its stock is written', async () => {
  expect(await look()).toEqual([
    'Mercado Libre: token: of TIENDA_SIMULADA (1008002397, MLA)',
    'Mercado Libre: rights: reads listings and orders; whether it may write shows with the first write',
    'Mercado Libre: stock: is written to each listing',
  ]);
  meli.store.tags.add('warehouse_management');
  expect((await look())[2]).toBe(
    "Mercado Libre: stock: is written to the warehouses of the seller's products",
  );
});

test('a right that is missing is 78 and named', async () => {
  meli.simulator.rights.delete('orders');
  expect((await look())[1]).toMatch(
    /^Mercado Libre: rights: 78 Mercado Libre does not let the app read the orders/,
  );
  meli.simulator.rights.delete('read');
  expect((await look())[1]).toMatch(/78 Mercado Libre does not let the app read the listings/);
});

test('a token that is refused is 78, an account of another seller too, and an outage 69', async () => {
  expect(await look(meli.open({ credentials: { token: 'APP_USR-other' } }))).toEqual([
    'Mercado Libre: token: 78 Mercado Libre refuses the token (401)',
  ]);
  expect((await look(meli.open({ userId: '7' })))[0]).toContain('78 the token is of the account 1008002397');
  meli.simulator.fail({ fault: '503' });
  expect(await look()).toEqual(['Mercado Libre: token: 69 Mercado Libre answers 503']);
});

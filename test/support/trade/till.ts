import type { StockRules } from '../../../src/channels/stock.ts';
import type { Session } from '../../../src/mysql/session.ts';
import { Broker } from '../../../src/rabbitmq/broker.ts';
import { deadQueue, retryQueues, salesQueue } from '../../../src/rabbitmq/topology.ts';
import { Intake } from '../../../src/sales/intake.ts';
import { Outage } from '../../../src/server/outage.ts';
import { PutAside } from '../../../src/sales/put-aside.ts';
import type { TestSchema } from '../database.ts';
import { saleOf, type TestBroker } from '../rabbitmq.ts';
import { connectTo } from '../session.ts';
import { inEnglish, silentLog as log } from '../words.ts';

/** The till's queue in a real RabbitMQ, and what a worker makes of it, over a connection whose clock is the test's. */
export interface Till {
  session: Session;
  /** Resolves once the sale is recorded and acknowledged, or was before. */
  tell(saleId: string, sku: string, units: number, rules: StockRules): Promise<void>;
  close(): Promise<void>;
}

export async function openTill(tested: TestBroker, schema: TestSchema): Promise<Till> {
  const session = await connectTo(schema);
  const { signal } = new AbortController();
  const broker = new Broker({ url: tested.url, name: 'till', signal, isPatient: true });
  const queue = { ...tested, url: undefined, prefetch: 500, retryDelaysMs: [1000], workerId: undefined };
  const declare = async (): Promise<void> => {
    for (const each of [deadQueue, salesQueue(queue), ...retryQueues(queue)]) await broker.declareQueue(each);
    await broker.declareExchanges(queue.queue);
  };
  await declare();
  const uncounted = { log, metrics: undefined };
  const aside = new PutAside({
    ...uncounted,
    ...{ broker, queue, inEnglish, declare, ofDeadLetters: new Outage(log) },
  });
  const told = new Map<string, { rules: StockRules; recorded(): void }>();
  const nothing = (): void => undefined;
  const intakes = new Map<StockRules, Intake>();
  const intakeOf = (rules: StockRules): Intake => {
    const job = { ...uncounted, session, stores: undefined, aside, onNameless: nothing, onRecorded: nothing };
    const intake = intakes.get(rules) ?? new Intake({ ...job, rules });
    intakes.set(rules, intake);
    return intake;
  };
  const consumption = await broker.consume(queue.queue, queue.prefetch, async (message) => {
    const sale = told.get(String(message.messageId));
    if (sale === undefined) return 'done';
    const outcome = await intakeOf(sale.rules).take(message);
    if (outcome === 'done') sale.recorded();
    return outcome;
  });
  return {
    session,
    async tell(saleId, sku, units, rules) {
      const { promise, resolve: recorded } = Promise.withResolvers<void>();
      told.set(saleId, { rules, recorded });
      await tested.publish(saleOf({ [sku]: units }, { sale_id: null }), { messageId: saleId });
      await promise;
    },
    async close() {
      await consumption.close();
      await broker.close();
      await session.close();
    },
  };
}

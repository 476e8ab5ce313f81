import type { RoomChecks } from '../platform/doctor.ts';
import { withBroker } from './broker.ts';
import { queueConfig } from './config.ts';
import { phrase } from './phrase.ts';
import { askForQueues } from './queues.ts';
import { deadQueue, retryQueues, salesQueue } from './topology.ts';

const parts = { queue: queueConfig };

/** What waits is no failure of what a run needs: somebody has to look. */
export const checks: RoomChecks<typeof parts> = {
  parts,
  isAsked: ({ env }) => [env['RABBITMQ_URL'], env['RABBITMQ_URL_SECRET_ID']].some(Boolean),
  async examine(doctor, { queue }) {
    if (queue?.url === undefined) return;
    const { signal } = doctor.job;
    const url = await doctor.checkSecret(phrase('check_stored_url'), queue.url);
    const found = await doctor.check(phrase('check_broker'), [url], async () => {
      const value = await askForQueues({ url: url as string, queue, signal });
      return { value, detail: new URL(url as string).host };
    });
    const all = [salesQueue(queue), ...retryQueues(queue), deadQueue];
    const states = found && [found.sales, ...found.retries, found.dead];
    const there = all.filter((_queue, index) => states?.[index] !== undefined);
    const read = { url: url as string, name: 'doctor', signal };
    await doctor.check(phrase('check_queues'), [found], async () => {
      // One that is there is only compared.
      await withBroker(read, async (broker) => {
        for (const each of there) await broker.declareQueue(each);
      });
      const missing = all.filter((each) => !there.includes(each)).map(({ name }) => name);
      return { value: true, detail: phrase('queues_there', { missing }), note: missing.length > 0 };
    });
    if (found?.sales === undefined) return;
    const { sales, retries, dead } = found;
    await doctor.check(phrase('check_reading'), [], async () => {
      const names = [sales, dead].flatMap((each) => each?.name ?? []);
      await withBroker(read, async (broker) => {
        for (const name of names) await broker.tryReading(name);
      });
      return { value: true, detail: phrase('may_read') };
    });
    await doctor.check(phrase('check_waiting'), [], async () => {
      const again = retries.reduce((sum, each) => sum + (each?.waiting ?? 0), 0);
      const { waiting, consumers: workers } = sales;
      const detail = phrase('waiting', { waiting, again, workers });
      return { value: true, detail, note: workers === 0 };
    });
    await doctor.check(phrase('check_dead'), [], async () => {
      const count = dead?.waiting ?? 0;
      return { value: true, detail: phrase('dead_letters', { count }), note: count > 0 };
    });
  },
};

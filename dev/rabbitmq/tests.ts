import { NoRabbitmq, openRabbitmq } from '../rabbitmq.ts';
import { namesFiles, testFilesWith } from '../test-files.ts';
import type { Log } from '../ways.ts';

/** What takes sales from a queue says so by its imports. */
const withRabbitmq = ['rabbitmq', 'own-broker'].flatMap((name) => testFilesWith(`test/support/${name}.ts`));

/** For test/support/rabbitmq.ts: where it is, or why there is none. Only where a test wants it: it may have to be fetched first. */
export async function rabbitmqForTests(
  args: string[],
  log: Log,
): Promise<{ variables: Record<string, string>; close(): Promise<void> }> {
  const nothing = { variables: {}, close: async () => undefined };
  if (!namesFiles(args, withRabbitmq)) return nothing;
  try {
    const { urls, root, origin, close } = await openRabbitmq(log);
    log(`RabbitMQ, ${origin}`);
    const own = root === undefined ? {} : { TEST_RABBITMQ_ROOT: root };
    return { variables: { TEST_RABBITMQ_URLS: urls.join(' '), ...own }, close };
  } catch (error) {
    if (!(error instanceof NoRabbitmq)) throw error;
    return { ...nothing, variables: { TEST_NO_RABBITMQ: error.message } };
  }
}

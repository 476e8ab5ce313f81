import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message as SqsMessage,
  type QueueAttributeName,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { Session } from '../../mysql/session.ts';
import { asSyncError } from '../../platform/errors.ts';
import { deadlineOf, firstOf, followed, LateError } from '../../platform/lifecycle.ts';
import type { Log } from '../../platform/log.ts';
import type { Phrase } from '../../platform/phrase.ts';
import { awsFailure, isAnswer } from '../aws/failure.ts';
import type { AwsOptions } from '../aws/options.ts';
import { phrase } from '../phrase.ts';
import type { Message, UploadQueue, Waiting } from './queue.ts';

/** The service's own limits. */
const LONGEST_POLL_S = 20;
const LONGEST_DELAY_S = 900;
const LONGEST_HOLD_S = 43_200;
/** Any request but a poll has its answer in milliseconds. What the SDK tries again is within this limit. */
const ANSWER_MS = 5_000;
/** Whoever uploads does not wait longer until the workers are told: they look at the table as well. */
const SEND_MS = 3_000;

/** Nobody needs it then: it was taken by another one meanwhile, or is done. */
const LOST = new Set(['MessageNotInflight', 'ReceiptHandleIsInvalid', 'InvalidParameterValue']);

export function openSqsClient(options: AwsOptions, scope: AsyncDisposableStack): SQSClient {
  const client = new SQSClient(options);
  scope.defer(() => client.destroy());
  return client;
}

/** A queue of SQS. The task is committed first: a message that is lost in between only comes to be no hint. */
export class SqsQueue implements UploadQueue {
  readonly #client: SQSClient;
  readonly #queue: { QueueUrl: string };
  readonly #place: string;
  readonly #log: Log;

  constructor(client: SQSClient, url: string, log: Log) {
    this.#client = client;
    this.#log = log;
    this.#queue = { QueueUrl: url };
    this.#place = `sqs:${url}`;
  }

  put(_session: Session, taskId: string, delayS = 0): Promise<() => Promise<void>> {
    const message = {
      ...this.#queue,
      MessageBody: JSON.stringify({ task_id: taskId }),
      DelaySeconds: Math.min(Math.ceil(delayS), LONGEST_DELAY_S),
    };
    const attempt = phrase('put_message');
    return Promise.resolve(async () => {
      try {
        await this.#ask(
          attempt,
          (options) => this.#client.send(new SendMessageCommand(message), options),
          SEND_MS,
        );
      } catch (error) {
        const { phrase: why } = asSyncError(error);
        this.#log.warn({ task_id: taskId, phrase: phrase('message_lost', { why }) });
      }
    });
  }

  async take(holdS: number, waitMs: number, signal: AbortSignal): Promise<Message | undefined> {
    const endsAtMs = performance.now() + waitMs;
    while (!signal.aborted) {
      const restMs = Math.max(0, endsAtMs - performance.now());
      const waitS = Math.min(Math.ceil(restMs / 1000), LONGEST_POLL_S);
      const [found] = await this.#receive(holdS, waitS, signal);
      const message = found && messageIn(found);
      // What is no message of an upload is left hidden: the service puts it aside once it has come often enough.
      if (message !== undefined) return message;
      if (found === undefined && performance.now() >= endsAtMs) return undefined;
    }
    return undefined;
  }

  async hold({ receipt }: Message, holdS: number): Promise<void> {
    const VisibilityTimeout = Math.min(Math.ceil(holdS), LONGEST_HOLD_S);
    await this.#unlessLost(
      new ChangeMessageVisibilityCommand({ ...this.#queue, ReceiptHandle: receipt, VisibilityTimeout }),
    );
  }

  async done({ receipt }: Message): Promise<void> {
    await this.#unlessLost(new DeleteMessageCommand({ ...this.#queue, ReceiptHandle: receipt }));
  }

  back(message: Message, delayS: number): Promise<void> {
    return this.hold(message, delayS);
  }

  /** How long the oldest has been due, nobody but CloudWatch can say. */
  async look(signal?: AbortSignal): Promise<Waiting> {
    const name = 'ApproximateNumberOfMessages';
    const { [name]: count } = await this.#attributes(name, signal);
    return { count: Number(count), oldestS: null };
  }

  async putsAside(): Promise<boolean> {
    return (await this.#attributes('RedrivePolicy')).RedrivePolicy !== undefined;
  }

  async #receive(holdS: number, waitS: number, signal: AbortSignal): Promise<readonly SqsMessage[]> {
    const asked = new ReceiveMessageCommand({
      ...this.#queue,
      MaxNumberOfMessages: 1,
      VisibilityTimeout: Math.min(Math.ceil(holdS), LONGEST_HOLD_S),
      WaitTimeSeconds: waitS,
      MessageSystemAttributeNames: ['ApproximateReceiveCount'],
    });
    const limitMs = waitS * 1000 + ANSWER_MS;
    const received = followed(signal, (own) =>
      this.#ask(phrase('take_message'), (options) => this.#client.send(asked, options), limitMs, own),
    );
    try {
      return (await received).Messages ?? [];
    } catch (error) {
      if (signal.aborted) return [];
      throw error;
    }
  }

  async #attributes<const N extends QueueAttributeName>(
    name: N,
    signal?: AbortSignal,
  ): Promise<Partial<Record<N, string>>> {
    const asked = new GetQueueAttributesCommand({ ...this.#queue, AttributeNames: [name] });
    const ask = (options: { abortSignal: AbortSignal }) => this.#client.send(asked, options);
    const found = this.#ask(phrase('look_at_queue'), ask, ANSWER_MS, signal);
    return (await found).Attributes ?? {};
  }

  async #unlessLost(command: ChangeMessageVisibilityCommand | DeleteMessageCommand): Promise<void> {
    await this.#ask(phrase('change_message'), async (options) => {
      try {
        // Both are sent in the same way, which their types do not say.
        await this.#client.send(command as DeleteMessageCommand, options);
      } catch (error) {
        if (!isAnswer(error, LOST)) throw error;
      }
    });
  }

  async #ask<T>(
    attempt: Phrase,
    send: (options: { abortSignal: AbortSignal }) => Promise<T>,
    limitMs = ANSWER_MS,
    signal?: AbortSignal,
  ): Promise<T> {
    using deadline = deadlineOf(limitMs, () => new LateError(limitMs, attempt));
    const abortSignal = signal === undefined ? deadline.signal : firstOf(signal, deadline.signal);
    try {
      return await send({ abortSignal });
    } catch (error) {
      throw awsFailure(deadline.signal.aborted ? deadline.signal.reason : error, this.#place);
    }
  }
}

function messageIn({ MessageId, ReceiptHandle, Body, Attributes }: SqsMessage): Message | undefined {
  const taskId = taskIn(Body ?? '');
  if (MessageId === undefined || ReceiptHandle === undefined || taskId === undefined) return undefined;
  const receives = Number(Attributes?.ApproximateReceiveCount ?? 1);
  return { id: MessageId, receipt: ReceiptHandle, taskId, receives };
}

function taskIn(body: string): string | undefined {
  try {
    const { task_id: id } = JSON.parse(body) as { task_id?: unknown };
    return typeof id === 'string' ? id : undefined;
  } catch {
    return undefined;
  }
}

import type { Socket } from 'node:net';
import { Connection } from 'rabbitmq-client';
import { flatten } from './deep-headers.ts';

/** As the broker allows by itself: the headers of a message come in one frame, and one with more is delivered to nobody. */
export const FRAME_BYTES = 131_072;

export const NO_AMQP = 'NO_AMQP';

/**
 * Before a channel is open. The client cuts messages by what it asked for, and counts their frames so, whatever the broker allows: where
 * that is less, a longer message would end the connection, coming or going. Returns the bytes of a frame.
 */
export function agreeOnFrames(connection: Connection): number {
  const { _opt: asked, _state: agreed } = connection as unknown as Record<
    '_opt' | '_state',
    { frameMax: number }
  >;
  asked.frameMax = Math.min(asked.frameMax, agreed.frameMax);
  return asked.frameMax;
}

/** A frame: its kind, what it belongs to and its length; then what it says. */
const START_OF_FRAME_BYTES = 7;
/** The properties of a message. */
const KIND_OF_PROPERTIES = 2;

const client = Connection.prototype as unknown as { _connect(this: Connection): Socket };

/**
 * The client reads as many bytes at once as the other side says, and a program that speaks another language, such as the broker's own web
 * page, says more than a gigabyte. Node refuses that where nobody catches it, which would end the process. Of headers that are too deep
 * for it, it would drop the connection, as often as they are delivered.
 */
export class FramedConnection extends Connection {
  protected _connect(): Socket {
    const socket = client._connect.call(this);
    const read = socket.read.bind(socket) as (bytes?: number) => Buffer | null;
    let kind: number | undefined;
    socket.read = (bytes?: number): Buffer | null => {
      if (bytes !== undefined && bytes > FRAME_BYTES) {
        const why = 'what answers there does not speak AMQP';
        socket.destroy(Object.assign(new Error(why), { code: NO_AMQP }));
        return null;
      }
      const chunk = read(bytes);
      if (chunk === null) return chunk;
      try {
        if (kind === KIND_OF_PROPERTIES) flatten(chunk);
      } catch (error) {
        // No properties of AMQP.
        socket.destroy(error as Error);
        return null;
      }
      const isStart = kind === undefined && bytes === START_OF_FRAME_BYTES;
      kind = isStart ? chunk.readUInt8(0) : undefined;
      return chunk;
    };
    return socket;
  }
}

import { byId, put } from './dom.ts';
import type { Wanted } from './form.ts';
import { sentence, text } from './page.ts';
import { Problem, SIGNED_OUT } from './http.ts';
import { send } from './send.ts';
import { forgetUnsent, keyFor, unsent } from './unsent.ts';

const words = text.sending;

/** Sends one upload at a time, and shows how far it is. Resolves to its task; undefined where it was not sent. */
export class Sending {
  readonly #form = byId('form');
  readonly #box = byId('sending');
  readonly #bar = byId('sent', HTMLProgressElement);
  readonly #said = byId('sending-now');
  #stop: AbortController | undefined;

  constructor() {
    byId('stop').addEventListener('click', () => this.#stop?.abort());
    addEventListener('beforeunload', (event) => {
      if (this.#stop !== undefined) event.preventDefault();
    });
    const before = unsent();
    if (before !== undefined) put(byId('trouble'), words.interrupted(before.filename));
  }

  async take({ file, query }: Wanted): Promise<string | undefined> {
    // A double click is one upload.
    if (this.#stop !== undefined) return undefined;
    const stop = new AbortController();
    this.#stop = stop;
    this.#show(file);
    try {
      const { task_id: id } = await send(file, query, keyFor(file, query), this.#sender(), stop.signal);
      return id;
    } catch (error) {
      this.#tell(error, file, stop.signal.aborted);
      return undefined;
    } finally {
      forgetUnsent();
      this.#stop = undefined;
      this.#form.hidden = false;
      this.#box.hidden = true;
    }
  }

  #show({ name }: File): void {
    put(byId('trouble'), '');
    put(byId('sending-name'), name);
    put(this.#said, words.sent(0));
    this.#bar.value = 0;
    this.#form.hidden = true;
    this.#box.hidden = false;
    byId('sending-name').focus();
  }

  #sender() {
    return {
      onProgress: (percent: number): void => {
        this.#bar.value = percent;
        put(this.#said, words.sent(percent));
      },
      onPause: (seconds: number, why: string | undefined): void => {
        this.#bar.value = 0;
        put(this.#said, why === undefined ? words.lost(seconds) : words.later(sentence(why), seconds));
      },
    };
  }

  #tell(error: unknown, { name }: File, isStopped: boolean): void {
    // It stands there already, with a link.
    if (error instanceof Problem && error.status === SIGNED_OUT) return;
    const why = error instanceof DOMException ? text.changed(name) : sentence((error as Error).message);
    put(byId('trouble'), isStopped ? words.stopped : why);
  }
}

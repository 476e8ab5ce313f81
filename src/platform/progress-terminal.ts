import { Listr, ListrLogger, ProcessOutput } from 'listr2';
import type { Progress } from './progress.ts';

/** Phases as a list on a terminal's stderr: a spinner and a count for the one under way, a tick and its time for those done. */
export function terminalProgress(): Progress {
  const logger = new ListrLogger({ processOutput: new ProcessOutput(process.stderr, process.stderr) });
  let current: { finish: (failed: boolean) => void; note: (text: string) => void } | undefined;
  let drawn: Promise<unknown> = Promise.resolve();

  const begin = (title: string): typeof current => {
    let note = (_text: string): void => undefined;
    let finish = (_failed: boolean): void => undefined;
    const work = new Promise<void>((resolve, reject) => {
      finish = (failed) => (failed ? reject(new Error(title)) : resolve());
    });
    const startedMs = performance.now();
    const list = new Listr(
      [
        {
          title,
          task: async (_context, task) => {
            note = (text) => {
              task.title = `${title}: ${text}`;
            };
            await work;
            task.title = `${task.title} (${((performance.now() - startedMs) / 1000).toFixed(1)} s)`;
          },
        },
      ],
      {
        rendererOptions: { logger, showErrorMessage: false },
        registerSignalListeners: false,
        exitOnError: false,
      },
    );
    drawn = drawn.then(() => list.run()).catch(() => undefined);
    return { finish: (failed) => finish(failed), note: (text) => note(text) };
  };

  return {
    phase(name) {
      current?.finish(false);
      current = begin(name);
    },
    note: (text) => current?.note(text),
    async end(failed) {
      current?.finish(failed);
      current = undefined;
      await drawn;
    },
  };
}

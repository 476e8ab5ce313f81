/** Resolves once somebody ends this process with Ctrl-C, or asks it to end. */
export function interruption(): Promise<void> {
  return new Promise((resolve) => {
    // Signal handlers by themselves do not keep a process alive.
    const alive = setInterval(() => undefined, 60_000);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        clearInterval(alive);
        resolve();
      });
    }
  });
}

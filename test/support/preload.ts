/** NODE_OPTIONS that run `code` in the job, once the job hears what happens to its process. */
export function onceListening(code: string): string {
  const script = `const waiting = setInterval(() => {
    if (process.listenerCount('uncaughtException') === 0) return;
    clearInterval(waiting);
    ${code}
  }, 5);`;
  return `--import=data:text/javascript,${encodeURIComponent(script)}`;
}

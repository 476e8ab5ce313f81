import { orAborted } from '../../platform/lifecycle.ts';
import type { Resources } from '../../platform/command.ts';
import type { Channel } from '../channel.ts';
import { phrase } from './phrase.ts';
import { type PublicationsConfig, publicationsConfig } from './config.ts';

export const config = publicationsConfig;

/** The sender is loaded with the first webhook: most runs have none. */
export function open(job: Resources & { config: PublicationsConfig }): Channel {
  const { config: given, secrets, signal, scope } = job;
  /** Of all rounds of a run together. */
  let endsAtMs: number | undefined;
  return {
    service: phrase('service'),
    secretHint: phrase('correct_secret'),
    async deliver(outbox, onProgress) {
      const [{ createDispatcher }, { createSender }, secret] = await Promise.all([
        import('../dispatcher.ts'),
        import('./sender.ts'),
        orAborted(secrets.text(given.secret), signal),
      ]);
      const sender = createSender({ ...given, secret });
      scope.defer(() => sender.close());
      endsAtMs ??= Date.now() + given.budgetMs;
      const budgetMs = Math.max(endsAtMs - Date.now(), 0);
      return createDispatcher(sender, { ...given, budgetMs, signal }).deliver(outbox, onProgress);
    },
  };
}

export const checks = () => import('./doctor.ts');
export const questions = () => import('./questions.ts');

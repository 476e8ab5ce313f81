import type { RoomQuestions } from '../../platform/interview.ts';
import { createAirSource } from './air.ts';
import { airConfig } from './config.ts';
import { openFeed } from './open.ts';
import { phrase } from './phrase.ts';

export const questions: RoomQuestions = {
  async ask(interview) {
    await interview.until(
      airConfig,
      phrase('check_login'),
      () =>
        interview.ask(airConfig, {
          URL_AIR: phrase('ask_url'),
          USER_AIR: phrase('ask_user'),
          PASSWORD_AIR: phrase('ask_password'),
        }),
      async (config, resources) => {
        // Somebody waits, who can try again.
        const job = { ...resources, config: { ...config, attempts: 1 } };
        const { label } = await createAirSource(await openFeed(job), config, job).locate();
        return { value: true, detail: label };
      },
    );
    // Whoever would be told reads another table.
    interview.set('NOTIFY', 'off');
  },
};

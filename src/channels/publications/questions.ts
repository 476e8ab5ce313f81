import type { RoomQuestions } from '../../platform/interview.ts';
import { publicationsConfig } from './config.ts';
import { reach } from './doctor.ts';
import { phrase } from './phrase.ts';

export const questions: RoomQuestions = {
  async ask(interview) {
    // A source whose products the service does not read has answered that.
    if (interview.answers.get('NOTIFY') === 'off') return;
    const ways = [
      { value: 'on', label: phrase('notify_on') },
      { value: 'off', label: phrase('notify_off') },
    ];
    await interview.until(
      publicationsConfig,
      phrase('check_service'),
      async () => {
        const notify = await interview.choose(phrase('ask_notify'), ways, interview.env['NOTIFY']);
        interview.set('NOTIFY', notify);
        if (notify === 'off') return;
        await interview.ask(publicationsConfig, {
          URL_PUBLICATIONS: phrase('ask_url'),
          SECRET_PUBLICATIONS: phrase('ask_secret'),
        });
      },
      reach,
    );
  },
};

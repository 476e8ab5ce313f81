import { databaseConfig } from '../../mysql/config.ts';
import { openSchema } from '../../mysql/open.ts';
import type { Session } from '../../mysql/session.ts';
import type { Body } from '../../platform/command.ts';
import { EXIT } from '../../platform/errors.ts';
import { wrapped } from '../../platform/wrap.ts';
import { pause, resume } from '../state.ts';
import { textIn } from '../text.ts';
import type { ChannelText } from '../words/en.ts';

const config = { database: databaseConfig };

type Switch = Body<typeof config, object, [channel: string]>;

function switching(
  change: (session: Session, channel: string) => Promise<void>,
  done: (text: ChannelText) => (channel: string) => string,
): Switch {
  return {
    config,
    async work(job, _flags, channel) {
      await change(await openSchema(job), channel);
      job.print(wrapped(done(await textIn(job.language))(channel), job.columns));
      return EXIT.ok;
    },
  };
}

/** From now on nothing is sent to the channel; a run that sends hears it within a second. What is pending stays. */
export const pauseCommand = switching(pause, (text) => text.paused);

/** What is pending is sent by the next run. */
export const resumeCommand = switching(resume, (text) => text.resumed);

import { typed } from '../../platform/command-line.ts';
import { formatsIn } from '../../platform/formats.ts';
import type { CauseName, Outcome } from '../causes.ts';

const { plural } = formatsIn('en-US');

const INSTALLER = 'whoever installed the program';
const SHORT = 'If it lasts less than half an hour, nobody needs to do anything: it is tried again.';
const NOT_LOST = 'Nothing is lost: what is left is sent once it can be.';

interface MarketplaceText {
  causes: Readonly<Partial<Record<CauseName, { what: string; todo: string }>>>;
  /** What to do instead, once it is late for so long. */
  late: Readonly<Partial<Record<CauseName, (long: string) => string>>>;
  means: Readonly<Partial<Record<Outcome, string>>>;
  over: Readonly<Partial<Record<CauseName, string>>>;
  left(count: number): string;
}

/** What is said of a marketplace, which the program writes itself, in place of what is said of the publications service. */
export const enMarketplace = (label: string): MarketplaceText => {
  const open = `open ${label} in a browser: if it opens, call ${INSTALLER}; if not, wait until it is back`;
  const downLong = (long: string): string => `It has been like this for ${long}: ${open}. ${NOT_LOST}`;
  return {
    causes: {
      channel_pending: {
        what: `${label} did not take every listing.`,
        todo: `${SHORT} If it lasts longer, call ${INSTALLER}.`,
      },
      channel_down: { what: `${label} does not answer.`, todo: `${SHORT} If it lasts longer, ${open}.` },
      channel_failing: {
        what: `${label} answers with errors of its own.`,
        todo: `${SHORT} If it lasts longer, ${open}.`,
      },
      channel_slow: {
        what: `${label} limits how much it may be sent in a minute.`,
        todo: 'Nobody needs to do anything: what is left is sent little by little.',
      },
      channel_settings: {
        what: `${label} does not accept the program’s access, or a permission is missing.`,
        todo: `Call ${INSTALLER} today: ${typed('doctor')} says what is to be corrected. ${NOT_LOST}`,
      },
      refused: {
        what: `What ${label} refused is not sent any more by itself.`,
        todo: `Their list says what was answered: correct these listings in ${label}. Then ask ${INSTALLER} to send them again (${typed('dead retry --all')}).`,
      },
    },
    late: {
      channel_pending: (long) => `It has been like this for ${long}: call ${INSTALLER} today. ${NOT_LOST}`,
      channel_down: downLong,
      channel_failing: downLong,
      channel_slow: (long) =>
        `It has been like this for ${long}: if what is left grows, call ${INSTALLER}. ${NOT_LOST}`,
    },
    means: {
      unsent: `The stock is loaded. What ${label} does not know yet is not lost: it is still to be sent.`,
      refused: `The stock is loaded. In ${label} what was refused stays as it was.`,
    },
    over: {
      channel_down: `${label} did not answer.`,
      channel_failing: `${label} answered with errors of its own.`,
      channel_settings: `${label} did not accept the program’s access, or a permission was missing.`,
    },
    left: (count) => `${label} did not take ${plural(count, 'listing', 'listings')}.`,
  };
};

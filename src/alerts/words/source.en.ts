import { typed } from '../../platform/command-line.ts';
import type { Supplier } from '../../sources/index.ts';

const INSTALLER = 'whoever installed the program';
const ITSELF = 'Nobody needs to do anything: the next sync tries again.';

/** What happened at the source, by what people call it, and whom to call. What a wholesaler sends is not the shop's to correct. */
export const enSource = ({ title, isOurs }: Supplier) => {
  const support = isOurs ? `${title}'s support` : title;
  const later = `${ITSELF} If it goes on for an hour, call ${support}.`;
  return {
    causes: {
      source_down: {
        what: `${title} did not answer.`,
        todo: `${ITSELF} If it goes on for an hour, open ${title} in a browser: if it opens, call ${INSTALLER}; if not, ${support}.`,
      },
      source_failing: { what: `${title} answered with an error of its own.`, todo: later },
      source_blocked: isOurs
        ? {
            what: `Something that stands before ${title} did not let the program pass.`,
            todo: `Call ${support}, and ask them to let the program's address pass.`,
          }
        : { what: `${title} does not let the program ask any more for now.`, todo: later },
      source_answer: { what: `${title} answered something that cannot be used.`, todo: later },
      source_moved: { what: `The list in ${title} changed while it was being read.`, todo: ITSELF },
      source_empty: {
        what: `${title} sent an empty list, which cannot be right.`,
        todo: `Look at the price list and the stock in ${title}. If they are there, call ${support}.`,
      },
      source_unusable: {
        what: `Too many items in ${title} have data that cannot be used.`,
        todo: `${isOurs ? `Correct them in ${title}` : `Tell ${title}`}: the list of what is to be corrected names each with its reason.`,
      },
      source_place: {
        what: `${title} sent stock or prices of another warehouse or price list than was asked for.`,
        todo: `Call ${support} and show them the technical details.`,
      },
      source_address: {
        what: `Where ${title} should be, the program does not find it.`,
        todo: `Call ${INSTALLER}: the address of ${title} has to be corrected.`,
      },
      checkout: {
        what: `The checkout that the program reads is not there in ${title}, or lacks its warehouse or price list.`,
        todo: `See whether it was changed in ${title}. If not, call ${INSTALLER}.`,
      },
      token: {
        what: `${title} does not accept the program’s access any more.`,
        todo: `Call ${INSTALLER}: a new token, or the right user and password, is needed.`,
      },
      renewal: {
        what: `The program could not renew its access to ${title}.`,
        todo: `Show the technical details to ${INSTALLER}, today: without access nothing is read.`,
      },
      guard: {
        what: 'The sync stopped, because it would have changed too many products for the worse at once.',
        todo: `Look at the prices and the stock in ${title}. If they are wrong, ${isOurs ? 'correct them there: the next sync goes on by itself' : `tell ${title}: once they are right, the next sync goes on by itself`}. If they are right, ask ${INSTALLER} to let one sync pass (${typed('sync --force')}).`,
      },
      other_place: {
        what: 'The sync stopped, because stock and prices would come from another warehouse or price list than before.',
        todo: `See whether ${isOurs ? `the checkout was changed in ${title}` : `somebody changed what is read of ${title}`}. If that was meant, ask ${INSTALLER} to let one sync pass (${typed('sync --force')}).`,
      },
    },
    over: {
      source_unusable: `Too many items of ${title} had data that could not be used.`,
      source_address: `The program did not find ${title} where it should have been.`,
      checkout: `The checkout that the program reads was not in ${title}, or lacked its warehouse or its price list.`,
      token: `${title} did not accept the program’s access.`,
    },
  };
};

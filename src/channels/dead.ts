/** What channels refused for good, for the commands that also know what became of sales. */
export { type GivenUp, listDead } from './commands/list-dead.ts';
export { dropDead, reviveDead, type WhichDead } from './outbox.ts';
export { textIn as deadTextIn } from './text.ts';

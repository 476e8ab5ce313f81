/** What waits to be told, as the load, the runs, the commands and the listings use it. */
export { addPending, countAllPending, forecastPending } from './outbox/changes.ts';
export { countRows } from './outbox/counts.ts';
export { countDead, dropDead, readDead, reviveDead, type WhichDead } from './outbox/dead.ts';
export { claimPending, deliver, type Delivering, leavePending, OwedError } from './outbox/deliver.ts';
export { goneHolders } from './outbox/leases.ts';
export { createOutbox, keptFact, type Outbox } from './outbox/outbox.ts';

/** The comparison of the marketplaces with the stock, as `sales-worker` uses it. */
export { reconcileConfig, reconcileEveryConfig } from './reconcile/config.ts';
export { dueInMs } from './reconcile/due.ts';
export { lockOf } from './reconcile/lock.ts';
export { reconcile } from './reconcile/run.ts';

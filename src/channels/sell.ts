/** A marketplace at work, as a run and `sales-worker` use it. */
export { catchUpSkus } from './selling/catch-up.ts';
export { dueWork } from './selling/due-work.ts';
export { areKnown, type OrdersRead } from './selling/orders.ts';
export { type RunSelling, sellingOf } from './selling/run.ts';
export { sell, type SellingJob, type Sold, takeOrders } from './selling/sell.ts';

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PROJECT } from '../support/project.ts';

/** Of variables that people leave out: another default changes what their shops do. */
const DEFAULTS: Readonly<Record<string, string>> = {
  ...{ SOURCE: 'bitcram', PAGE_SIZE: '1000', FETCH_CONCURRENCY: '4', FLASH_OVERLAP_HOURS: '48' },
  ...{ HTTP_TIMEOUT_MS: '30000', HTTP_ATTEMPTS: '5', MAX_RESPONSE_MB: '256' },
  ...{ AIR_CONCURRENCY: '8', AIR_COOLDOWN_MS: '300000', DEEP_REFRESH_DAYS: '30', AIR_MARGIN_PERCENT: '30' },
  ...{ LOCATIONS: 'S_CBA,S_BUE,S_LUG,S_ROS,S_MZA', STOCK_RULE: 'first' },
  ...{ HOST_DB: '127.0.0.1', PORT_DB: '3306', NAME_DB: 'bitcram' },
  ...{ IP_TYPE_DB: 'PUBLIC', AUTH_TYPE_DB: 'PASSWORD' },
  ...{ NOTIFY: 'on', NOTIFY_CONCURRENCY: '50', NOTIFY_TIMEOUT_MS: '5000' },
  ...{ NOTIFY_ATTEMPTS: '8', NOTIFY_BUDGET_MS: '120000' },
  ...{ MELI: 'off', MELI_URL: 'https://api.mercadolibre.com', MELI_RATE: '4' },
  ...{ SHOPIFY: 'off', SHOPIFY_API_VERSION: '2026-10' },
  ...{ SALES_ABSORB_S: '600', ORDERS_ABSORB_S: '86400' },
  ...{ CHANNEL_BUFFER: '0', CHANNEL_ATTEMPTS: '8', SKU_FIELD: 'product_code' },
  ...{ ORDERS_POLL_S: '15', ORDERS_OVERLAP_S: '600', VERIFY_S: '90' },
  ...{ RECONCILE_EVERY_S: '3600', RECONCILE_MAX_PERCENT: '20' },
  ...{ QUEUE_NAME: 'queue.sales.created.channels', PREFETCH_COUNT: '500', RETRY_DELAYS_MS: '1000,4000,9000' },
  ...{ RUN_LIMIT_S: '3600', TARGET_CONCURRENCY: '1', LOG_LEVEL: 'info', LOG_FORMAT: 'auto' },
  ...{ MISSING_PRODUCTS: 'zero', MISSING_RUNS: '2', QUARANTINE_MAX_PERCENT: '5', HISTORY_DAYS: '30' },
  ...{ GUARD_MAX_MISSING_PERCENT: '20', GUARD_MAX_ZEROED_PERCENT: '30' },
  ...{ GUARD_MAX_UNPRICED_PERCENT: '10', GUARD_MAX_PRICE_DROP_PERCENT: '5' },
  ...{ ALERT_AFTER_RUNS: '3', ALERT_TEMPLATE: 'generic' },
  ...{ LISTEN: '127.0.0.1:8080', HEALTH_LISTEN: 'off' },
  ...{ UPLOAD_STORE: 'folder:.data/uploads', UPLOAD_QUEUE: 'mysql', UPLOAD_WORKERS: '1' },
  ...{ UPLOAD_MAX_MB: '50', UPLOAD_MAX_ROWS: '200000', UPLOAD_MAX_LIVE: '5' },
  ...{ UPLOAD_LEASE_S: '60', UPLOAD_ATTEMPTS: '3', UPLOAD_KEEP_HOURS: '24' },
};

test('each variable has the default that scripts and shops count on', () => {
  // Written from the program's own declarations, which another test holds.
  const sample = readFileSync(join(PROJECT, '.env.example'), 'utf8');
  const found = [...sample.matchAll(/^(?:# )?([A-Z][A-Z0-9_]*)=(.+)$/gm)].map(([, name, value]) => [
    name,
    value,
  ]);
  expect(Object.fromEntries(found)).toEqual(DEFAULTS);
});

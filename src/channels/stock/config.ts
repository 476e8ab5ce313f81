import { oneOf, text, wholeNumber } from '../../platform/config/checks.ts';
import { definePart } from '../../platform/config/config.ts';
import { NO_SOURCE, type StockRules } from './rules.ts';

const source = {
  SOURCE: { check: text.default('bitcram'), about: 'where goods, prices and stock come from' },
};

/** Whether a source says what there is; with SOURCE=none somebody counts it. */
export const sourceOfStock = definePart(source, ({ SOURCE }) => ({
  name: SOURCE,
  hasSource: isSource(SOURCE),
}));

const yesOrNo = oneOf('yes', 'no').optional();
const seconds = wholeNumber(0, 31_536_000);

/** Which sales the source learns of, and how soon its list shows them. */
export const stockConfig = definePart(
  {
    ...source,
    SALES_IN_SOURCE: {
      check: yesOrNo,
      about: 'whether the source comes to know the sales of the till; not needed with `SOURCE=none`',
      example: 'yes',
    },
    MARKETPLACE_ORDERS_IN_SOURCE: {
      check: yesOrNo,
      about: 'whether the source comes to know the orders of the marketplaces; not needed with `SOURCE=none`',
      example: 'no',
    },
    SALES_ABSORB_S: {
      check: seconds.default(600),
      about:
        "with `SALES_IN_SOURCE=yes`: after how many seconds at the latest the source's list shows a sale, its own age included",
    },
    ORDERS_ABSORB_S: {
      check: seconds.default(86_400),
      about: 'with `MARKETPLACE_ORDERS_IN_SOURCE=yes`: the same for an order',
    },
  },
  (v): StockRules =>
    isSource(v.SOURCE)
      ? {
          hasSource: true,
          absorbS: {
            ...(v.SALES_IN_SOURCE === 'yes' ? { sale: v.SALES_ABSORB_S } : {}),
            ...(v.MARKETPLACE_ORDERS_IN_SOURCE === 'yes' ? { order: v.ORDERS_ABSORB_S } : {}),
          },
        }
      : NO_SOURCE,
  ({ SOURCE = '' }, missing) => {
    if (!isSource(SOURCE)) return;
    missing('SALES_IN_SOURCE');
    missing('MARKETPLACE_ORDERS_IN_SOURCE');
  },
);

export const parts = [stockConfig];

function isSource(name: string): boolean {
  return name !== 'none';
}

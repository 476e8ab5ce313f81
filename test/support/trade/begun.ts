import { afterAll, afterEach, beforeAll } from 'vitest';
import type { StockRules } from '../../../src/channels/stock.ts';
import { openPlace, type Place } from './place.ts';
import { Trade } from './trade.ts';

/** Begins a shop in a place that all tests of a file share. */
export function tradeOfTest(): (rules: StockRules) => Promise<Trade> {
  let place: Place | undefined;
  let trade: Trade | undefined;
  beforeAll(async () => {
    place = await openPlace();
  });
  afterEach(() => trade?.close());
  afterAll(() => place?.close());
  return async (rules) => {
    trade = await Trade.begin(place as Place, rules);
    return trade;
  };
}

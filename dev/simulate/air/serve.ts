import type { Item } from '../item-list.ts';
import { SIMULATED_PASSWORD, SIMULATED_USER, startAir } from './air.ts';
import { type AirArticle, asProducts, LOCATIONS, makeArticles, quantity } from './articles.ts';
import type { AirFlags } from './flags.ts';

interface ServedAir {
  /** Lines for `.env`. */
  readonly environment: string;
  readonly products: { priceList: Item[]; stock: Item[] };
  /** Gives some article another price and another stock. */
  change(): void;
  /** What was asked since it was last told. */
  tell(): string;
  close(): Promise<void>;
}

export async function serveAir(flags: AirFlags, latencyMs: number): Promise<ServedAir> {
  const air = await startAir({
    ...{
      port: flags.port,
      articles: makeArticles(flags.articles),
      latencyMs,
      detailLatencyMs: flags.detailMs,
    },
    ...{ noticesPercent: flags.noticesPercent, noticePlace: flags.noticePlace },
    noticesPastTheEnd: flags.noticesPastTheEnd,
    ...{ callsBeforeTooMany: flags.calls, callsOfAToken: flags.tokenCalls },
  });
  return {
    environment:
      `SOURCE=air\nURL_AIR=${air.url}\nUSER_AIR=${SIMULATED_USER}\n` +
      `PASSWORD_AIR=${SIMULATED_PASSWORD}\nNOTIFY=off\n`,
    products: asProducts(air.articles),
    change() {
      const at = Math.floor(Math.random() * air.articles.length);
      air.articles = air.articles.map((article, index) => (index === at ? changed(article) : article));
    },
    tell() {
      const details = air.requests.filter(({ operation }) => operation === 'get_meta').length;
      const told = `Air: ${air.requests.length} requests, ${details} of them for details`;
      const wereAny = air.requests.length > 0;
      air.forgetRequests();
      return wereAny ? told : '';
    },
    close: () => air.close(),
  };
}

function changed(article: AirArticle): AirArticle {
  const [location] = LOCATIONS;
  const units = Math.floor(Math.random() * 20);
  return {
    ...article,
    precio: Math.round(Number(article.precio) * 105) / 100,
    [location]: quantity(location, units),
  };
}

import { formatsIn } from '../../src/platform/formats.ts';
import type { Language } from '../../src/platform/language.ts';

/** What a step did, and how many products are then not as Air has them. */
export interface AirStep {
  name: 'first' | 'quiet' | 'prices' | 'together';
  read: number;
  written: number;
  made: number;
  /** Calls for the details of one article. */
  details: number;
  seconds: number;
  pulse: string;
  wrong: number;
}

/** What the demo of Air says to a person. */
export interface AirWords {
  steps: Readonly<Record<AirStep['name'], string>>;
  told(step: AirStep, name: string): string;
  wrong(count: number, step: string): string;
  asExpected: string;
}

export function airWordsIn(language: Language): AirWords {
  return language === 'es' ? es : en;
}

const english = formatsIn('en-US');
const en: AirWords = {
  steps: {
    first: 'the first deep run: every article with its details',
    quiet: 'a flash while nothing changed',
    prices: 'a flash after Air changed prices and stock',
    together: 'a flash and a deep run at once, after Air renamed some articles and brought new ones',
  },
  told: ({ read, written, made, details, seconds, pulse }, name) =>
    `${name}: ${english.number(read)} read, ${english.number(written)} changed, ${english.number(made)} new, ` +
    `details of ${english.number(details)}; ${english.seconds(seconds * 1000)}. ${pulse}`,
  wrong: (count, step) =>
    `${english.plural(count, 'product is', 'products are')} not as Air has it, after ${step}`,
  asExpected:
    'After each step every product was compared with Air: price, stock of each location and name are the same.',
};

const spanish = formatsIn('es-AR');
const es: AirWords = {
  steps: {
    first: 'el primer deep: cada artículo con sus detalles',
    quiet: 'un flash mientras no cambió nada',
    prices: 'un flash después de que Air cambió precios y stock',
    together: 'un flash y un deep a la vez, después de que Air cambió nombres y trajo artículos nuevos',
  },
  told: ({ read, written, made, details, seconds, pulse }, name) =>
    `${name}: ${spanish.number(read)} leídos, ${spanish.number(written)} cambiados, ${spanish.number(made)} nuevos, ` +
    `detalles de ${spanish.number(details)}; ${spanish.seconds(seconds * 1000)}. ${pulse}`,
  wrong: (count, step) =>
    `${spanish.plural(count, 'producto no está', 'productos no están')} como en Air, después de ${step}`,
  asExpected:
    'Después de cada paso se comparó cada producto con Air: precio, stock de cada ubicación y nombre son los mismos.',
};

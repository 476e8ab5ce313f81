import { enCauses } from '../../src/alerts/words/causes.en.ts';
import { esCauses } from '../../src/alerts/words/causes.es.ts';
import type { Zone } from '../../src/platform/zone.ts';
import { type Wording, wordingOf } from '../../src/dashboard/page/wording.ts';
import { enText } from '../../src/dashboard/words/en.ts';
import { esText } from '../../src/dashboard/words/es.ts';
import { enText as enRuns } from '../../src/runs/words/en.ts';
import { esText as esRuns } from '../../src/runs/words/es.ts';
import { supplierOf } from '../../src/sources/index.ts';
import { enQuarantine } from '../../src/sources/words/quarantine.en.ts';
import { esQuarantine } from '../../src/sources/words/quarantine.es.ts';
import { inEnglish, inSpanish } from './words.ts';

/** As the page says things, in each language. */
export function wordingsOf(
  zone: Zone,
  madeAt: string,
  supplier = supplierOf('bitcram'),
): { en: Wording; es: Wording } {
  return {
    en: wordingOf(
      enText,
      { ...enRuns, causes: enCauses(supplier), rejections: enQuarantine(supplier) },
      inEnglish,
      zone,
      madeAt,
    ),
    es: wordingOf(
      esText,
      { ...esRuns, causes: esCauses(supplier), rejections: esQuarantine(supplier) },
      inSpanish,
      zone,
      madeAt,
    ),
  };
}

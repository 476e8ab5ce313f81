import type { Language } from '../platform/language.ts';
import type { Supplier } from './source.ts';
import type { RejectionText } from './words/quarantine.en.ts';

/** What is wrong with items that `supplier` has sent, and what to do. Only that language is loaded. */
export async function rejectionTextIn(language: Language, supplier: Supplier): Promise<RejectionText> {
  return language === 'es'
    ? (await import('./words/quarantine.es.ts')).esQuarantine(supplier)
    : (await import('./words/quarantine.en.ts')).enQuarantine(supplier);
}

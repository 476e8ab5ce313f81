/** The listings of the marketplaces, as the load uses them. */
export { forgetSkusOf, writeSkusOf } from './listings/items.ts';
export { mapIfDue, noteMapDue } from './listings/map-due.ts';

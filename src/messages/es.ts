import { plural } from '../platform/text.ts';
import type { Messages } from './en.ts';

export const es: Messages = {
  noRunYet: 'todavía no hubo ninguna corrida',
  products: (count) => plural(count, 'producto', 'productos', '.'),
  said: [],
};

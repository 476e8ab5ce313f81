import type { Unit } from '../../channels/index.ts';
import { formatsIn } from '../../platform/formats.ts';

const { plural } = formatsIn('es-AR');

export const units: Readonly<Record<Unit, (count: number) => string>> = {
  product: (count) => plural(count, 'producto', 'productos'),
  listing: (count) => plural(count, 'publicación', 'publicaciones'),
};

import { typed } from '../../platform/command-line.ts';
import { formatsIn } from '../../platform/formats.ts';
import type { DeadText } from './dead.en.ts';

const { plural } = formatsIn('es-AR');

export const es: DeadText = {
  deadUpload: ({ id, filename, proveedorId, at, reason }) =>
    `carga ${filename} de ${proveedorId} (${id})\n  abandonada el ${at}: ${reason}`,
  moreDead: (count) => `y ${plural(count, 'carga más', 'cargas más')}: --limit 0 las muestra`,
  deadNext: (id) =>
    `Cuando la causa se resuelva, ${typed(`dead retry --channel uploads ${id}`)} la sigue desde donde quedó, y ${typed('dead retry --channel uploads --all')} las sigue todas. ${typed('dead drop --channel uploads --all')} las deja fallidas: lo que ya entró de ellas queda.`,
  retried: (count) =>
    `${plural(count, 'carga está', 'cargas están')} otra vez pendiente${count === 1 ? '' : 's'}: un worker la${count === 1 ? '' : 's'} sigue.`,
  dropped: (count) =>
    `${plural(count, 'carga queda fallida', 'cargas quedan fallidas')}: lo que ya entró de ${count === 1 ? 'ella' : 'ellas'} queda.`,
};

import { typed } from '../../platform/command-line.ts';
import type { enSource } from './source.en.ts';

const INSTALLER = 'quien instaló el programa';
const ITSELF = 'No hace falta que hagas nada: la próxima sincronización lo intenta de nuevo.';

export const esSource: typeof enSource = ({ title, isOurs }) => {
  const support = isOurs ? `al soporte de ${title}` : `a ${title}`;
  const later = `${ITSELF} Si en una hora sigue igual, llamá ${support}.`;
  return {
    causes: {
      source_down: {
        what: `${title} no respondió.`,
        todo: `${ITSELF} Si en una hora sigue igual, abrí ${title} en un navegador: si abre, llamá a ${INSTALLER}; si no, ${support}.`,
      },
      source_failing: { what: `${title} respondió con un error propio.`, todo: later },
      source_blocked: isOurs
        ? {
            what: `Algo que está delante de ${title} no dejó pasar al programa.`,
            todo: `Llamá ${support} y pediles que dejen pasar la dirección del programa.`,
          }
        : { what: `${title} por ahora no deja que el programa siga preguntando.`, todo: later },
      source_answer: { what: `${title} respondió algo que no se puede usar.`, todo: later },
      source_moved: { what: `La lista de ${title} cambió mientras se leía.`, todo: ITSELF },
      source_empty: {
        what: `${title} mandó una lista vacía, y eso no puede estar bien.`,
        todo: `Mirá la lista de precios y el stock en ${title}. Si ahí están, llamá ${support}.`,
      },
      source_unusable: {
        what: `Demasiados artículos de ${title} tienen datos que no se pueden usar.`,
        todo: `${isOurs ? `Corregilos en ${title}` : `Avisale a ${title}`}: la lista de lo que hay para corregir dice el motivo de cada uno.`,
      },
      source_place: {
        what: `${title} mandó stock o precios de otro depósito u otra lista de precios que los pedidos.`,
        todo: `Llamá ${support} y mostrales los detalles técnicos.`,
      },
      source_address: {
        what: `El programa no encuentra a ${title} donde debería estar.`,
        todo: `Llamá a ${INSTALLER}: hay que corregir la dirección de ${title}.`,
      },
      checkout: {
        what: `La caja que lee el programa no está en ${title}, o le falta su depósito o su lista de precios.`,
        todo: `Fijate si alguien la cambió en ${title}. Si no, llamá a ${INSTALLER}.`,
      },
      token: {
        what: `${title} ya no acepta el acceso del programa.`,
        todo: `Llamá a ${INSTALLER}: hace falta un token nuevo, o el usuario y la contraseña correctos.`,
      },
      renewal: {
        what: `El programa no pudo renovar su acceso a ${title}.`,
        todo: `Mostrale hoy los detalles técnicos a ${INSTALLER}: sin acceso no se lee nada.`,
      },
      guard: {
        what: 'La sincronización se detuvo, porque habría empeorado demasiados productos de una vez.',
        todo: `Mirá los precios y el stock en ${title}. Si están mal, ${isOurs ? 'corregilos ahí: la próxima sincronización sigue sola' : `avisale a ${title}: cuando estén bien, la próxima sincronización sigue sola`}. Si están bien, pedile a ${INSTALLER} que deje pasar una sincronización (${typed('sync --force')}).`,
      },
      other_place: {
        what: 'La sincronización se detuvo, porque el stock y los precios vendrían de otro depósito u otra lista de precios que antes.',
        todo: `Fijate si alguien cambió ${isOurs ? `la caja en ${title}` : `lo que se lee de ${title}`}. Si era lo que querías, pedile a ${INSTALLER} que deje pasar una sincronización (${typed('sync --force')}).`,
      },
    },
    over: {
      source_unusable: `Demasiados artículos de ${title} tenían datos que no se podían usar.`,
      source_address: `El programa no encontró a ${title} donde debería haber estado.`,
      checkout: `La caja que lee el programa no estaba en ${title}, o le faltaba su depósito o su lista de precios.`,
      token: `${title} no aceptaba el acceso del programa.`,
    },
  };
};

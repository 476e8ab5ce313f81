import { typed } from '../../platform/command-line.ts';
import { formatsIn } from '../../platform/formats.ts';
import type { enMarketplace } from './marketplace.en.ts';

const { plural } = formatsIn('es-AR');

const INSTALLER = 'quien instaló el programa';
const SHORT = 'Si dura menos de media hora, no hace falta que hagas nada: se intenta de nuevo solo.';
const NOT_LOST = 'No se pierde nada: lo que falta se envía cuando se pueda.';

export const esMarketplace: typeof enMarketplace = (label) => {
  const open = `abrí ${label} en un navegador: si abre, llamá a ${INSTALLER}; si no, hay que esperar a que vuelva`;
  const downLong = (long: string): string => `Lleva ${long} así: ${open}. ${NOT_LOST}`;
  return {
    causes: {
      channel_pending: {
        what: `${label} no tomó todas las publicaciones.`,
        todo: `${SHORT} Si dura más, llamá a ${INSTALLER}.`,
      },
      channel_down: { what: `${label} no responde.`, todo: `${SHORT} Si dura más, ${open}.` },
      channel_failing: {
        what: `${label} responde con errores propios.`,
        todo: `${SHORT} Si dura más, ${open}.`,
      },
      channel_slow: {
        what: `${label} limita cuánto se le puede enviar por minuto.`,
        todo: 'No hace falta que hagas nada: lo que falta se envía de a poco.',
      },
      channel_settings: {
        what: `${label} no acepta el acceso del programa, o le falta un permiso.`,
        todo: `Llamá hoy a ${INSTALLER}: ${typed('doctor')} dice qué hay que corregir. ${NOT_LOST}`,
      },
      refused: {
        what: `Lo que ${label} rechazó no se vuelve a enviar solo.`,
        todo: `La lista de rechazados dice qué se respondió: corregí esas publicaciones en ${label}. Después pedile a ${INSTALLER} que las envíe otra vez (${typed('dead retry --all')}).`,
      },
    },
    late: {
      channel_pending: (long) => `Lleva ${long} así: llamá hoy a ${INSTALLER}. ${NOT_LOST}`,
      channel_down: downLong,
      channel_failing: downLong,
      channel_slow: (long) =>
        `Lleva ${long} así: si crece lo que falta enviar, llamá a ${INSTALLER}. ${NOT_LOST}`,
    },
    means: {
      unsent: `El stock está cargado. Lo que ${label} todavía no sabe no se pierde: queda por enviar.`,
      refused: `El stock está cargado. En ${label} lo rechazado sigue como estaba.`,
    },
    over: {
      channel_down: `${label} no respondía.`,
      channel_failing: `${label} respondía con errores propios.`,
      channel_settings: `${label} no aceptaba el acceso del programa, o le faltaba un permiso.`,
    },
    left: (count) => `${label} no tomó ${plural(count, 'publicación', 'publicaciones')}.`,
  };
};

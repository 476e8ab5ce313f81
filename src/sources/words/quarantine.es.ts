import type { enQuarantine } from './quarantine.en.ts';

const INSTALLER = 'quien instaló el programa';

const is = (subject: string, fault: string) => (value: string | null) =>
  value === null ? `${subject} ${fault}.` : `${subject} es "${value}", que ${fault}.`;
const text = (fault: string) => (value: string | null) =>
  value === null ? `Un texto del artículo ${fault}.` : `El texto "${value}" ${fault}.`;
const unread = (subject: string) => (value: string | null) =>
  `El programa no puede leer ${subject}${value === null ? '' : ` "${value}"`}.`;
const callInstaller = (place: string): string => `Llamá a ${INSTALLER}. Está en ${place}.`;

export const esQuarantine: typeof enQuarantine = ({ title, isOurs }) => {
  const callSupport = (place: string): string =>
    `${isOurs ? `Llamá al soporte de ${title}` : `Avisale a ${title}`}. Está en ${place}.`;
  const orSupport = (ours: (place: string) => string) => (isOurs ? ours : callSupport);
  const correct = orSupport((place) => `Corregilo en ${place}.`);
  const correctOrCall = orSupport(
    (place) => `Corregilo en ${place}. Si está bien así, llamá a ${INSTALLER}.`,
  );
  const write =
    (how: string, meanwhile: string) =>
    (place: string): string =>
      `${isOurs ? `Escribilo ${how}, en ${place}.` : callSupport(place)} ${meanwhile}`;
  return {
    told: {
      not_an_object: { what: () => `${title} manda algo que no es un artículo.`, todo: callSupport },
      no_id: { what: () => 'El artículo no tiene número de producto.', todo: correct },
      bad_id: { what: is('El número de producto', 'no es un número entero mayor que 0'), todo: correct },
      bad_external_id: {
        what: is('El código de producto', 'tiene más de 256 bytes o medio carácter'),
        todo: correct,
      },
      bad_code: {
        what: is('El código de producto', 'está vacío o tiene más de 64 caracteres'),
        todo: callSupport,
      },
      id_out_of_range: {
        what: is('El número de producto', 'es mayor de lo que admite la base de datos'),
        todo: callInstaller,
      },
      bad_price: {
        what: unread('el precio'),
        todo: write(
          'como 1234.56, con punto y sin separador de miles',
          'Mientras tanto vale el último precio bueno, si lo hubo.',
        ),
      },
      price_out_of_range: {
        what: is('El precio', 'es negativo, o de 100.000.000.000 o más'),
        todo: callSupport,
      },
      bad_currency: { what: is('La moneda', 'no es DOL ni PES'), todo: callInstaller },
      bad_tax: { what: is('El impuesto', 'no es un porcentaje'), todo: callSupport },
      bad_balance: {
        what: unread('el stock'),
        todo: write('en números, como 12', 'Mientras tanto vale el último stock bueno, si lo hubo.'),
      },
      stock_out_of_range: {
        what: is('El stock', 'está fuera de lo que admite la base de datos'),
        todo: correctOrCall,
      },
      contradictory: {
        what: () => 'La lista tiene este producto más de una vez, y no con los mismos datos.',
        todo: orSupport((place) => `Dejá uno solo en ${place}.`),
      },
      not_utf8: { what: text('tiene un carácter que no se puede leer'), todo: callSupport },
      ill_formed_text: { what: text('tiene medio carácter'), todo: correct },
      bad_number: {
        what: (value) =>
          `${value === null ? 'Un número del artículo' : `El número "${value}"`} es demasiado grande para la base de datos.`,
        todo: correct,
      },
      too_deep: {
        what: () => 'El artículo tiene más niveles de los que acepta la base de datos.',
        todo: callSupport,
      },
      not_in_charset: {
        what: text('tiene un carácter que la base de datos no puede guardar'),
        todo: correctOrCall,
      },
      too_long: {
        what: () => 'El artículo es más largo de lo que acepta la base de datos.',
        todo: correctOrCall,
      },
    },
    unknown: { what: () => 'El artículo no se puede usar.', todo: correct },
    lists: {
      price_list: `la lista de precios de ${title}`,
      stock: isOurs ? `el stock del depósito en ${title}` : `el stock de ${title}`,
    },
    where: (list, id, name) => {
      const product = [id === null ? null : `producto ${id}`, name].filter((part) => part !== null);
      return [list, ...(product.length === 0 ? [] : [product.join(', ')])].join(': ');
    },
    asItCame: `Como lo manda ${title}`,
  };
};

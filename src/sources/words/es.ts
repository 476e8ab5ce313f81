import type { en } from './en.ts';

export const es: typeof en = {
  not_an_object: 'el artículo no es un objeto JSON',
  no_id: 'el artículo no tiene id de producto',
  bad_id: 'el id de producto no es un número entero positivo',
  bad_external_id: 'el id de producto tiene más de 256 bytes, o medio carácter (un "surrogate" suelto)',
  bad_code: 'el código está vacío, o tiene más de 64 caracteres',
  id_out_of_range: 'el id de producto es mayor de lo que admite la columna id de la tabla de productos',
  bad_price: 'el precio no está escrito como 1234.56',
  price_out_of_range: 'el precio es negativo, o de 100.000.000.000 o más',
  bad_currency: 'la moneda no es DOL ni PES',
  bad_tax: 'el impuesto no es un porcentaje',
  bad_balance: 'el stock no es un número',
  stock_out_of_range: 'el stock supera lo que admite la columna stock de la tabla de productos',
  contradictory: 'la lista tiene dos artículos distintos para este producto',
  not_utf8: 'el texto no es UTF-8 válido',
  ill_formed_text: 'el texto tiene medio carácter (un "surrogate" suelto)',
  bad_number: 'un número es demasiado grande para el JSON de la base de datos',
  too_deep: 'el artículo tiene más niveles de los que acepta la base de datos',
  not_in_charset:
    'el texto tiene un carácter que el juego de caracteres de la columna data de la tabla de productos no tiene',
  too_long: 'el artículo es más largo de lo que acepta la base de datos',
};

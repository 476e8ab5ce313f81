const WORDS_BY_DEPARTMENT = {
  Bebidas:
    'Agua Aperitivo Bebida Cerveza Champagne Energizante Fernet Gaseosa Gin Jugo Licor Ron Sidra Vino Vodka Whisky',
  Perfumería:
    'Acondicionador Cepillo Colonia Coloracion Crema Desodorante Enjuague Gel Jabon Locion Pañal Perfume ' +
    'Protector Protectores Shampoo Tintura Toalla Toallas Toallitas Tratamiento',
  Limpieza:
    'Aromatizante Autobrillo Bolsa Bolsas Cera Detergente Esponja Lavandina Limpiador Paño Quitamanchas Secador Suavizante Trapo',
  Frescos: 'Huevo Leche Manteca Postre Queso Ravioles Ricota Tapas Yogur',
};

const departments = new Map(
  Object.entries(WORDS_BY_DEPARTMENT).flatMap(([department, words]) =>
    words.split(' ').map((word) => [word, department]),
  ),
);

/** The survey names no product types; a product's first word says what it is: `Bebidas > Vino`. */
export function productTypePath(productName: string): string {
  // The survey spells ñ as n and a combining tilde.
  const [word = ''] = productName.normalize('NFC').split(' ');
  return `${departments.get(word) ?? 'Almacén'} > ${word}`;
}

import { expect, test } from 'vitest';
import { openSchema } from '../support/database.ts';
import { readAll } from '../support/spreadsheets.ts';
import { ask, openServer, TASKS } from '../support/uploads/server.ts';
import { readHeader } from '../../src/uploads/rows/header.ts';
import { ProductReader } from '../../src/uploads/rows/product.ts';
import { COLUMNS } from '../../src/uploads/rows/columns.ts';

test('the template has the 13 columns; its examples are read as products with nothing wrong', async () => {
  const schema = await openSchema();
  const server = await openServer(schema);
  try {
    const rowsOf = async (path: string) => {
      const response = await fetch(`${server.url}${path}`);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toContain('spreadsheetml.sheet');
      expect(response.headers.get('content-disposition')).toMatch(
        /^attachment; filename="plantilla_productos_\w+\.xlsx"$/,
      );
      return (await readAll(Buffer.from(await response.arrayBuffer()))).rows;
    };
    const [head, ...none] = await rowsOf(`${TASKS}/template`);
    expect(head?.cells).toEqual(COLUMNS.map(({ name }) => name));
    expect(none).toEqual([]);
    expect(await rowsOf(`${TASKS}/template?ejemplo=false`)).toHaveLength(1);
    for (const query of ['ejemplo', 'ejemplo=true', 'ejemplo=1']) {
      const [first, ...examples] = await rowsOf(`/api/catalog/bulk-upload/template?${query}`);
      const reader = new ProductReader(readHeader(first?.cells ?? []), 'auto');
      const products = examples.map((row) => reader.read(row));
      expect(products).toHaveLength(3);
      expect(products.map(({ errors }) => errors)).toEqual([[], [], []]);
      expect(examples[0]?.cells[2]).toBe('0077912345678');
    }
    expect((await ask(`${server.url}${TASKS}/template`, { method: 'DELETE' })).status).toBe(404);
  } finally {
    await server.close();
    await schema.drop();
  }
});

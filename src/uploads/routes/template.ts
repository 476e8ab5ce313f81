import { z } from 'zod';
import writeXlsxFile from 'write-excel-file/node';
import { COLUMNS } from '../rows/columns.ts';
import type { Routed } from './routed.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const WIDTHS: Readonly<Record<string, number>> = { nombre: 30, condiciones_almacenamiento: 34 };
const USUAL_WIDTH = 22;

/** Products as somebody would enter them: codes are texts, so that no leading zero is lost. */
const EXAMPLES: readonly (readonly (string | number)[])[] = [
  [
    ...['PROD001', 'Ibuprofeno 400 mg', '0077912345678', 'Analgésicos', 'Caja x 20', 1250.5, 'ANMAT 45.123'],
    ...['Entre 15 y 30 °C', 3, 20, 8, 'sí', 'sí'],
  ],
  [
    ...['PROD002', 'Alcohol en gel 250 ml', '0077912345685', 'Higiene', 'Frasco', 980, 'ANMAT 12.007'],
    ...['Lugar fresco y seco', 1, '', '', 'no', 'sí'],
  ],
  [
    ...[
      'PROD003',
      'Gasa estéril 10 x 10',
      '0077912345692',
      'Descartables',
      'Sobre x 10',
      640.25,
      'ANMAT 30.518',
    ],
    ...['Lugar seco', 2, 50, 15, '', ''],
  ],
];

const query = z.object({
  ejemplo: z.string().optional().describe('con valor o sin él: con tres productos de ejemplo'),
});

/** A spreadsheet to fill in. */
export function addTemplateRoute({ app, hide }: Routed): void {
  app.get(
    '/bulk-upload/template',
    {
      config: { who: 'clients' },
      schema: { hide, summary: 'La plantilla, vacía o con ejemplos', querystring: query, produces: [XLSX] },
    },
    async ({ query: { ejemplo } }, reply) => {
      const hasExamples = ejemplo !== undefined && !['false', '0', 'no'].includes(ejemplo);
      const file = await templateOf(hasExamples ? EXAMPLES : []);
      const name = hasExamples ? 'plantilla_productos_ejemplo' : 'plantilla_productos_vacia';
      void reply.type(XLSX).header('Content-Disposition', `attachment; filename="${name}.xlsx"`);
      return file;
    },
  );
}

function templateOf(rows: readonly (readonly (string | number)[])[]): Promise<Buffer> {
  const headings = COLUMNS.map(({ name, isRequired }) => ({
    value: name,
    ...(isRequired ? { fontWeight: 'bold' as const } : {}),
  }));
  const body = rows.map((row) =>
    row.map((value) => (typeof value === 'number' ? { value } : { value, type: String, format: '@' })),
  );
  const columns = COLUMNS.map(({ name }) => ({ width: WIDTHS[name] ?? USUAL_WIDTH }));
  return writeXlsxFile([headings, ...body], { columns, sheet: 'productos', stickyRowsCount: 1 }).toBuffer();
}

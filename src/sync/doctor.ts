import { databaseOf } from '../mysql/doctor.ts';
import type { Session } from '../mysql/session.ts';
import type { RoomChecks } from '../platform/doctor.ts';
import { productsOf } from '../mysql/products.ts';
import { tableOf } from '../sources/config.ts';
import { loadConfig } from './config.ts';
import { phrase } from './phrase.ts';
import { checkProcedures, checkRights } from './rights.ts';
import { readShape } from './shape.ts';
import { readRules } from './table-rules.ts';

const parts = { load: loadConfig };

export const checks: RoomChecks<typeof parts> = {
  parts,
  async examine(doctor, { load }) {
    const { session, migrated } = databaseOf(doctor);
    const table = await tableOf({ name: doctor.job.env['SOURCE'] ?? '', config: undefined });
    const name = productsOf(doctor.job.env['SOURCE']);
    await doctor.check(phrase('check_table', { table: name }), [session], async () => {
      // A table of its own is as `migrate` makes it.
      if (table !== undefined) return { value: true, detail: phrase('own_table') };
      const { columns } = await readShape(session as Session);
      const rules = await readRules(session as Session);
      const detail =
        rules.length === 0 ? phrase('table_columns', columns) : phrase('table_rules', { ...columns, rules });
      return { value: true, detail };
    });
    await doctor.check(phrase('check_rights'), [session, load, migrated], async () => {
      await checkRights(session as Session, load?.publishedItemsTable, table);
      return { value: true, detail: phrase('all_rights') };
    });
    await doctor.check(phrase('check_procedures'), [session, load], async () => {
      const { postLoadProcedures = [] } = load ?? {};
      await checkProcedures(session as Session, postLoadProcedures);
      return { value: true, detail: postLoadProcedures.join(', ') || phrase('no_procedures') };
    });
  },
};

import { databaseOf } from '../mysql/doctor.ts';
import type { Session } from '../mysql/session.ts';
import type { RoomChecks } from '../platform/doctor.ts';
import { loadConfig } from './config.ts';
import { checkProcedures, checkRights } from './rights.ts';
import { readShape } from './shape.ts';

const parts = { load: loadConfig };

export const checks: RoomChecks<typeof parts> = {
  parts,
  async examine(doctor, { load }) {
    const { session, migrated } = databaseOf(doctor);
    await doctor.check('database: raw_item_data', [session], async () => {
      const { columns } = await readShape(session as Session);
      return { value: true, detail: `id ${columns.id}, stock ${columns.stock}` };
    });
    await doctor.check('database: rights', [session, load, migrated], async () => {
      await checkRights(session as Session, load?.publishedItemsTable);
      return { value: true, detail: 'all that the job needs' };
    });
    await doctor.check('procedures', [session, load], async () => {
      const { postLoadProcedures = [] } = load ?? {};
      await checkProcedures(session as Session, postLoadProcedures);
      return { value: true, detail: postLoadProcedures.join(', ') || 'none configured' };
    });
  },
};

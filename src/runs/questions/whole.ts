/** Whether a row of sync_run is a sync of some products alone, which says nothing of the others. One of an earlier version never is. */
export const SELECTED_SQL = `(COALESCE(JSON_VALUE(report, '$.selected') + 0, 0) > 0)`;

/** A sync of everything; a flash reads what moved alone. */
export const WHOLE_SQL = `command = 'sync' AND COALESCE(mode, '') <> 'flash' AND NOT ${SELECTED_SQL}`;

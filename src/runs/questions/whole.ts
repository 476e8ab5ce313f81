/** Whether a row of sync_run is a sync of some products alone, which says nothing of the others. One of an earlier version never is. */
const SELECTED_SQL = `(COALESCE(JSON_VALUE(report, '$.selected') + 0, 0) > 0)`;

/** A sync of everything; a flash reads what moved alone. */
export const WHOLE_SQL = `command = 'sync' AND COALESCE(mode, '') <> 'flash' AND NOT ${SELECTED_SQL}`;

export const RECONCILE = 'reconcile';

/** What a run is called where its kind matters: "flash" for a sync of that mode, "select" for one of some products, "reconcile shopify" for one of a marketplace. */
export const COMMAND_SQL = `CASE WHEN command = '${RECONCILE}' THEN CONCAT_WS(' ', command, mode) WHEN mode = 'flash' THEN mode WHEN ${SELECTED_SQL} THEN 'select' ELSE command END`;

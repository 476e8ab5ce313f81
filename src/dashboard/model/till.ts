import { isCrowded, type Till } from '../../alerts/till.ts';
import type { TillFacts } from '../questions/till.ts';

/** The till's sales of the page's day, and those that are not recorded yet. */
export interface TillState {
  sales: number;
  units: number;
  /** Null where nobody knows: RabbitMQ did not answer, or is not known to whoever made the page. */
  queue: { name: string; waiting: number; dead: number; has_worker: boolean } | null;
  /** Whether it did not answer. */
  is_away: boolean;
}

/** Null where the till's sales are not recorded here. */
export function tillState({ isOn, sales, units }: TillFacts, till: Till | undefined): TillState | null {
  if (!isOn && till === undefined) return null;
  if (till === undefined || till === 'away') {
    return { sales, units, queue: null, is_away: till === 'away' };
  }
  const { queue: name, waiting, dead, hasWorker } = till;
  return { sales, units, queue: { name, waiting, dead, has_worker: hasWorker }, is_away: false };
}

/** Sales that nobody records are offered still. */
export function tillLevel(till: TillState | null): 'good' | 'attention' | 'trouble' {
  if (till?.is_away === true) return 'attention';
  if (till === null || till.queue === null) return 'good';
  if (!till.queue.has_worker) return 'trouble';
  return isCrowded(till.queue) || till.queue.dead > 0 ? 'attention' : 'good';
}

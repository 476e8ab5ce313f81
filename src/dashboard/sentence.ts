import type { State } from './state.ts';
import type { Wording } from './wording.ts';

/** The state in one sentence: is the stock right, and was everybody notified? */
export function stateSentence(state: State, wording: Wording): string {
  const { state: words } = wording.page;
  const parts = [stockInWords(state, wording)];
  if (state.running_since !== null) parts.push(words.running(wording.moment(state.running_since)));
  if (state.owed > 0) {
    parts.push(words.pending(state.owed, state.owed_since === null ? '–' : wording.moment(state.owed_since)));
  }
  if (state.dead > 0) parts.push(words.dead(state.dead));
  if (state.owed + state.dead === 0 && state.stock !== 'never') parts.push(words.nothingPending);
  if (state.quarantined > 0) parts.push(words.quarantined(state.quarantined));
  return `${parts.join('; ')}.`;
}

function stockInWords(state: State, wording: Wording): string {
  const { state: words } = wording.page;
  const { stock, last_at: last, good_at: good, last_status: status } = state;
  if (last === null) return words.never;
  const [ago, at] = [wording.ago(last), wording.moment(last)];
  if (stock === 'silent') return words.silent(ago, at);
  if (stock === 'current') return status === 'succeeded' ? words.current(ago, at) : words.unfinished(ago, at);
  return good === null ? words.empty(at) : words.behind(wording.moment(good), at);
}

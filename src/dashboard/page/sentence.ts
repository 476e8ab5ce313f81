import type { ChannelState } from '../model/channels.ts';
import type { PageModel } from '../model/model.ts';
import type { State } from '../model/state.ts';
import type { Wording } from './wording.ts';

/**
 * The state in a sentence or two: is the stock right, and do the channels know? What is in doubt comes first; where it is only what
 * the channels know, nobody reads that the stock is up to date before that.
 */
export function stateSentence(
  model: Pick<PageModel, 'state' | 'channels' | 'oversellable'>,
  wording: Wording,
): string {
  const { state, channels } = model;
  const { state: words } = wording.page;
  const told = channelsInWords(model, wording);
  const running = state.running_since === null ? '' : words.running(wording.since(state.running_since));
  const channelFirst =
    isStockRight(state) &&
    channels.some(({ late, dead, paused_at: paused }) => late || dead > 0 || paused !== null);
  const stock = `${stockInWords(state, channelFirst, wording)}${running}`;
  const sentences = channelFirst ? [...told, stock] : [stock, ...told];
  return sentences.map((sentence) => `${sentence}.`).join(' ');
}

/** Where the last sync left nothing but what channels are to be told, they say it. */
function isStockRight({ stock, cause }: State): boolean {
  if (stock === 'counted') return true;
  return stock === 'current' && (cause === null || cause.name === 'refused' || cause.outcome === 'unsent');
}

function stockInWords(state: State, channelFirst: boolean, wording: Wording): string {
  const { state: words } = wording.page;
  const { stock, last_at: last, good_at: good, last_status: status } = state;
  if (stock === 'counted') return words.counted;
  if (last === null) return words.never;
  const [ago, at] = [wording.ago(last), wording.moment(last)];
  const except = state.quarantined === 0 ? '' : words.except(state.quarantined);
  if (stock === 'silent') return words.silent(ago, at);
  if (stock === 'behind') return good === null ? words.empty(at) : words.behind(wording.at(good), at);
  if (!isStockRight(state)) return words.unfinished(ago, at);
  if (channelFirst) return words.loaded(ago, at, except);
  return status === 'succeeded' ? words.current(ago, at, except) : words.loadedNow(ago, at, except);
}

function channelsInWords(
  { state: { stock }, channels, oversellable }: Parameters<typeof stateSentence>[0],
  wording: Wording,
): string[] {
  const { state: words, locale } = wording.page;
  const overIn = (channel: string): number =>
    oversellable.filter((each) => each.channel === channel).reduce((sum, { count }) => sum + count, 0);
  const lacking = channels.filter(
    ({ pending, dead, paused_at: paused }) => pending + dead > 0 || paused !== null,
  );
  const rest = channels
    .filter((channel) => !lacking.includes(channel))
    .map(({ label }) => wording.said(label));
  const knowing =
    rest.length === 0 || stock === 'never'
      ? []
      : [words.nothingLeft(new Intl.ListFormat(locale).format(rest))];
  return [
    ...lacking.flatMap((channel) => lackInWords(channel, overIn(channel.channel), wording)),
    ...knowing,
  ];
}

function lackInWords(channel: ChannelState, oversellable: number, wording: Wording): string[] {
  const { label, unit, pending, since, late, dead, paused_at: paused } = channel;
  const { state: words } = wording.page;
  const name = wording.said(label);
  // What may be sold and is not there is why it matters.
  const over = oversellable === 0 ? [] : [words.oversellable(name, unit, oversellable)];
  if (late) return [words.late(name, unit, waitingInWords(channel, wording), dead), ...over];
  if (paused !== null) return [words.paused(name, unit, wording.since(paused), pending, dead), ...over];
  return [
    ...(dead > 0 ? [words.refused(name, unit, dead)] : []),
    ...(pending > 0 ? [words.pending(name, unit, pending, wording.lasting(since ?? ''))] : []),
    ...over,
  ];
}

function waitingInWords(
  { unit, pending, since, earlier, most_since: mostSince }: ChannelState,
  wording: Wording,
): string {
  const { waiting, waitingAlso } = wording.page.state;
  const first = wording.since(since ?? '');
  if (mostSince === null) return waiting(unit, pending, first);
  return waitingAlso(waiting(unit, pending - earlier, wording.since(mostSince)), earlier, first);
}

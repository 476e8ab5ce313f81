const NOTICE =
  '<br />\n<b>Notice</b>:  Undefined property: stdClass::$estado in <b>/var/www/v2/index.php</b> on line <b>412</b><br />\n';
/** As long as what Air answers past the end of a list at times. */
const TIMES_PAST_THE_END = 12;

export const PLACES = ['before', 'inside', 'after'] as const;
export type NoticePlace = (typeof PLACES)[number];

/** What Air answers in place of an empty list. */
export const ONLY_NOTICES = NOTICE.repeat(TIMES_PAST_THE_END);

/** A text of JSON with a notice of PHP in it. */
export function withNotice(json: string, place: NoticePlace): string {
  if (place === 'before') return NOTICE + json;
  if (place === 'after') return json + NOTICE;
  // Between two members, or two items of a list.
  const at = json.indexOf(',') + 1;
  return json.slice(0, at) + NOTICE + json.slice(at);
}

/** Words of which an English sentence has one sooner or later, and a Spanish one none. */
const WORDS =
  /\b(?:the|and|of|with|without|must|be|not|to|is|are|was|were|it|its|from|for|that|this|which|but|there|any|each|every|check|run|still|if|by|on|at|in|or|could|cannot|products?|webhooks?|items?|lists?|page|price|warehouse|targets?|secret|database|table|column|schema|owed)\b/i;

/** Whether a text has English in it, other than commands, names, headings and what is quoted. */
export function isEnglish(text: string): boolean {
  const own = text
    .replace(/`[^`]*`|"[^"]*"|'[^']*'/g, '')
    .replace(
      /roles\/\S+|--[\w-]+|\b[A-Z]+(?:_[A-Z]+)*=\w+|\b(?:en off|Private Service Connect|Cloud Run|Secret Manager|data|raw_item_data)\b/g,
      '',
    )
    .replace(/\b[A-Z]{2,}(?:[_ ][A-Z]{2,})*\b/g, '');
  return WORDS.test(own);
}

/** What MySQL and the system say is quoted as it comes. */
export function withoutServersWords(line: string): string {
  return line
    .replace(/Access denied for user '[^']*'@'[^']*' \(using password: YES\)/, '')
    .replace(/connect ECONNREFUSED \S+/, '');
}

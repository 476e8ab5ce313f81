/** JSON as text, also of lists within lists that are too deep for a function that calls itself. */
export function jsonText(json: unknown): string {
  const texts: string[] = [];
  const open: ({ text: string } | { value: unknown })[] = [{ value: json }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if ('text' in next) texts.push(next.text);
    else if (typeof next.value !== 'object' || next.value === null) texts.push(JSON.stringify(next.value));
    else {
      const isList = Array.isArray(next.value);
      texts.push(isList ? '[' : '{');
      open.push({ text: isList ? ']' : '}' });
      for (const [index, [name, value]] of [...Object.entries(next.value).entries()].reverse()) {
        const comma = index === 0 ? '' : ',';
        open.push({ value }, { text: isList ? comma : `${comma}${JSON.stringify(name)}:` });
      }
    }
  }
  return texts.join('');
}

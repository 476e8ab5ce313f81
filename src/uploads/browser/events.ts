export interface ServerEvent {
  event: string;
  data: string;
}

/** The events of a `text/event-stream`, as they come. Comments, which only keep the connection, are left out. */
export async function* eventsIn(chunks: AsyncIterable<string>): AsyncGenerator<ServerEvent> {
  let rest = '';
  let event = 'message';
  let data: string[] = [];
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const [, field = '', value = ''] = /^([^:]*):? ?(.*)$/s.exec(line) ?? [];
      if (field === 'event') event = value;
      if (field === 'data') data.push(value);
      if (line !== '') continue;
      if (data.length > 0) yield { event, data: data.join('\n') };
      [event, data] = ['message', []];
    }
  }
}

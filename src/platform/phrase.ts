/**
 * Something to be said, as data: "room.name" in the rooms' catalogues, and what differs. Words come last: the log has them in English,
 * a person in their own language, and a run that was kept can be told in either.
 */
export interface Phrase {
  readonly code: string;
  readonly params: Readonly<Record<string, unknown>>;
}

export interface Told {
  message: string;
  /** Several of a kind, of which a terminal shows one a line. */
  lines?: readonly string[];
  /** What to do next, as an instruction; undefined where it is that of the phrase within, such as a cause. */
  hint: string | undefined;
}

/** One wording of a catalogue: of an error with its hint, of anything else a text; a function where something differs. */
type Wording = string | Told | ((params: never) => string | Told);
/** What a room says, by name. */
export type Wordings = Readonly<Record<string, Wording>>;
/** What all rooms say in one language, by room. */
export type Catalogue = Readonly<Record<string, Wordings>>;

/** A text may be a phrase of its own, and is said before what it stands in. */
type OrPhrase<T> = T extends string
  ? T | Phrase
  : T extends readonly (infer E)[]
    ? readonly OrPhrase<E>[]
    : T;
type ParamsOf<W> = W extends (params: infer P) => unknown
  ? [params: { [Name in keyof P]: OrPhrase<P[Name]> }]
  : [];

/** Makes the phrases of a room; the compiler holds names and parameters against the room's English wordings. */
export function phrasesOf<W extends Wordings>(room: string) {
  return <Name extends keyof W & string>(name: Name, ...[params]: ParamsOf<W[Name]>): Phrase => ({
    code: `${room}.${name}`,
    params: params ?? {},
  });
}

export type Describe = (phrase: Phrase) => Told;

/** How phrases are said in one language. One that is unknown, such as that of a later version, is said by its code. */
export function describeIn(catalogue: Catalogue): Describe {
  const describe: Describe = ({ code, params }) => {
    let hint: string | undefined;
    const said = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(said);
      if (!isPhrase(value)) return value;
      const inner = describe(value);
      hint ??= inner.hint;
      return inner.message;
    };
    const [room = '', name = ''] = code.split('.');
    const wording = catalogue[room]?.[name] as
      Exclude<Wording, (params: never) => unknown> | undefined | Made;
    if (wording === undefined) return { message: code, hint: undefined };
    const spoken = Object.fromEntries(Object.entries(params).map(([key, value]) => [key, said(value)]));
    const told = typeof wording === 'function' ? wording(spoken) : wording;
    return typeof told === 'string'
      ? { message: told, hint: undefined }
      : { ...told, hint: told.hint ?? hint };
  };
  return describe;
}

type Made = (params: Record<string, unknown>) => string | Told;

export function isPhrase(value: unknown): value is Phrase {
  return typeof value === 'object' && value !== null && 'code' in value && 'params' in value;
}

import { randomUUID } from 'node:crypto';
import { type Answer, type Intercept, json, pause, readBody, send, serve, type Traffic } from '../server.ts';
import { type AirArticle, type AirDetail, lightOf, LOCATIONS, makeDetail } from './articles.ts';
import { type NoticePlace, ONLY_NOTICES, withNotice } from './notices.ts';

const PAGE_ARTICLES = 500;
export const SIMULATED_USER = 'c1234';
export const SIMULATED_PASSWORD = 'simulated-password-of-air';
const EXCHANGE_RATE = 1415.5;

interface AirRequest {
  /** "syp", "get_meta". */
  readonly operation: string;
  /** -1 where there is none. */
  readonly page: number;
  /** Whose details are asked for. */
  readonly code: string | undefined;
  readonly token: string | undefined;
  /** How often this has been asked before, tokens aside. */
  readonly before: number;
}

/** May be changed while the simulator runs. */
interface AirSettings {
  articles: readonly AirArticle[];
  pageArticles: number;
  /** Of those whose details are not made up. */
  readonly details: Map<string, unknown>;
  logIn: { user: string; password: string };
  /** Milliseconds that each list, and each `get_meta`, takes. */
  latencyMs: number;
  detailLatencyMs: number;
  /** Of the answers, how many have a notice of PHP, and where. */
  noticesPercent: number;
  noticePlace: NoticePlace;
  /** How often a page past the end of a list is notices before it is an empty list. */
  noticesPastTheEnd: number;
  /** After so many calls each one is refused with 403, until `forgive` is called. */
  callsBeforeTooMany: number;
  /** After so many calls a token is refused with 401. */
  callsOfAToken: number;
  /** Whether the light list has what is nowhere in stock. */
  listsSoldOut: boolean;
}

export interface AirOptions extends Partial<Omit<AirSettings, 'details'>> {
  readonly port?: number;
}

export interface AirSimulator extends AirSettings {
  readonly url: string;
  readonly traffic: Traffic;
  /** Every request since the start or the last `forgetRequests`. */
  readonly requests: AirRequest[];
  forgetRequests(): void;
  /** Counts its calls from 0 again. */
  forgive(): void;
  /** One at a time; without an argument all is answered as usual again. */
  intercept(intercept?: Intercept<AirRequest>): void;
  close(): Promise<void>;
}

export async function startAir(options: AirOptions = {}): Promise<AirSimulator> {
  const settings: AirSettings = {
    articles: options.articles ?? [],
    pageArticles: options.pageArticles ?? PAGE_ARTICLES,
    details: new Map(),
    logIn: options.logIn ?? { user: SIMULATED_USER, password: SIMULATED_PASSWORD },
    latencyMs: options.latencyMs ?? 0,
    detailLatencyMs: options.detailLatencyMs ?? 0,
    noticesPercent: options.noticesPercent ?? 0,
    noticePlace: options.noticePlace ?? 'before',
    noticesPastTheEnd: options.noticesPastTheEnd ?? 0,
    callsBeforeTooMany: options.callsBeforeTooMany ?? Infinity,
    callsOfAToken: options.callsOfAToken ?? Infinity,
    listsSoldOut: options.listsSoldOut ?? true,
  };
  const requests: AirRequest[] = [];
  const asked = new Map<string, number>();
  const tokens = new Map<string, number>();
  const pages = new PageTexts();
  let calls = 0;
  let intercept: Intercept<AirRequest> | undefined;

  const server = await serve(async (req, res) => {
    const { searchParams } = new URL(req.url ?? '', 'http://air');
    const body = await readBody(req);
    const request = requestOf(searchParams, req.headers.authorization, asked);
    requests.push(request);
    const interception = await intercept?.(request);
    if (typeof interception === 'function') return interception(req, res);
    send(res, interception ?? (await answerTo(request, searchParams, body)));
  }, options.port ?? 0);

  async function answerTo(request: AirRequest, query: URLSearchParams, body: string): Promise<Answer> {
    calls += 1;
    if (calls > settings.callsBeforeTooMany) return apiError(403, 'Forbidden', 'Too many queries');
    if (request.operation === 'login') return logIn(query);
    const used = (tokens.get(request.token ?? '') ?? Infinity) + 1;
    if (used > settings.callsOfAToken || used === Infinity)
      return apiError(401, 'Unauthorized', 'Token inválido');
    tokens.set(request.token ?? '', used);
    const content = contentOf(request, body, simulator);
    if (content === undefined) return apiError(404, 'Not Found', request.operation);
    await pause(request.operation === 'get_meta' ? settings.detailLatencyMs : settings.latencyMs);
    const isPastTheEnd = request.page >= 0 && Array.isArray(content) && content.length === 0;
    if (isPastTheEnd && request.before < settings.noticesPastTheEnd)
      return { status: 200, body: ONLY_NOTICES };
    const text = pages.textOf(request, content, settings);
    const isNoticed = Math.random() * 100 < settings.noticesPercent;
    return { status: 200, body: isNoticed ? withNotice(text, settings.noticePlace) : text };
  }

  function logIn(query: URLSearchParams): Answer {
    const { user, password } = settings.logIn;
    if (query.get('user') !== user || query.get('pass') !== password)
      return apiError(401, 'Unauthorized', 'Usuario o clave incorrectos');
    const token = randomUUID();
    tokens.set(token, 0);
    return json(200, { token, cotiza: EXCHANGE_RATE });
  }

  const simulator: AirSimulator = Object.assign(settings, {
    url: `${server.url}/v2`,
    traffic: server.traffic,
    requests,
    forgetRequests() {
      requests.length = 0;
      asked.clear();
    },
    forgive() {
      calls = 0;
    },
    intercept(next?: Intercept<AirRequest>) {
      intercept = next;
    },
    close: server.close,
  });
  return simulator;
}

/** The texts of pages, as long as the articles are the same: to make them again would take longer than all else that is asked. */
class PageTexts {
  #of: readonly AirArticle[] = [];
  readonly #texts = new Map<string, string>();

  textOf(
    { operation, page }: AirRequest,
    content: unknown,
    { articles, pageArticles, listsSoldOut }: AirSettings,
  ): string {
    if (page < 0) return JSON.stringify(content);
    if (this.#of !== articles) this.#texts.clear();
    this.#of = articles;
    const key = `${operation} ${page} ${pageArticles} ${listsSoldOut} ${(content as unknown[]).length}`;
    const text = this.#texts.get(key) ?? JSON.stringify(content);
    this.#texts.set(key, text);
    return text;
  }
}

function requestOf(
  query: URLSearchParams,
  authorization: string | undefined,
  asked: Map<string, number>,
): AirRequest {
  const operation = query.get('q') ?? '';
  const code = query.get('codiart') ?? undefined;
  const page = query.has('page') ? Number(query.get('page')) : -1;
  const key = `${operation} ${page} ${code}`;
  const before = asked.get(key) ?? 0;
  asked.set(key, before + 1);
  const [, token] = /^Bearer (.+)$/.exec(authorization ?? '') ?? [];
  return { operation, page, code, token, before };
}

function contentOf({ operation, page, code }: AirRequest, body: string, air: AirSettings): unknown {
  const { articles, pageArticles, details, listsSoldOut } = air;
  const pageOf = (list: readonly unknown[]): unknown[] =>
    list.slice(page * pageArticles, (page + 1) * pageArticles);
  const light = (): readonly AirArticle[] => (listsSoldOut ? articles : articles.filter(isAnywhere));
  switch (operation) {
    case 'check_token':
      return { ok: true };
    case 'articulos':
      return pageOf(articles);
    case 'syp':
      return pageOf(light()).map((article) => lightOf(article as AirArticle));
    case 'syp_list': {
      const codes = new Set(JSON.parse(body) as string[]);
      return articles.filter(({ codigo }) => codes.has(codigo)).map(lightOf);
    }
    case 'get_meta': {
      const article = articles.find(({ codigo }) => codigo === code);
      return article && (details.get(article.codigo) ?? (makeDetail(article) satisfies AirDetail));
    }
    default:
      return undefined;
  }
}

function isAnywhere(article: AirArticle): boolean {
  return LOCATIONS.some((location) => (article[location]?.disponible ?? 0) > 0);
}

/** As the API says an error; some come with status 200. */
function apiError(status: number, name: string, detail: string, sentWith = status): Answer {
  return json(sentWith, { error_id: status, error_name: name, error_detail: detail });
}

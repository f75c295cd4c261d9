import { setTimeout as sleep } from "node:timers/promises";
import { isLoopback } from "../../config/charts/source";
import { ownEntry } from "../../facts/properties/ownEntry";

/** How long servers are waited for, in milliseconds, and how often they are asked. */
export interface Patience {
  /** For which one may send nothing. */
  readonly silence: number;
  /** For which one answer may come. */
  readonly answer: number;
  readonly attempts: number;
  /** Before the second attempt; before each further one twice as long. */
  readonly pause: number;
}

export const patience: Patience = { silence: 30_000, answer: 300_000, attempts: 3, pause: 1_000 };

export interface Answer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  /** Empty where the status tells of a failure. */
  readonly body: Buffer;
}

/** What any answer here may have: the largest chart is below a megabyte, an index of years of releases a few. */
const mostBytes = 100 * 1024 * 1024;

/** That a server is busy or broken; the next attempt may find it well. https://www.rfc-editor.org/rfc/rfc9110#section-15 */
const passing = new Set([408, 429, 500, 502, 503, 504]);

/**
 * Gets what is at a URL, and follows it where it has gone; asks again where that may help.
 *
 * @throws Error that names the URL, where nothing came, or nothing that can be trusted
 */
export async function download(url: string, headers: Readonly<Record<string, string>>, bounds: Patience): Promise<Answer> {
  let failure = "";
  for (let attempt = 1; attempt <= bounds.attempts; attempt += 1) {
    if (attempt > 1) await sleep(bounds.pause * 2 ** (attempt - 2));
    try {
      const answer = await ask(url, headers, bounds);
      if (!passing.has(answer.status)) return answer;
      failure = describeStatus(answer);
    } catch (error) {
      if (error instanceof Untrusted) throw new Error(`${url} ${error.message}`, { cause: error });
      failure = `cannot be had: ${reasonOf(error)}`;
    }
  }
  throw new Error(`${url} ${failure}, ${bounds.attempts === 1 ? "once" : `${bounds.attempts} times`}`);
}

/** "answers 404 Not Found" */
export function describeStatus({ status, statusText }: Pick<Answer, "status" | "statusText">): string {
  return `answers ${status} ${statusText}`.trimEnd();
}

/** Asking again changes nothing about it. */
class Untrusted extends Error {}

async function ask(url: string, headers: Readonly<Record<string, string>>, bounds: Patience): Promise<Answer> {
  const ending = new AbortController();
  const stop = (milliseconds: number, what: string) => setTimeout(() => ending.abort(new Error(what)), milliseconds);
  const silence = stop(bounds.silence, `nothing came for ${bounds.silence / 1000} s`);
  const whole = stop(bounds.answer, `not all of it came within ${bounds.answer / 1000} s`);
  try {
    const response = await follow(new URL(url), headers, ending.signal);
    const { status, statusText } = response;
    return { status, statusText, headers: response.headers, body: await bodyOf(response, () => silence.refresh()) };
  } finally {
    clearTimeout(silence);
    clearTimeout(whole);
    // Ends what still comes of an answer that nobody wants.
    ending.abort();
  }
}

const mostRedirects = 5;

/** A credential is for whoever was asked, and for nobody that he sends on to. */
async function follow(url: URL, headers: Readonly<Record<string, string>>, signal: AbortSignal, left = mostRedirects): Promise<Response> {
  // A server that compresses an archive once more would change the bytes that its checksum is of.
  const response = await fetch(url, { headers: { "accept-encoding": "identity", ...headers }, redirect: "manual", signal });
  const location = response.status >= 300 && response.status < 400 ? response.headers.get("location") : null;
  if (location === null) return response;
  if (left === 0) throw new Untrusted(`leads on and on, after ${mostRedirects} redirects to ${url.href}`);
  const next = new URL(location, url);
  // Anybody on the way could put something else in the archive's place.
  if (next.protocol !== "https:" && !isLoopback(next.hostname)) throw new Untrusted(`leads to ${next.href}, without TLS`);
  const { authorization: _credential, ...others } = headers;
  return follow(next, next.origin === url.origin ? headers : others, signal, left - 1);
}

async function bodyOf({ ok, body }: Response, came: () => void): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const coming: ReadableStream<Uint8Array> | null = ok ? body : null;
  for await (const chunk of coming ?? []) {
    came();
    chunks.push(chunk);
    length += chunk.length;
    if (length > mostBytes) throw new Untrusted(`sends more than ${mostBytes / 1024 / 1024} MiB, which no chart and no index has`);
  }
  return Buffer.concat(chunks);
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing answers there",
  ENOTFOUND: "the host's name cannot be resolved",
  EAI_AGAIN: "the host's name cannot be resolved at present",
  ECONNRESET: "the connection broke off",
  UND_ERR_SOCKET: "the connection broke off",
};

/** fetch says "fetch failed" or "terminated", and has the reason as its cause. */
function reasonOf(error: unknown): string {
  const told = error instanceof TypeError && error.cause instanceof Error ? error.cause : error;
  if (!(told instanceof Error)) return String(told);
  const code = "code" in told ? String(told.code) : "";
  const known = ownEntry(reasons, code);
  return known === undefined ? told.message || code : `${known} (${code})`;
}

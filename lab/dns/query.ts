import { createSocket } from "node:dgram";
import { decode, encode } from "dns-packet";
import { responseCode, responseCodeOf } from "./message";

const attempts = 3;
const answerMs = 1_000;

/**
 * Asks one DNS server for a name's addresses, as `dig +short` does. Empty where the name has none.
 * @throws Error where the server does not answer or refuses
 */
export async function resolve(server: { readonly address: string; readonly port: number }, name: string): Promise<string[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask(server, name);
    } catch (error) {
      if (attempt === attempts) throw error;
    }
  }
}

async function ask({ address, port }: { readonly address: string; readonly port: number }, name: string): Promise<string[]> {
  const socket = createSocket("udp4");
  const id = Math.floor(Math.random() * 65_536);
  const timer = new AbortController();
  try {
    return await new Promise((resolveAnswer, reject) => {
      const late = setTimeout(
        () => reject(new Error(`no answer from DNS at ${address} port ${port} within ${answerMs / 1000} s`)),
        answerMs,
      );
      timer.signal.addEventListener("abort", () => clearTimeout(late));
      socket.on("error", reject);
      socket.on("message", (message) => {
        const response = decode(message);
        if (response.id !== id) return;
        const code = responseCodeOf(response);
        if (code !== 0 && code !== responseCode.nameError)
          return reject(new Error(`DNS at ${address} port ${port} answers ${name} with code ${code}`));
        resolveAnswer((response.answers ?? []).flatMap((answer) => (answer.type === "A" || answer.type === "AAAA" ? [answer.data] : [])));
      });
      socket.send(encode({ type: "query", id, questions: [{ type: "A", name }] }), port, address);
    });
  } finally {
    timer.abort();
    socket.close();
  }
}

import { createSocket } from "node:dgram";
import { once } from "node:events";
import { decode, encode } from "dns-packet";
import type { Answer } from "./outside";

/** A resolver with an address of its own, which asks the authority every time: whoever uses it keeps the answers. */
export interface Resolver {
  readonly address: string;
  /** Undefined where no answer with an address comes in time. */
  ask(name: string): Promise<Answer | undefined>;
  close(): void;
}

const answerMs = 1_000;

export async function openResolver(address: string, server: { readonly address: string; readonly port: number }): Promise<Resolver> {
  const socket = createSocket("udp4");
  const waiting = new Map<number, (answer: Answer | undefined) => void>();
  let next = 0;
  let isOpen = true;
  socket.on("message", (message) => {
    const { id = -1, answers = [] } = decode(message);
    const found = answers.flatMap((answer) => (answer.type === "A" ? [{ address: answer.data, ttlSeconds: answer.ttl ?? 0 }] : []))[0];
    waiting.get(id)?.(found);
  });
  // A port that nobody listens on: the question goes unanswered.
  socket.on("error", () => undefined);
  socket.bind(0, address);
  await once(socket, "listening");

  return {
    address,
    ask(name) {
      if (!isOpen) return Promise.resolve(undefined);
      const id = (next = (next + 1) % 65_536);
      return new Promise((done) => {
        const end = (answer: Answer | undefined): void => {
          clearTimeout(timer);
          waiting.delete(id);
          done(answer);
        };
        const timer = setTimeout(() => end(undefined), answerMs);
        waiting.set(id, end);
        socket.send(encode({ type: "query", id, questions: [{ type: "A", name }] }), server.port, server.address);
      });
    },
    close() {
      if (!isOpen) return;
      isOpen = false;
      for (const end of [...waiting.values()]) end(undefined);
      socket.close();
    },
  };
}

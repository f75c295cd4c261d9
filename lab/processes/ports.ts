import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/** Below the ports that the system gives to outgoing connections, so that a stopped server's port is still free when it comes back. */
const range = { first: 20_000, last: 32_767 };
const handedOut = new Set<string>();

/** A port of a loopback address that nothing listens on, and that this process has not handed out before. */
export async function freePort(address: string): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const port = randomInt(range.first, range.last + 1);
    const place = `${address}:${port}`;
    if (handedOut.has(place)) continue;
    handedOut.add(place);
    if (await isFree(address, port)) return port;
  }
  throw new Error(`no free port on ${address} between ${range.first} and ${range.last}`);
}

async function isFree(address: string, port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, address, () => server.close(() => resolve(true)));
  });
}

import type { CST } from "yaml";
import type { Fault } from "./yamlValue";

/** The deepest key of any section is at the twelfth. */
const deepest = 64;

/** Text that is nested so deeply that nothing could walk through it; found in the tokens, since whatever makes a document of them calls itself. */
export function findTooDeep(tokens: readonly CST.Token[]): Fault | undefined {
  const open = tokens.map((token) => ({ token, depth: 0 }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next;
    if (depth > deepest) return { message: `it is nested more than ${deepest} levels deep; no key is that far down`, offset: token.offset };
    for (const child of childrenOf(token)) open.push({ token: child, depth: isCollection(token) ? depth + 1 : depth });
  }
  return undefined;
}

function childrenOf(token: CST.Token): readonly CST.Token[] {
  if (token.type === "document") return token.value === undefined ? [] : [token.value];
  if (!isCollection(token)) return [];
  return token.items.flatMap(({ key, value }) => [key, value].filter((child) => child !== undefined && child !== null));
}

function isCollection(token: CST.Token): token is CST.BlockMap | CST.BlockSequence | CST.FlowCollection {
  return token.type === "block-map" || token.type === "block-seq" || token.type === "flow-collection";
}

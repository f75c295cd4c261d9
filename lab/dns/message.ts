import {
  AUTHORITATIVE_ANSWER,
  decode,
  encode,
  RECURSION_DESIRED,
  TRUNCATED_RESPONSE,
  type Answer as WireAnswer,
  type DecodedPacket,
  type Packet,
} from "dns-packet";
import { normalize, type Answer, type Question, type ResourceRecord } from "./dns";

/** https://www.iana.org/assignments/dns-parameters/dns-parameters.xhtml#dns-parameters-6 */
export const responseCode = { formatError: 1, nameError: 3, notImplemented: 4, refused: 5 } as const;

/** Without EDNS, as of RFC 1035. */
const plainUdpBytes = 512;

/**
 * The reply to one message; undefined for what is not a question at all.
 * @param maxBytes of a UDP datagram, unless the question allows more; a longer answer says that it is cut, and is asked for again over TCP
 */
export function reply(message: Buffer, answer: (question: Question) => Answer, transport: "udp" | "tcp"): Buffer | undefined {
  const query = decodeQuery(message);
  if (query === undefined) return undefined;
  const response = respond(query, answer);
  const encoded = encode(response);
  if (transport === "tcp" || encoded.length <= udpLimit(query)) return encoded;
  return encode({ ...response, flags: (response.flags ?? 0) | TRUNCATED_RESPONSE, answers: [], authorities: [] });
}

function decodeQuery(message: Buffer): DecodedPacket | undefined {
  try {
    const packet = decode(message);
    return packet.type === "query" ? packet : undefined;
  } catch {
    return undefined;
  }
}

function respond(query: DecodedPacket, answer: (question: Question) => Answer): Packet {
  const [question, ...others] = query.questions ?? [];
  const base: Packet = {
    type: "response",
    id: query.id,
    flags: query.flag_rd ? RECURSION_DESIRED : 0,
    questions: query.questions ?? [],
    additionals: edns(query),
  };
  const failed = (code: number): Packet => ({ ...base, flags: (base.flags ?? 0) | code });
  if (opcode(query) !== 0) return failed(responseCode.notImplemented);
  if (question === undefined || others.length > 0) return failed(responseCode.formatError);
  if (question.class !== "IN" && question.class !== undefined) return failed(responseCode.refused);

  const found = answer({ name: normalize(question.name), type: question.type });
  const flags = (base.flags ?? 0) | AUTHORITATIVE_ANSWER;
  switch (found.kind) {
    case "records":
      // The name goes back as it was spelled: resolvers vary its case and compare.
      return { ...base, flags, answers: found.records.map((record) => toWire({ ...record, name: restore(record.name, question.name) })) };
    case "nodata":
      return { ...base, flags, authorities: [toWire(found.soa)] };
    case "nxdomain":
      return { ...base, flags: flags | responseCode.nameError, authorities: [toWire(found.soa)] };
    case "refused":
      return failed(responseCode.refused);
  }
}

function restore(name: string, asked: string): string {
  return name === normalize(asked) ? asked : name;
}

function toWire({ name, type, ttl, data }: ResourceRecord): WireAnswer {
  switch (type) {
    case "TXT":
      return { name, type, ttl, data: data.replace(/^"|"$/g, "") };
    case "SOA": {
      const [mname = "", rname = "", serial, refresh, retry, expire, minimum] = data.split(" ");
      const numbers = {
        serial: Number(serial),
        refresh: Number(refresh),
        retry: Number(retry),
        expire: Number(expire),
        minimum: Number(minimum),
      };
      return { name, type, ttl, data: { mname: normalize(mname), rname: normalize(rname), ...numbers } };
    }
    case "A":
    case "AAAA":
    case "CNAME":
    case "NS":
      return { name, type, ttl, data: type === "A" || type === "AAAA" ? data : normalize(data) };
    default:
      throw new Error(`the lab's DNS cannot encode a ${type} record (${name}); add its type to lab/dns/message.ts`);
  }
}

function edns(query: DecodedPacket): NonNullable<Packet["additionals"]> {
  const asks = query.additionals?.some(({ type }) => type === "OPT") ?? false;
  return asks
    ? [{ type: "OPT", name: ".", udpPayloadSize: 1232, flags: 0, options: [], extendedRcode: 0, ednsVersion: 0, flag_do: false }]
    : [];
}

function opcode({ flags = 0 }: DecodedPacket): number {
  return (flags >> 11) & 0xf;
}

/** 0 for an answer, also an empty one; 3 where the name does not exist. */
export function responseCodeOf({ flags = 0 }: DecodedPacket): number {
  return flags & 0xf;
}

function udpLimit(query: DecodedPacket): number {
  const option = query.additionals?.find((additional) => additional.type === "OPT");
  return option?.type === "OPT" ? Math.max(option.udpPayloadSize, plainUdpBytes) : plainUdpBytes;
}

import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { connect } from "node:net";
import { decode, encode, RECURSION_DESIRED, streamDecode, streamEncode, type Answer, type DecodedPacket, type Packet } from "dns-packet";
import { responseCodeOf } from "../../../lab/dns/message";
import { serveDns, type DnsServer } from "../../../lab/dns/server";
import { resolve } from "../../../lab/dns/query";
import { answer, authority, type View } from "../../../lab/dns/providers/route53";

describe("the lab's DNS server", () => {
  let server: DnsServer;

  before(async () => {
    const asked = authority(view, () => true);
    server = await serveDns("127.0.0.1", [0], (question) => answer(asked, question, Math.random));
  });
  after(() => server.close());

  it("answers over UDP with authority, and in the spelling of the question", async () => {
    const response = await overUdp({ questions: [{ type: "A", name: "Api.Example.COM" }], flags: RECURSION_DESIRED });
    assert.equal(response.flag_aa, true);
    assert.equal(response.flag_ra, false);
    assert.deepEqual(
      response.answers?.map((record) => [record.name, record.type]),
      [["Api.Example.COM", "A"]],
    );
  });

  it("answers several questions of one TCP connection", async () => {
    const socket = connect(server.port, "127.0.0.1");
    await once(socket, "connect");
    socket.write(
      Buffer.concat(
        ["api.example.com", "example.com"].map((name, id) =>
          streamEncode({ type: "query", id, questions: [{ type: name === "example.com" ? "NS" : "A", name }] }),
        ),
      ),
    );
    const messages: Packet[] = [];
    let received = Buffer.alloc(0);
    for await (const chunk of socket) {
      received = Buffer.concat([received, chunk as Buffer]);
      while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
        messages.push(streamDecode(received));
        received = received.subarray(2 + received.readUInt16BE(0));
      }
      if (messages.length === 2) break;
    }
    assert.deepEqual(
      messages.map(({ answers }) => answers?.length),
      [1, 2],
    );
  });

  it("says that a long answer is cut, gives it over EDNS, and puts the zone's SOA beside an empty one", async () => {
    const cut = await overUdp({ questions: [{ type: "TXT", name: "long.example.com" }] });
    assert.equal(cut.flag_tc, true);
    assert.equal(cut.answers?.length, 0);
    const edns: Answer = {
      type: "OPT",
      name: ".",
      udpPayloadSize: 4096,
      flags: 0,
      options: [],
      extendedRcode: 0,
      ednsVersion: 0,
      flag_do: false,
    };
    const whole = await overUdp({ questions: [{ type: "TXT", name: "long.example.com" }], additionals: [edns] });
    assert.equal(whole.answers?.length, 20);
    assert.equal(whole.additionals?.[0]?.type, "OPT");

    const empty = await overUdp({ questions: [{ type: "AAAA", name: "api.example.com" }] });
    assert.equal(responseCodeOf(empty), 0);
    assert.equal(empty.authorities?.[0]?.type, "SOA");
    const missing = await overUdp({ questions: [{ type: "A", name: "no.example.com" }] });
    assert.equal(responseCodeOf(missing), 3);
    assert.equal(missing.authorities?.[0]?.type, "SOA");
  });

  it("refuses other zones and other kinds of message, and outlives garbage", async () => {
    assert.equal(responseCodeOf(await overUdp({ questions: [{ type: "A", name: "example.org" }] })), 5);
    assert.equal(responseCodeOf(await overUdp({ flags: 4 << 11, questions: [{ type: "A", name: "api.example.com" }] })), 4);
    const socket = createSocket("udp4");
    socket.send(Buffer.from("not a question"), server.port, "127.0.0.1", () => socket.close());
    const stream = connect(server.port, "127.0.0.1");
    stream.end(Buffer.from([0, 3, 1, 2, 3]));
    await once(stream, "close");
    assert.deepEqual(await resolve(server, "api.example.com"), ["127.1.0.1"]);
  });

  it("is asked by the lab's own client", async () => {
    assert.deepEqual(await resolve(server, "api.example.com"), ["127.1.0.1"]);
    assert.deepEqual(await resolve(server, "no.example.com"), []);
    await assert.rejects(resolve(server, "example.org"), /answers example\.org with code 5/);
  });

  it("takes the next port where the first is taken", async () => {
    const second = await serveDns("127.0.0.1", [server.port, 0], () => ({ kind: "refused" }));
    assert.notEqual(second.port, server.port);
    await second.close();
  });

  async function overUdp(query: Packet): Promise<DecodedPacket> {
    const socket = createSocket("udp4");
    try {
      socket.send(encode({ type: "query", id: 7, ...query }), server.port, "127.0.0.1");
      const [message] = (await once(socket, "message")) as [Buffer];
      return decode(message);
    } finally {
      socket.close();
    }
  }
});

const view: View = {
  zones: [{ id: "Z1", name: "example.com", nameServers: ["ns-1.awsdns-01.com", "ns-2.awsdns-02.net"] }],
  records: [
    {
      zoneId: "Z1",
      name: "api.example.com",
      type: "A",
      weight: 1,
      failover: undefined,
      healthCheckId: undefined,
      answer: { kind: "values", ttl: 60, values: ["127.1.0.1"] },
    },
    {
      zoneId: "Z1",
      name: "long.example.com",
      type: "TXT",
      weight: undefined,
      failover: undefined,
      healthCheckId: undefined,
      answer: { kind: "values", ttl: 60, values: Array.from({ length: 20 }, (_, index) => `"${"x".repeat(50)}${index}"`) },
    },
  ],
};

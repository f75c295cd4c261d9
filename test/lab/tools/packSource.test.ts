import assert from "node:assert/strict";
import fc from "fast-check";
import { packSource } from "../../../lab/tools/packSource";

describe("naming a pack of tools", () => {
  const sha256 = "0123456789abcdef".repeat(4);
  const read = (value: string | undefined) => packSource({ GATEWAY_FLEET_TOOLS: value });

  it("takes a file or a URL with its checksum, and no variable or an empty one for none", () => {
    assert.deepEqual(read(`/srv/a #1.tgz#sha256=${sha256.toUpperCase()}`), { location: "/srv/a #1.tgz", shown: "/srv/a #1.tgz", sha256 });
    const url = "https://example.com:8443/tools.tgz";
    assert.deepEqual(read(`${url}#sha256=${sha256}`), { location: url, shown: url, sha256 });
    assert.equal(read(""), undefined);
    assert.equal(read(undefined), undefined);
  });

  it("says where the checksum is to be had that is missing", () => {
    for (const value of ["/srv/tools.tgz", "/srv/tools.tgz#sha256=abc", `/srv/tools.tgz#${sha256}`])
      assert.throws(
        () => read(value),
        new Error(
          `GATEWAY_FLEET_TOOLS=${value} does not end in #sha256= and 64 hexadecimal digits: ` +
            "`npm run lab -- tools --pack` has printed them, and `sha256sum` of the file does, too",
        ),
      );
  });

  it("refuses what is neither an absolute path nor an http URL", () => {
    for (const location of ["tools.tgz", "ftp://example.com/tools.tgz", "https://:none/", "file:///srv/tools.tgz"])
      assert.throws(
        () => read(`${location}#sha256=${sha256}`),
        new RegExp(`=${location} is neither an absolute path nor an http\\(s\\) URL`),
      );
  });

  it("never says credentials, be the value right or wrong", () => {
    const scheme = fc.constantFrom("https://", "http://", "ftp://", "");
    const host = fc.constantFrom("example.com", "example.com:99999", "[", "");
    const end = fc.constantFrom(`#sha256=${sha256}`, "#sha256=abc", "");
    fc.assert(
      fc.property(scheme, host, end, (before, name, after) => {
        const value = `${before}user:hunter2/@${name}/tools.tgz?token=hunter3${after}`;
        for (const text of [value, value.replace("/@", "@")]) assert.doesNotMatch(said(text), /hunter/);
      }),
    );
  });

  /** What a message has of it. */
  function said(value: string): string {
    try {
      return read(value)?.shown ?? "";
    } catch (error) {
      return String(error);
    }
  }
});

import assert from "node:assert/strict";
import { consoleProgress, duration, megabytes } from "../../../lab/tools/progress";

describe("progress of long work", () => {
  it("prints a step once where there is no terminal, and lines that stay", () => {
    const { stream, text } = output(false);
    const progress = consoleProgress(stream);
    progress.show("building etcd", "0s");
    progress.show("building etcd", "1s");
    progress.show("building kwok", "0s");
    progress.keep("built kwok in 2s");
    assert.equal(text(), "building etcd: 0s\nbuilding kwok: 0s\nbuilt kwok in 2s\n");
  });

  it("rewrites one line on a terminal, cut to its width", () => {
    const { stream, text } = output(true);
    consoleProgress(stream).show("building kube-apiserver", "1m 05s");
    assert.equal(text(), "\r\u001b[2Kbuilding kube-apise");
  });

  it("gives durations in minutes from 60 seconds on", () => {
    assert.deepEqual([0, 59.4, 60, 125].map(duration), ["0s", "59s", "1m 00s", "2m 05s"]);
  });

  it("gives sizes in megabytes", () => {
    assert.deepEqual([0, 49_999, 250_960_000].map(megabytes), ["0.0 MB", "0.0 MB", "251.0 MB"]);
  });
});

function output(isTTY: boolean) {
  const written: string[] = [];
  return { stream: { isTTY, columns: 20, write: (text: string) => written.push(text) }, text: () => written.join("") };
}

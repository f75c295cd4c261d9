import assert from "node:assert/strict";
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { renderPicture } from "../../../report/svg/picture";
import { pictureOf as draw } from "../../../report/svg/fromPlan";
import type { PictureInput, PicturedCell, PicturedLoss } from "../../../report/svg/input";
import { writePicture } from "../../../cli/writePicture";
import { loadStack } from "../../../config/file/load";
import { planStack } from "../../../plan";
import type { StackConfig } from "../../../config";
import type { FleetCapacity } from "../../../plan/model/capacity";
import type { TrafficPlan } from "../../../plan/model/traffic";

const root = join(__dirname, "../../..");

describe("the picture of a plan", () => {
  let prod: Carried;
  before(() => {
    prod = plannedTraffic(loadStack(root, "prod-traffic"));
  });

  it("shows every cluster, and every loss of a cloud or region", () => {
    const { texts } = read(renderPicture(pictureOf(prod)));
    const contents = new Set(texts.map(({ content }) => content));
    for (const name of ["api.gslb.example.com", "aws-usw2", "aws-use1", "az-wus2", "az-eus", "gcp-usw1", "gcp-usc1"])
      assert.ok(contents.has(name), name);
    assert.deepEqual(headings(prod), [
      "nothing",
      "aws",
      "azure",
      "gcp",
      "us-east-1",
      "us-west-2",
      "eastus",
      "westus2",
      "us-central1",
      "us-west1",
    ]);
    for (const heading of headings(prod)) assert.ok(contents.has(heading), heading);
  });

  it("gives each cluster's share after a loss, how full it is then, and how long clients take", () => {
    const { losses } = pictureOf(prod);
    const withoutAws = losses.find(({ lost }) => lost[0] === "aws");
    assert.deepEqual(Object.fromEntries(withoutAws?.cells ?? []), {
      "az-eus": { share: 0.45, load: 0.63 },
      "az-wus2": { share: 0.45, load: 0.63 },
      "gcp-usc1": { share: 0.05, load: 0.07 },
      "gcp-usw1": { share: 0.05, load: 0.07 },
    });
    assert.deepEqual(withoutAws?.figures, ["yes", "178 s"]);
  });

  it("of prod stands in the documentation as it is drawn now: npm run plan -- prod-traffic --svg docs/operate/prod-traffic.svg", () => {
    assert.equal(readFileSync(join(root, "docs/operate/prod-traffic.svg"), "utf8"), renderPicture(pictureOf(prod)));
  });

  it("says that nobody answers where one cloud is all there is", () => {
    const clouds = prod.traffic.clouds.filter(({ cloud }) => cloud === "gcp");
    const alone = { ...prod, traffic: { ...prod.traffic, clouds } };
    const loss = pictureOf(alone).losses.find(({ lost }) => lost[0] === "gcp");
    assert.deepEqual([loss?.survives, loss?.figures], [false, ["no", ""]]);
  });

  it("marks a cluster that gets more than it can carry", () => {
    const { texts } = read(renderPicture(oneCluster("aws-usw2", new Map([["aws-usw2", { share: 1, load: 1.2 }]]))));
    assert.match(texts.find(({ content }) => content === "120 % full")?.class ?? "", /\bbad\b/);
  });

  it("is XML, whatever the texts are", () => {
    for (const name of ["<script>alert(1)</script>", `"quoted" & 'so'`, "]]>", "a\u0000b\ud800", "日本"]) {
      const { texts } = read(renderPicture(oneCluster(name, new Map([[name, { share: 1, load: undefined }]]))));
      const written = name.replaceAll("\u0000", "\ufffd").replaceAll("\ud800", "\ufffd");
      assert.equal(texts.filter(({ content }) => content === written).length, 2, `${name} as host and as cluster`);
    }
  });

  it("keeps every text in its box, and every box in the picture", () => {
    fc.assert(
      fc.property(pictures, (input) => {
        const { texts, boxes, width, height } = read(renderPicture(input));
        for (const { left, right, y, content, box } of texts) {
          const [from, to] = box === undefined ? [0, width] : [box.x, box.x + box.width];
          assert.ok(left >= from - 0.1 && right <= to + 0.1, `"${content}" lies from ${left} to ${right}, its box from ${from} to ${to}`);
          const [top, bottom] = box === undefined ? [0, height] : [box.y, box.y + box.height];
          assert.ok(y > top && y < bottom, `"${content}" stands at ${y}, its box from ${top} to ${bottom}`);
        }
        for (const { x, y, ...box } of boxes) assert.ok(x >= 0 && y >= 0 && x + box.width <= width && y + box.height <= height);
      }),
      { numRuns: 50 },
    );
  });

  it("is readable by day and by night, since every class of a text has a colour in both", () => {
    const svg = renderPicture(pictureOf(prod));
    const style = /<style>(.*)<\/style>/.exec(svg)?.[1] ?? "";
    const [day = "", night = ""] = style.split("@media (prefers-color-scheme:dark)");
    const colours = new Set(read(svg).texts.flatMap((text) => text.class.split(" ")));
    colours.delete("strong");
    for (const colour of ["page", ...colours])
      for (const [time, rules] of Object.entries({ day, night }))
        assert.match(rules, new RegExp(`\\.${colour}[,{]`), `${colour} by ${time}`);
  });

  it("is the same, byte for byte, for the same plan", () => {
    assert.equal(renderPicture(pictureOf(prod)), renderPicture(pictureOf(structuredClone(prod))));
  });

  describe("in a file", () => {
    let folder: string;
    before(() => (folder = mkdtempSync(join(tmpdir(), "gateway-fleet-picture-"))));
    after(() => rmSync(folder, { recursive: true }));

    it("takes the place of the last one", () => {
      mkdirSync(join(folder, "pictures"));
      const file = join(folder, "pictures/traffic.svg");
      for (const host of ["old.example.com", "new.example.com"])
        assert.equal(writePicture(file, pictureOf({ ...prod, traffic: { ...prod.traffic, host } })), undefined);
      assert.match(readFileSync(file, "utf8"), /new\.example\.com/);
      assert.deepEqual(readdirSync(join(folder, "pictures")), ["traffic.svg"]);
    });

    it("is missed with a reason, and leaves nothing behind", () => {
      assert.match(writePicture(join(folder, "traffic.svg"), undefined) ?? "", /no traffic/);
      const before = readdirSync(folder);
      assert.match(writePicture(`${folder}/`, pictureOf(prod)) ?? "", /^is a folder; name a file in it/);
      assert.deepEqual(readdirSync(folder), before);
    });

    it("is missed where its folder does not exist, and the folder is not made", () => {
      const missing = join(folder, "no/such/folder");
      const reason = `its folder does not exist (${missing}, or where a link leads); make the folder first, or name another file`;
      assert.equal(writePicture(join(missing, "traffic.svg"), pictureOf(prod)), reason);
      symlinkSync(join(missing, "traffic.svg"), join(folder, "dangling.svg"));
      assert.match(writePicture(join(folder, "dangling.svg"), pictureOf(prod)) ?? "", /^its folder does not exist/);
      assert.ok(!existsSync(join(folder, "no")));
      writeFileSync(join(folder, "plain"), "");
      assert.equal(
        writePicture(join(folder, "plain/traffic.svg"), pictureOf(prod)),
        `${join(folder, "plain")} is not a folder; name a file in a folder`,
      );
      assert.equal(writePicture("", pictureOf(prod)), "is empty; name a file, such as traffic.svg");
    });

    it("goes through links, hard and symbolic, which stay what they are", () => {
      const file = join(folder, "linked.svg");
      writeFileSync(file, "", { mode: 0o600 });
      symlinkSync(file, join(folder, "symbolic.svg"));
      linkSync(file, join(folder, "hard.svg"));
      for (const name of ["symbolic.svg", "hard.svg"]) {
        writeFileSync(file, "old");
        assert.equal(writePicture(join(folder, name), pictureOf(prod)), undefined);
        assert.equal(readFileSync(file, "utf8"), renderPicture(pictureOf(prod)), name);
      }
      assert.ok(lstatSync(join(folder, "symbolic.svg")).isSymbolicLink());
      const { nlink, mode } = statSync(file);
      assert.deepEqual([nlink, mode & 0o777], [2, 0o600], "nobody gains a right to read it");
    });

    it("goes into a device, which stays one", () => {
      symlinkSync("/dev/null", join(folder, "device.svg"));
      assert.equal(writePicture(join(folder, "device.svg"), pictureOf(prod)), undefined);
      assert.ok(lstatSync(join(folder, "device.svg")).isSymbolicLink() && statSync("/dev/null").isCharacterDevice());
      assert.match(writePicture("/dev/full", pictureOf(prod)) ?? "", /^cannot be written: ENOSPC: .*; name another file$/);
    });
  });
});

/** Answers, and what those who give them carry. */
interface Carried {
  readonly traffic: TrafficPlan;
  readonly capacity: FleetCapacity;
}

function plannedTraffic(config: StackConfig): Carried {
  const { traffic, fleet } = planStack(config);
  assert.ok(traffic !== undefined);
  return { traffic, capacity: fleet.capacity };
}

function pictureOf({ traffic, capacity }: Carried): PictureInput {
  return draw(traffic, capacity);
}

function headings(plan: Carried): string[] {
  return pictureOf(plan).losses.map(({ lost }) => lost[0] ?? "nothing");
}

function oneCluster(name: string, cells: ReadonlyMap<string, PicturedCell>): PictureInput {
  const whole = { share: 1, role: "active", away: false } as const;
  const cluster = { ...whole, cluster: name };
  return {
    host: name,
    facts: [],
    clouds: [{ ...whole, cloud: "aws", regions: [{ ...whole, region: "us-west-2", clusters: [cluster] }] }],
    losses: [{ lost: [], survives: true, cells, figures: [] }],
    figures: [],
  };
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Text {
  readonly content: string;
  readonly class: string;
  readonly left: number;
  readonly right: number;
  readonly y: number;
  /** Undefined for a text that stands on the page. */
  readonly box: Box | undefined;
}

/** What a renderer would make of it. */
function read(svg: string): { texts: Text[]; boxes: Box[]; width: number; height: number } {
  assert.equal(XMLValidator.validate(svg), true);
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: "",
    parseTagValue: false,
    trimValues: false,
  });
  const texts: Text[] = [];
  const boxes: Box[] = [];
  const visit = (elements: readonly Element[], at: { x: number; y: number }, parentBox: Box | undefined): void => {
    let box = parentBox;
    for (const element of elements) {
      const { ":@": attributes = {} } = element;
      const number = (name: string): number => Number(attributes[name]);
      if (element.rect !== undefined) {
        const own = { x: at.x + number("x"), y: at.y + number("y"), width: number("width"), height: number("height") };
        boxes.push(own);
        if (at.x !== 0) box ??= own;
      }
      if (element.text !== undefined) {
        const content = element.text.map((child) => child["#text"] ?? "").join("");
        // 0.62 of the size is the advance of SF Mono, the widest font of the list.
        const width = [...content].length * number("font-size") * 0.62;
        const x = at.x + number("x");
        const left = attributes["text-anchor"] === "end" ? x - width : attributes["text-anchor"] === "middle" ? x - width / 2 : x;
        texts.push({ content, class: attributes["class"] ?? "", left, right: left + width, y: at.y + number("y"), box });
      }
      const [dx = 0, dy = 0] = (attributes["transform"] ?? "").match(/[\d.]+/g)?.map(Number) ?? [];
      if (element.g !== undefined) visit(element.g, { x: at.x + dx, y: at.y + dy }, undefined);
    }
  };
  const [document] = parser.parse(svg) as [Element & { readonly svg: readonly Element[] }];
  visit(document.svg, { x: 0, y: 0 }, undefined);
  return { texts, boxes, width: Number(document[":@"]?.["width"]), height: Number(document[":@"]?.["height"]) };
}

interface Element {
  readonly g?: readonly Element[];
  readonly rect?: readonly Element[];
  readonly text?: readonly Element[];
  readonly "#text"?: string;
  readonly ":@"?: Readonly<Record<string, string>>;
}

const names = fc.string({ minLength: 1, maxLength: 40 }).filter((name) => name.trim() === name);
const shares = fc.double({ min: 0, max: 1, noNaN: true });
const branch = { share: shares, role: fc.constantFrom("active" as const, "standby" as const), away: fc.boolean() };
const cluster = fc.record({ ...branch, cluster: names });
const region = fc.record({ ...branch, region: names, clusters: fc.array(cluster, { minLength: 1, maxLength: 4 }) });
const cloud = fc.record({
  ...branch,
  cloud: fc.constantFrom("aws" as const, "azure" as const, "gcp" as const),
  regions: fc.array(region, { minLength: 1, maxLength: 4 }),
});
const trees = fc.array(cloud, { minLength: 1, maxLength: 3 }).map(withSharesOfWhole);

const pictures: fc.Arbitrary<PictureInput> = fc.tuple(trees, fc.array(names, { maxLength: 3 })).chain(([clouds, figures]) =>
  fc.record({
    host: names,
    facts: fc.array(names, { maxLength: 3 }),
    clouds: fc.constant(clouds),
    losses: fc.array(lossOf(clouds, figures.length), { minLength: 1, maxLength: 8 }),
    figures: fc.constant(figures),
  }),
);

function lossOf(clouds: PictureInput["clouds"], figures: number): fc.Arbitrary<PicturedLoss> {
  const clusters = clouds.flatMap(({ regions }) => regions.flatMap((one) => one.clusters.map((leaf) => leaf.cluster)));
  const cell = fc.record({ share: shares, load: fc.option(fc.double({ min: 0, max: 20, noNaN: true }), { nil: undefined }) });
  return fc.record({
    lost: fc.array(names, { maxLength: 2 }),
    survives: fc.boolean(),
    cells: fc.tuple(...clusters.map((name) => fc.tuple(fc.constant(name), cell))).map((cells) => new Map(cells)),
    figures: fc.array(names, { minLength: figures, maxLength: figures }),
  });
}

/** A branch gets what its clusters get, and all together the whole. */
function withSharesOfWhole(clouds: PictureInput["clouds"]): PictureInput["clouds"] {
  const sum = (parts: readonly { readonly share: number }[]): number => parts.reduce((total, { share }) => total + share, 0);
  const whole = Math.max(1, sum(clouds.flatMap(({ regions }) => regions.flatMap(({ clusters }) => clusters))));
  return clouds.map((one) => {
    const regions = one.regions.map((part) => {
      const clusters = part.clusters.map((leaf) => ({ ...leaf, share: leaf.share / whole }));
      return { ...part, clusters, share: sum(clusters) };
    });
    return { ...one, regions, share: sum(regions) };
  });
}

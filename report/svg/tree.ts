import { type CloudRows, type Span, spanOf, wholeHeight } from "./rows";
import { element, text, widthOf } from "./svg";
import type { Cloud } from "../../catalogue/clouds";
import { percent } from "../percent";

/** Markup with its size, drawn from 0/0 to the right and down. */
export interface Drawing {
  readonly width: number;
  readonly markup: readonly string[];
}

const sizes = { name: 13, share: 12, padding: 12, edge: 4, flow: 44, trunk: 10, thinnest: 1.5 };

interface Node extends Span {
  readonly name: string;
  readonly cloud: Cloud;
  readonly share: number;
  readonly away: boolean;
  readonly role: "active" | "standby";
  readonly children: readonly Node[];
}

/** Clouds, regions and clusters from left to right, with answers that flow to them in proportion to their shares. */
export function drawTree(clouds: readonly CloudRows[]): Drawing {
  const roots = clouds.map(({ cloud, regions, ...rest }): Node => ({
    ...rest,
    name: cloud,
    cloud,
    children: regions.map(({ region, clusters, ...branch }) => ({
      ...branch,
      name: region,
      cloud,
      children: clusters.map(({ cluster, ...leaf }) => ({ ...leaf, name: cluster, cloud, children: [] })),
    })),
  }));
  const { top, height } = spanOf(roots);
  const thickness = thicknessOf(roots);
  const trunk = { top: top + (height - thickness) / 2, height: thickness };
  const bar = element("rect", { x: 0, y: trunk.top, width: sizes.trunk, height: trunk.height, rx: 3, class: "trunk" });
  const levels = drawLevel([{ parent: trunk, nodes: roots }], sizes.trunk);
  return { width: levels.width, markup: [bar, ...levels.markup] };
}

interface Siblings {
  readonly parent: Span;
  readonly nodes: readonly Node[];
}

/** One level and those below it. */
function drawLevel(families: readonly Siblings[], left: number): Drawing {
  const nodes = families.flatMap((family) => family.nodes);
  if (nodes.length === 0) return { width: left, markup: [] };
  const x = left + sizes.flow;
  const width = Math.max(...nodes.map(widthOfBox));
  const below = drawLevel(
    nodes.map((node) => ({ parent: node, nodes: node.children })),
    x + width,
  );
  const flows = families.flatMap((family) => drawFlows(family, left, x));
  return { width: below.width, markup: [...flows, ...nodes.map((node) => drawBox(node, x, width)), ...below.markup] };
}

function linesOf({ name, share, away, role }: Node): readonly [string, string] {
  return [name, away ? "away" : role === "standby" ? `${percent(share)} standby` : percent(share)];
}

function widthOfBox(node: Node): number {
  const [name, share] = linesOf(node);
  return sizes.edge + 2 * sizes.padding + Math.max(widthOf(name, sizes.name), widthOf(share, sizes.share));
}

function drawBox(node: Node, x: number, width: number): string {
  const { cloud, away, top, height } = node;
  const [name, share] = linesOf(node);
  const middle = top + height / 2;
  const at = { x: x + sizes.edge + sizes.padding, anchor: "start" } as const;
  return element("g", { class: `box ${cloud}` }, [
    element("rect", { x, y: top, width, height, rx: 4, class: away ? "away" : "branch" }),
    element("rect", { x, y: top, width: sizes.edge, height, rx: 2, class: away ? "trunk" : "solid" }),
    text({ ...at, y: middle - 8, size: sizes.name, class: "ink strong" }, name),
    text({ ...at, y: middle + 9, size: sizes.share, class: "muted" }, share),
  ]);
}

/** As thick as their shares, one below the other where they leave and in the middle where they arrive. */
function drawFlows({ parent, nodes }: Siblings, left: number, right: number): string[] {
  let start = parent.top + (parent.height - thicknessOf(nodes)) / 2;
  return nodes
    .filter(({ share }) => share > 0)
    .map(({ cloud, share, top, height }) => {
      const thickness = share * wholeHeight;
      const drawn = Math.max(thickness, sizes.thinnest);
      const from = start + (thickness - drawn) / 2;
      const to = top + (height - drawn) / 2;
      const bend = (left + right) / 2;
      start += thickness;
      const [fromEnd, toEnd] = [from + drawn, to + drawn];
      const path: readonly (string | number)[] = [
        "M",
        left,
        from,
        "C",
        bend,
        from,
        bend,
        to,
        right,
        to,
        "V",
        toEnd,
        "C",
        bend,
        toEnd,
        bend,
        fromEnd,
        left,
        fromEnd,
        "Z",
      ];
      return element("path", {
        d: path.map((part) => (typeof part === "number" ? Math.round(part * 100) / 100 : part)).join(" "),
        class: `flow ${cloud}`,
      });
    });
}

function thicknessOf(nodes: readonly Node[]): number {
  return nodes.reduce((sum, { share }) => sum + share * wholeHeight, 0);
}

import type { PicturedCell, PicturedLoss, PictureInput } from "./input";
import type { CloudRows } from "./rows";
import { element, text, widthOf } from "./svg";
import type { Drawing } from "./tree";
import type { Cloud } from "../../catalogue/clouds";
import { percent } from "../percent";

const sizes = { heading: 12, headingLine: 17, share: 13, load: 11, figure: 12, figureLine: 24, padding: 10, gap: 4, narrowest: 62 };

/** Above the rows, in pixels. */
export function headingHeight(losses: readonly PicturedLoss[]): number {
  return Math.max(...losses.map((loss) => headingOf(loss).length)) * sizes.headingLine + 8;
}

/** Below the rows, in pixels. */
export function figuresHeight({ figures }: Pick<PictureInput, "figures">): number {
  return figures.length * sizes.figureLine + (figures.length === 0 ? 0 : 8);
}

const headingLabel = "after the loss of";

/** In pixels, of what stands to the left of headings and figures. */
export function labelWidth({ figures }: Pick<PictureInput, "figures">): number {
  return Math.max(...[headingLabel, ...figures].map((label) => widthOf(label, sizes.figure))) + sizes.padding;
}

/** A column for each loss on the rows of the clusters: headings stand above 0, figures below the last row. */
export function drawMatrix({ losses, figures }: PictureInput, clouds: readonly CloudRows[], bottom: number): Drawing {
  const label = { x: -sizes.padding, size: sizes.figure, anchor: "end", class: "muted" } as const;
  const labels = [
    text({ ...label, y: headingMiddle(0) }, headingLabel),
    ...figures.map((figure, line) => text({ ...label, y: figureMiddle(bottom, line) }, figure)),
  ];
  const whole = losses.find(({ lost }) => lost.length === 0)?.cells;
  let left = 0;
  const columns = losses.map((loss) => {
    const width = widthOfColumn(loss);
    const column = drawColumn({ loss, whole, clouds }, { left, width, bottom });
    left += width + sizes.gap;
    return column;
  });
  return { width: Math.max(0, left - sizes.gap), markup: [...labels, ...columns] };
}

interface Place {
  readonly left: number;
  readonly width: number;
  /** Of the last row. */
  readonly bottom: number;
}

interface Column {
  readonly loss: PicturedLoss;
  /** What clusters get while nothing is lost. */
  readonly whole: PicturedLoss["cells"] | undefined;
  readonly clouds: readonly CloudRows[];
}

function drawColumn({ loss, whole, clouds }: Column, { left, width, bottom }: Place): string {
  const middle = { x: left + width / 2, anchor: "middle" } as const;
  const headings = headingOf(loss);
  const heading = { ...middle, size: sizes.heading, class: loss.survives ? "ink strong" : "bad strong" };
  const headingBox = element("g", { class: "box" }, [
    element("rect", { x: left, y: -headingHeight([loss]), width, height: headingHeight([loss]), class: "clear" }),
    ...headings.map((name, line) => text({ ...heading, y: headingMiddle(headings.length - 1 - line) }, name)),
  ]);
  const cells = clouds.flatMap(({ cloud, regions }) =>
    regions.flatMap(({ clusters }) =>
      clusters.map(({ cluster, top, height }) => {
        const cell = loss.cells.get(cluster) ?? { share: 0, load: undefined };
        const hasRisen = cell.share - (whole?.get(cluster)?.share ?? cell.share) > 1e-9;
        return drawCell({ ...cell, hasRisen }, cloud, { ...middle, left, width, top, height });
      }),
    ),
  );
  const figure = { ...middle, size: sizes.figure, class: loss.survives ? "ink" : "bad" };
  const figures = loss.figures.map((content, line) => text({ ...figure, y: figureMiddle(bottom, line) }, content));
  const figuresBox = element("g", { class: "box" }, [
    element("rect", { x: left, y: bottom, width, height: figuresHeight(loss), class: "clear" }),
    ...figures,
  ]);
  return element("g", { class: "column" }, [headingBox, ...cells, figuresBox]);
}

interface CellPlace {
  readonly x: number;
  readonly anchor: "middle";
  readonly left: number;
  readonly width: number;
  readonly top: number;
  readonly height: number;
}

interface Cell extends PicturedCell {
  /** Above what it is while nothing is lost. */
  readonly hasRisen: boolean;
}

function drawCell(cell: Cell, cloud: Cloud, { x, anchor, left, width, top, height }: CellPlace): string {
  const { share, load, hasRisen } = cell;
  const overloaded = load !== undefined && load > 1;
  const middle = top + height / 2;
  const fill =
    share === 0 ? { class: "none" } : overloaded ? { class: "overload" } : { class: "solid", "fill-opacity": 0.08 + 0.55 * share };
  const lines = linesOf(cell);
  const offset = (line: number) => (lines.length === 1 ? 0 : line === 0 ? -8 : 9);
  return element("g", { class: `box ${cloud}` }, [
    element("rect", { x: left, y: top, width, height, rx: 4, ...fill }),
    ...lines.map((content, line) =>
      text(
        {
          x,
          anchor,
          y: middle + offset(line),
          size: line === 0 ? sizes.share : sizes.load,
          class: share === 0 ? "muted" : line === 0 ? (hasRisen ? "ink strong" : "ink") : overloaded ? "bad strong" : "muted",
        },
        content,
      ),
    ),
  ]);
}

function linesOf({ share, load }: PicturedCell): readonly string[] {
  if (share === 0) return ["–"];
  return load === undefined ? [percent(share)] : [percent(share), `${Math.round(load * 100)} % full`];
}

function headingOf({ lost }: PicturedLoss): readonly string[] {
  return lost.length === 0 ? ["nothing"] : lost;
}

function widthOfColumn(loss: PicturedLoss): number {
  const cells = [...loss.cells.values()].map(linesOf);
  const widths = [
    ...headingOf(loss).map((name) => widthOf(name, sizes.heading)),
    ...loss.figures.map((content) => widthOf(content, sizes.figure)),
    ...cells.flatMap(([share = "", load = ""]) => [widthOf(share, sizes.share), widthOf(load, sizes.load)]),
  ];
  return Math.max(sizes.narrowest, Math.max(...widths) + 2 * sizes.padding);
}

/** @param line from the lowest one up */
function headingMiddle(line: number): number {
  return -8 - (line + 0.5) * sizes.headingLine;
}

function figureMiddle(bottom: number, line: number): number {
  return bottom + 8 + (line + 0.5) * sizes.figureLine;
}

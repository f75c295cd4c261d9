import type { PictureInput } from "./input";
import { drawMatrix, labelWidth, figuresHeight, headingHeight } from "./matrix";
import { layRows, spanOf } from "./rows";
import { style } from "./style";
import { element, escaped, text, widthOf } from "./svg";
import { drawTree } from "./tree";

const margin = 28;
const sizes = { host: 20, hostLine: 30, fact: 12, factLine: 18, gap: 20 };

/**
 * The tree of answers, and beside it what becomes of every cluster's share after each loss: a standalone SVG that fits light and dark
 * pages. The same input gives the same bytes.
 */
export function renderPicture(input: PictureInput): string {
  const { host, facts, losses } = input;
  const clouds = layRows(input.clouds);
  const bottom = spanOf(clouds).height;
  const tree = drawTree(clouds);
  const matrix = drawMatrix(input, clouds, bottom);

  const treeWidth = Math.max(tree.width, labelWidth(input));
  const titleHeight = sizes.hostLine + facts.length * sizes.factLine + sizes.gap;
  const top = margin + titleHeight + headingHeight(losses);
  const widest = Math.max(
    treeWidth + sizes.gap + matrix.width,
    widthOf(host, sizes.host),
    ...facts.map((fact) => widthOf(fact, sizes.fact)),
  );
  const width = Math.ceil(widest + 2 * margin);
  const height = Math.ceil(top + bottom + figuresHeight(input) + margin);

  const line = { x: margin, anchor: "start" } as const;
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: "img",
      "aria-labelledby": "title description",
    },
    [
      element("title", { id: "title" }, [escaped(`Answers for ${host}`)]),
      element("desc", { id: "description" }, [
        "Shares of all answers by cloud, region and cluster, and what each cluster gets after every loss.",
      ]),
      element("style", {}, [escaped(style)]),
      element("rect", { x: 0.5, y: 0.5, width: width - 1, height: height - 1, rx: 8, class: "page" }),
      text({ ...line, y: margin + sizes.host / 2, size: sizes.host, class: "ink strong" }, host),
      ...facts.map((fact, index) =>
        text({ ...line, y: margin + sizes.hostLine + (index + 0.5) * sizes.factLine, size: sizes.fact, class: "muted" }, fact),
      ),
      element("g", { transform: `translate(${margin} ${top})` }, tree.markup),
      element("g", { transform: `translate(${margin + treeWidth + sizes.gap} ${top})` }, matrix.markup),
    ],
  );
}

/** A colour by day and by night. */
type Colour = readonly [light: string, dark: string];

const colours = {
  page: ["#ffffff", "#0d1117"],
  line: ["#d0d7de", "#3d444d"],
  ink: ["#1f2328", "#f0f6fc"],
  muted: ["#59636e", "#9198a1"],
  bad: ["#c11c28", "#ff7b72"],
  aws: ["#e8830c", "#f0973a"],
  azure: ["#1f7ad1", "#4ba3ff"],
  gcp: ["#1a9e5c", "#3ccf85"],
} satisfies Readonly<Record<string, Colour>>;

function rules(of: (colour: Colour) => string): string {
  const { page, line, ink, muted, bad, aws, azure, gcp } = colours;
  const clouds = Object.entries({ aws, azure, gcp }).map(
    ([cloud, colour]) => `.${cloud} .branch,.${cloud} .solid,.flow.${cloud}{fill:${of(colour)}}.${cloud} .branch{stroke:${of(colour)}}`,
  );
  return [
    `.page{fill:${of(page)};stroke:${of(line)}}`,
    `.trunk,.none{fill:${of(line)}}`,
    `.away{fill:none;stroke:${of(muted)};stroke-dasharray:4 3}`,
    `.ink{fill:${of(ink)}}.muted{fill:${of(muted)}}.bad,.overload{fill:${of(bad)}}`,
    ...clouds,
  ].join("");
}

/** Follows the reader's colour scheme; renderers without media queries show the light one. */
export const style = [
  `text{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}`,
  `.strong{font-weight:600}.branch{fill-opacity:.14;stroke-opacity:.55}.flow{fill-opacity:.32}.none{fill-opacity:.3}.overload{fill-opacity:.25}.clear{fill:none}`,
  rules(([light]) => light),
  `@media (prefers-color-scheme:dark){${rules(([, dark]) => dark)}}`,
].join("");

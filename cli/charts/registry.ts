import { z } from "zod";
import { sha256Of } from "../../config/charts/archive";
import { isLoopback } from "../../config/charts/source";
import { type Answer, describeStatus, download, type Patience } from "./download";

/** https://github.com/opencontainers/image-spec/blob/main/manifest.md */
const manifestType = "application/vnd.oci.image.manifest.v1+json";
/** https://helm.sh/blog/helm-oci-mediatypes/ */
const archiveType = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";

const Manifest = z.looseObject({ layers: z.array(z.looseObject({ mediaType: z.string(), digest: z.string() })) });
const Token = z.looseObject({ token: z.string().optional(), access_token: z.string().optional() });

/**
 * Gets a chart's archive out of a registry, as anybody may: https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests
 *
 * @param source "oci://<registry>/<path>/<chart>"
 * @throws Error that names the URL, where it has none or none that anybody may have
 */
export async function archiveOf(source: string, version: string, bounds: Patience): Promise<Buffer> {
  const { host, hostname, pathname } = new URL(source.replace(/^oci:/, "https:"));
  const base = `${isLoopback(hostname) ? "http" : "https"}://${host}/v2${pathname}`;
  const ask = asAnybody(bounds);

  // A tag has no plus sign: https://helm.sh/docs/topics/registries/#oci-feature-deprecation-and-behavior-changes-with-v380
  const found = await ask(`${base}/manifests/${version.replaceAll("+", "_")}`, { accept: manifestType });
  const digest = archiveDigest(source, found.body);
  const { body } = await ask(`${base}/blobs/${digest}`, {});
  const sha256 = `sha256:${sha256Of(body)}`;
  if (sha256 !== digest) throw new Error(`${base}/blobs/${digest} sends something else, of ${sha256}`);
  return body;
}

function archiveDigest(source: string, manifest: Buffer): string {
  const layer = layersOf(manifest)?.find(({ mediaType }) => mediaType === archiveType);
  if (layer === undefined) throw new Error(`${source} is no chart: no layer of its manifest is of type ${archiveType}`);
  if (!/^sha256:[0-9a-f]{64}$/.test(layer.digest))
    throw new Error(`${source} has a layer of digest ${layer.digest}, and sha256 is what is read`);
  return layer.digest;
}

function layersOf(manifest: Buffer): z.output<typeof Manifest>["layers"] | undefined {
  try {
    return Manifest.parse(JSON.parse(manifest.toString("utf8"))).layers;
  } catch {
    return undefined;
  }
}

/** Where a registry wants a token, it says who gives one; whoever has no account gets one for what is public, too. */
function asAnybody(bounds: Patience): (url: string, headers: Readonly<Record<string, string>>) => Promise<Answer> {
  let token: string | undefined;
  const once = (url: string, headers: Readonly<Record<string, string>>): Promise<Answer> =>
    download(url, token === undefined ? headers : { ...headers, authorization: `Bearer ${token}` }, bounds);
  return async (url, headers) => {
    let answer = await once(url, headers);
    const challenge = answer.status === 401 && token === undefined ? answer.headers.get("www-authenticate") : null;
    if (challenge !== null) {
      token = await tokenFor(url, challenge, bounds);
      answer = await once(url, headers);
    }
    if (answer.status !== 200) throw new Error(`${url} ${describeStatus(answer)}`);
    return answer;
  };
}

/** https://distribution.github.io/distribution/spec/auth/token/ */
async function tokenFor(url: string, challenge: string, bounds: Patience): Promise<string> {
  const said = new Map([...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = "", value = ""]) => [name, value]));
  const realm = said.get("realm") ?? "";
  if (!/^bearer /i.test(challenge) || !URL.canParse(realm)) throw new Error(`${url} wants an account; name a mirror that anybody may read`);
  const service = new URL(realm);
  if (service.protocol !== "https:" && !isLoopback(service.hostname))
    throw new Error(`${url} has its tokens given out at ${realm}, without TLS`);
  for (const name of ["service", "scope"]) {
    const value = said.get(name);
    if (value !== undefined) service.searchParams.set(name, value);
  }
  const answer = await download(service.href, {}, bounds);
  if (answer.status !== 200) throw new Error(`${service.href} ${describeStatus(answer)}, and gives no token for ${url}`);
  const { token, access_token: other } = Token.parse(JSON.parse(answer.body.toString("utf8")));
  const given = token ?? other;
  if (given === undefined) throw new Error(`${service.href} gives no token for ${url}`);
  return given;
}

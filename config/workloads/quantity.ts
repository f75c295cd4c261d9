import { ownEntry } from "../../facts/properties/ownEntry";

/**
 * A Kubernetes quantity in billionths of its unit (cores or bytes): exact, so that "0.1" and "100m" are equal and a limit of 1Gi is above 1000M.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 * @returns undefined where the text is no quantity
 * @example parseQuantity("500m") // 500_000_000n
 */
export function parseQuantity(text: string): bigint | undefined {
  const [, sign = "", whole = "", fraction = "", suffix = ""] = /^([+-]?)(\d*)(?:\.(\d*))?([A-Za-z]*|[eE][+-]?\d+)$/.exec(text) ?? [];
  if (whole === "" && fraction === "") return undefined;
  const scale = scaleOf(suffix);
  if (scale === undefined) return undefined;

  const digits = BigInt(whole + fraction);
  const numerator = digits * scale.numerator;
  const denominator = scale.denominator * 10n ** BigInt(fraction.length);
  // Kubernetes keeps nine decimals and rounds what is finer away from zero.
  const value = (numerator + denominator - 1n) / denominator;
  return sign === "-" ? -value : value;
}

interface Scale {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

const nano = 1_000_000_000n;
const decimals: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, "": 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const binaries: Readonly<Record<string, bigint>> = { Ki: 10n, Mi: 20n, Gi: 30n, Ti: 40n, Pi: 50n, Ei: 60n };

function scaleOf(suffix: string): Scale | undefined {
  const binary = ownEntry(binaries, suffix);
  if (binary !== undefined) return { numerator: nano << binary, denominator: 1n };
  const exponent = ownEntry(decimals, suffix) ?? exponentOf(suffix);
  if (exponent === undefined) return undefined;
  return exponent < 0
    ? { numerator: nano, denominator: 10n ** BigInt(-exponent) }
    : { numerator: nano * 10n ** BigInt(exponent), denominator: 1n };
}

/** "e3" is 3. Bounded, because a quantity beyond an exabyte is a slip and its digits would fill the memory. */
function exponentOf(suffix: string): number | undefined {
  const [, digits] = /^[eE]([+-]?\d{1,2})$/.exec(suffix) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

import "reflect-metadata";
import { webcrypto } from "node:crypto";
import { createSecureContext, type SecureContext } from "node:tls";
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from "@peculiar/x509";

/** Whether the date of a certificate is one that clients accept. */
export type Validity = "valid" | "expired";

/** What the front doors show to clients that come over TLS. Keys are in memory and nowhere else. */
export interface Certificates {
  /** Whom to trust in this lab, as PEM. */
  readonly authority: string;
  /** For the name that a client asks for; made at the first question. */
  of(name: string, validity: Validity): Promise<Certificate>;
}

export interface Certificate {
  /** PEM, both. */
  readonly key: string;
  readonly cert: string;
  /** The same, ready to be shown. */
  readonly context: SecureContext;
}

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const dayMs = 24 * 3_600_000;

/** An authority of this process's own: it ends with the front doors, and so does everything that trusts it. */
export async function createCertificates(): Promise<Certificates> {
  const keys = await newKeys();
  const authority = await X509CertificateGenerator.createSelfSigned({
    name: "CN=gateway-fleet lab",
    ...datesOf("valid"),
    keys,
    signingAlgorithm: algorithm,
    extensions: [new BasicConstraintsExtension(true, 0, true), new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true)],
  });
  const made = new Map<string, Promise<Certificate>>();

  const make = async (name: string, validity: Validity): Promise<Certificate> => {
    const own = await newKeys();
    const certificate = await X509CertificateGenerator.create({
      subject: `CN=${name}`,
      issuer: authority.subject,
      ...datesOf(validity),
      publicKey: own.publicKey,
      signingKey: keys.privateKey,
      signingAlgorithm: algorithm,
      extensions: [
        new SubjectAlternativeNameExtension([{ type: "dns", value: name }]),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      ],
    });
    const key = PemConverter.encode(await webcrypto.subtle.exportKey("pkcs8", own.privateKey), "PRIVATE KEY");
    const pair = { key, cert: certificate.toString("pem") };
    return { ...pair, context: createSecureContext(pair) };
  };

  return {
    authority: authority.toString("pem"),
    of(name, validity) {
      const id = `${validity} ${name}`;
      const certificate = made.get(id) ?? make(name, validity);
      made.set(id, certificate);
      return certificate;
    },
  };
}

function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
}

function datesOf(validity: Validity): { readonly notBefore: Date; readonly notAfter: Date } {
  const now = Date.now();
  const [from, to] = validity === "valid" ? [now - dayMs, now + 30 * dayMs] : [now - 31 * dayMs, now - dayMs];
  return { notBefore: new Date(from), notAfter: new Date(to) };
}

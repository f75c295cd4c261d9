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
  X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509";
import { readText, writeAtomically } from "../home";

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

/** Signs what it shows. */
interface Authority {
  readonly certificate: X509Certificate;
  readonly signingKey: webcrypto.CryptoKey;
}

/** With an authority of this process's own: it ends with the front doors, and so does everything that trusts it. */
export async function createCertificates(): Promise<Certificates> {
  return signedBy(await newAuthority(30));
}

/** An authority's certificate and its key, as PEM. */
export interface AuthorityFiles {
  readonly certificate: string;
  readonly key: string;
}

/** With an authority that is kept, and made the first time: objects in clusters trust it for as long as they exist. */
export async function keptCertificates(files: AuthorityFiles): Promise<Certificates> {
  const [certificate, key] = [readText(files.certificate), readText(files.key)];
  if (certificate !== undefined && key !== undefined)
    return signedBy({ certificate: new X509Certificate(certificate), signingKey: await readKey(key) });
  const made = await newAuthority(3650);
  writeAtomically(files.key, await writeKey(made.signingKey), 0o600);
  writeAtomically(files.certificate, made.certificate.toString("pem"));
  return signedBy(made);
}

async function newAuthority(days: number): Promise<Authority> {
  const keys = await newKeys();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: "CN=gateway-fleet lab",
    ...validFor(days),
    keys,
    signingAlgorithm: algorithm,
    extensions: [new BasicConstraintsExtension(true, 0, true), new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true)],
  });
  return { certificate, signingKey: keys.privateKey };
}

function signedBy({ certificate: authority, signingKey }: Authority): Certificates {
  const made = new Map<string, Promise<Certificate>>();

  const make = async (name: string, validity: Validity): Promise<Certificate> => {
    const own = await newKeys();
    const certificate = await X509CertificateGenerator.create({
      subject: `CN=${name}`,
      issuer: authority.subject,
      ...datesOf(validity),
      publicKey: own.publicKey,
      signingKey,
      signingAlgorithm: algorithm,
      extensions: [
        new SubjectAlternativeNameExtension([{ type: "dns", value: name }]),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      ],
    });
    const pair = { key: await writeKey(own.privateKey), cert: certificate.toString("pem") };
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

/** As PEM. */
async function writeKey(key: webcrypto.CryptoKey): Promise<string> {
  return PemConverter.encode(await webcrypto.subtle.exportKey("pkcs8", key), "PRIVATE KEY");
}

function readKey(pem: string): Promise<webcrypto.CryptoKey> {
  return webcrypto.subtle.importKey("pkcs8", PemConverter.decodeFirst(pem), algorithm, true, ["sign"]);
}

interface Dates {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

function datesOf(validity: Validity): Dates {
  const now = Date.now();
  return validity === "valid" ? validFor(30) : { notBefore: new Date(now - 31 * dayMs), notAfter: new Date(now - dayMs) };
}

function validFor(days: number): Dates {
  const now = Date.now();
  return { notBefore: new Date(now - dayMs), notAfter: new Date(now + days * dayMs) };
}

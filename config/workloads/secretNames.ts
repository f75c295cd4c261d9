/** In the middle of words as well, as in DBPASSWORD and apiToken. */
const secret =
  /passw(?:or)?d|passphrase|pwd|secret|token(?!iz)|credential|(?:api|access|account|encryption|private|shared|signing)_?key|(?:^|_)pass(?:_|$)/i;
/** What is about a secret and is none: where it is, how long it lives, whether there is one. */
const about =
  /_?(?:algorithm|audience|bytes|count|days|dir|enabled|file|header|hours|id|issuer|length|limit|minutes|name|path|region|required|seconds|size|ttl|type|version)$/i;

/** Whether a variable's name says that its value is a secret. The rule is told to operators as `secretNameRule`. */
export function looksSecret(name: string): boolean {
  return secret.test(name) && !about.test(name);
}

/** In the words of docs/config.md. */
export const secretNameRule =
  "A name that has password, passphrase, secret, token, credential or a kind of key in it (API_KEY, PRIVATE_KEY), and does not end in what is only about one (_FILE, _NAME, _TTL, ...), counts as a secret's: reports hide its value and warn of it.";

/** Stands in reports for a secret's value. */
export const hidden = "(hidden)";

import * as ts from "typescript";

/** One import of a source file. */
export interface Import {
  /** As written: "../plan/fleetPlan" or "@pulumi/aws". */
  readonly from: string;
  /** Gone at run time. */
  readonly typeOnly: boolean;
}

/** Static imports, re-exports and `require`s. */
export function importsOf(source: string): readonly Import[] {
  const found: Import[] = [];
  visit(parse(source), (node) => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier))
      found.push({ from: node.moduleSpecifier.text, typeOnly: isTypeOnly(node.importClause) });
    if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined && ts.isStringLiteral(node.moduleSpecifier))
      found.push({ from: node.moduleSpecifier.text, typeOnly: node.isTypeOnly });
    if (ts.isCallExpression(node) && (node.expression.kind === ts.SyntaxKind.ImportKeyword || named(node.expression, "require"))) {
      const [module] = node.arguments;
      if (module !== undefined && ts.isStringLiteral(module)) found.push({ from: module.text, typeOnly: false });
    }
  });
  return found;
}

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.isTypeOnly) return true;
  const { name, namedBindings } = clause;
  return (
    name === undefined &&
    namedBindings !== undefined &&
    ts.isNamedImports(namedBindings) &&
    namedBindings.elements.every((part) => part.isTypeOnly)
  );
}

/** Component classes that do not hand `opts` to the SDK, or never say that they are done. */
export function carelessComponents(source: string): readonly string[] {
  const found: string[] = [];
  visit(parse(source), (node) => {
    if (!ts.isClassDeclaration(node) || !extendsComponent(node)) return;
    const name = node.name?.text ?? "a class without a name";
    const constructor = node.members.find(ts.isConstructorDeclaration);
    const calls = constructor === undefined ? [] : callsIn(constructor);
    const toSuper = calls.find(({ expression }) => expression.kind === ts.SyntaxKind.SuperKeyword);
    if (toSuper?.arguments.length !== 4 || !mentions(toSuper.arguments[3], "opts")) found.push(`${name} does not pass its options on`);
    if (!calls.some(({ expression }) => ts.isPropertyAccessExpression(expression) && expression.name.text === "registerOutputs"))
      found.push(`${name} never calls registerOutputs`);
  });
  return found;
}

function extendsComponent(node: ts.ClassDeclaration): boolean {
  return (node.heritageClauses ?? []).some(({ types }) =>
    types.some(({ expression }) => /\bComponentResource$/.test(expression.getText())),
  );
}

/** Everything that is made inside a callback of `apply`: a preview does not see it. */
export function madeInsideApply(source: string): readonly string[] {
  const found: string[] = [];
  visit(parse(source), (node) => {
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression) || node.expression.name.text !== "apply") return;
    for (const callback of node.arguments)
      visit(callback, (inner) => {
        if (ts.isNewExpression(inner) && !harmless.has(inner.expression.getText())) found.push(inner.expression.getText());
      });
  });
  return found;
}

const harmless = new Set(["Error", "TypeError", "Map", "Set", "URL", "pulumi.RunError", "RunError"]);

/** Ways to learn something that is neither an argument nor an output: environment, configuration, clock, chance. */
export function outsideKnowledge(source: string): readonly string[] {
  const found: string[] = [];
  visit(parse(source), (node) => {
    if (ts.isPropertyAccessExpression(node) && outside.has(node.getText())) found.push(node.getText());
    if (ts.isNewExpression(node) && outside.has(`new ${node.expression.getText()}`)) found.push(`new ${node.expression.getText()}`);
  });
  return found;
}

const outside = new Set([
  "process.env",
  "process.argv",
  "process.cwd",
  "Date.now",
  "new Date",
  "Math.random",
  "crypto.randomUUID",
  "performance.now",
  "pulumi.Config",
  "new pulumi.Config",
]);

/** Several rules look at one file. */
const parsed = new Map<string, ts.SourceFile>();

function parse(source: string): ts.SourceFile {
  const file = parsed.get(source) ?? ts.createSourceFile("source.ts", source, ts.ScriptTarget.ES2023, true);
  parsed.set(source, file);
  return file;
}

function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  ts.forEachChild(node, (child) => visit(child, see));
}

function callsIn(node: ts.Node): readonly ts.CallExpression[] {
  const calls: ts.CallExpression[] = [];
  visit(node, (inner) => {
    if (ts.isCallExpression(inner)) calls.push(inner);
  });
  return calls;
}

function mentions(node: ts.Node | undefined, name: string): boolean {
  let found = false;
  if (node !== undefined) visit(node, (inner) => (found ||= named(inner, name)));
  return found;
}

function named(node: ts.Node, name: string): boolean {
  return ts.isIdentifier(node) && node.text === name;
}

/** Names of files and titles of tests, as the house has them. */
import ts from 'typescript';

const SOURCE = /^[a-z0-9]+(-[a-z0-9]+)*(\.svelte)?(\.test)?(\.d)?\.ts$/;
const COMPONENT = /^[A-Z][A-Za-z0-9]*\.svelte$/;
const VAGUE = /^(utils?|helpers?|common|misc|shared|index)(\.(ts|svelte)|$)/;
const RULE_ID = /^\[[A-Z][A-Z0-9]*(-[A-Z0-9]+)*-[A-Z]?\d+[a-z]?\] /;

/**
 * @param path of a file below the root, with slashes
 * @returns what is wrong with its name, or null
 */
export function wrongName(path: string): string | null {
  const parts = path.split('/');
  const name = parts.at(-1) ?? '';
  if (parts.some((part) => VAGUE.test(part))) return `${path}: a name that says nothing`;
  if (name.endsWith('.ts') && !SOURCE.test(name)) return `${path}: not kebab-case`;
  if (name.endsWith('.svelte') && !COMPONENT.test(name)) return `${path}: not PascalCase`;
  return null;
}

/** Whether a called expression is `test`, `it`, `test.only`, `test.each(...)` and so on, but not `test.describe`. */
function isTest(callee: ts.Expression): boolean {
  if (ts.isIdentifier(callee)) return callee.text === 'test' || callee.text === 'it';
  if (ts.isCallExpression(callee) || ts.isTaggedTemplateExpression(callee)) {
    return isTest(ts.isCallExpression(callee) ? callee.expression : callee.tag);
  }
  if (!ts.isPropertyAccessExpression(callee)) return false;
  return (
    /^(each|for|only|fails|concurrent|skipIf|runIf)$/.test(callee.name.text) &&
    isTest(callee.expression)
  );
}

/**
 * @param text of a test file
 * @returns titles of tests that do not begin with a rule's id in brackets
 */
export function titlesWithoutRule(text: string): string[] {
  const wrong: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isTest(node.expression)) {
      const [title] = node.arguments;
      const literal =
        title && (ts.isStringLiteralLike(title) || ts.isTemplateExpression(title)) ? title : null;
      const words = literal?.getText().slice(1, -1);
      if (words !== undefined && !RULE_ID.test(words)) wrong.push(words);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('a.ts', text, ts.ScriptTarget.Latest, true));
  return wrong;
}

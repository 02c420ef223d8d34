/** Our own source as data: parsed, so that rules about it are proven and not guessed from text. */
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { parseAst } from 'vitest/node'

/** A node of the tree that the parser makes: its type, its place, and whatever belongs to that. */
export type Node = { type: string; start: number; end: number } & Record<string, unknown>

/** `to` is a file of ours, relative to src, or the name of a package. */
export type Import = { to: string; how: 'value' | 'type' | 'dynamic'; names: string[] }

export type Source = { file: string; text: string; tree: Node; imports: Import[] }

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'

export const childrenOf = (node: Node): Node[] =>
  Object.values(node).flatMap(value =>
    isNode(value) ? [value] : Array.isArray(value) ? value.filter(isNode) : [],
  )

/** Every node below and at `node`; `enter` may keep out of some. */
export function* nodesOf(node: Node, enter: (node: Node) => boolean = () => true): Generator<Node> {
  yield node
  for (const child of childrenOf(node)) if (enter(child)) yield* nodesOf(child, enter)
}

const text = (node: unknown): string => (node as { value: string }).value

const howOf = (node: Node): Import['how'] => {
  const kind = node.importKind ?? node.exportKind
  const specifiers = (node.specifiers ?? []) as Node[]
  const named = specifiers.length > 0 && specifiers.every(one => one.importKind === 'type')
  return kind === 'type' || named ? 'type' : 'value'
}

const importsOf = (file: string, tree: Node): Import[] =>
  [...nodesOf(tree)].flatMap(node => {
    if (!/^(Import|ExportNamed|ExportAll)(Declaration|Expression)$/.test(node.type)) return []
    if (!isNode(node.source) || node.source.type !== 'Literal') return []
    const specifier = text(node.source)
    const to = specifier.startsWith('.') ? normalize(join(dirname(file), specifier)) : specifier
    const names = ((node.specifiers ?? []) as Node[]).map(one =>
      String((one.imported as Node)?.name),
    )
    return [{ to, how: node.type === 'ImportExpression' ? 'dynamic' : howOf(node), names }]
  })

/** The files that match, each by its path below `root`. */
export const sources = (root: string, pattern = '**/*.ts'): Source[] =>
  globSync(join(root, pattern))
    .sort()
    .map(path => {
      const file = path.slice(root.length + 1).replaceAll('\\', '/')
      const text = readFileSync(path, 'utf8')
      const tree = parseAst(text, { lang: 'ts' }, path) as unknown as Node
      return { file, text, tree, imports: importsOf(file, tree) }
    })

export const linesOf = (source: Source, node: Node = source.tree): number =>
  source.text.slice(node.start, node.end).trimEnd().split('\n').length

export const nameOf = (node: unknown): string | undefined =>
  isNode(node) && node.type === 'Identifier' ? String(node.name) : undefined

export const isFunction = ({ type }: Node): boolean =>
  /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(type)

/** `object.property` as text, where it is that plain. */
export const memberOf = (node: Node): string | undefined => {
  if (node.type !== 'MemberExpression') return undefined
  const object = nameOf(node.object)
  const property = nameOf(node.property)
  return object && property ? `${object}.${property}` : undefined
}

/** The definitions of operations in a file: the object that `operation` is called with. */
export const operationsIn = ({ tree }: Source): Node[] =>
  [...nodesOf(tree)]
    .filter(node => node.type === 'CallExpression' && nameOf(node.callee) === 'operation')
    .map(node => (node.arguments as Node[])[0]!)

/** The function under this name in an object literal, method or not. */
export const functionNamed = (object: Node, name: string): Node | undefined =>
  (object.properties as Node[]).find(
    property => property.type === 'Property' && nameOf(property.key) === name,
  )?.value as Node | undefined

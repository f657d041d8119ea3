import { at, escapeText, ink, mark, paper, quiet, rule, shorten, shown, svg } from './svg.js';

/** A node asks `condition` (left when it holds) or is a leaf with an answer. */
export type DiagramNode =
  | { readonly condition: string; readonly n: number; readonly yes: DiagramNode; readonly no: DiagramNode }
  | { readonly answer: string; readonly share: number; readonly n: number };

export interface TreeDiagram {
  readonly id: string;
  readonly title: string;
  readonly root: DiagramNode;
}

const leafWidth = 112;
const boxHeight = 40;
const levelHeight = 84;
const margin = 12;

/** A decision tree from the top down: "yes" to the left, "no" to the right. */
export function treeDiagram({ id, title, root }: TreeDiagram): string {
  const width = Math.max(2, leaves(root)) * leafWidth + 2 * margin;
  const height = depth(root) * levelHeight + boxHeight + 2 * margin;
  return svg({ width, height, title, description: describe(root, '') }, id, draw(root, margin, width - margin, margin));
}

function draw(node: DiagramNode, from: number, to: number, y: number): string {
  const x = (from + to) / 2;
  if ('answer' in node) {
    return (
      `<g><rect x="${at(x - leafWidth / 2 + 4)}" y="${at(y)}" width="${leafWidth - 8}" height="${boxHeight}" rx="6" fill="${paper}" stroke="${mark}" stroke-width="1.5"/>` +
      `<text x="${at(x)}" y="${at(y + 17)}" text-anchor="middle" fill="${ink}" font-weight="600">${escapeText(shorten(node.answer, 15))}</text>` +
      `<text x="${at(x)}" y="${at(y + 32)}" text-anchor="middle" fill="${quiet}" font-size="10.5">${shown(node.share * 100)} % of ${node.n}</text><title>${escapeText(node.answer)}</title></g>`
    );
  }
  const boxWidth = Math.min(210, to - from - 8);
  const split = from + ((to - from) * leaves(node.yes)) / (leaves(node.yes) + leaves(node.no));
  const below = y + levelHeight;
  const branch = (childX: number, word: string): string =>
    `<path d="M${at(x)} ${at(y + boxHeight)}C${at(x)} ${at(y + boxHeight + 22)} ${at(childX)} ${at(below - 22)} ${at(childX)} ${at(below)}" fill="none" stroke="${rule}" stroke-width="1.5"/>` +
    `<text x="${at((x + childX) / 2)}" y="${at(y + boxHeight + 20)}" text-anchor="middle" fill="${quiet}" font-size="10.5" stroke="${paper}" stroke-width="4" paint-order="stroke">${word}</text>`;
  return (
    branch((from + split) / 2, 'yes') +
    branch((split + to) / 2, 'no') +
    `<g><rect x="${at(x - boxWidth / 2)}" y="${at(y)}" width="${at(boxWidth)}" height="${boxHeight}" rx="6" fill="${paper}" stroke="${rule}" stroke-width="1.5"/>` +
    `<text x="${at(x)}" y="${at(y + 17)}" text-anchor="middle" fill="${ink}">${escapeText(shorten(node.condition, Math.floor(boxWidth / 6.6)))}</text>` +
    `<text x="${at(x)}" y="${at(y + 32)}" text-anchor="middle" fill="${quiet}" font-size="10.5">n = ${node.n}</text><title>${escapeText(node.condition)}</title></g>` +
    draw(node.yes, from, split, below) +
    draw(node.no, split, to, below)
  );
}

function leaves(node: DiagramNode): number {
  return 'answer' in node ? 1 : leaves(node.yes) + leaves(node.no);
}
function depth(node: DiagramNode): number {
  return 'answer' in node ? 0 : 1 + Math.max(depth(node.yes), depth(node.no));
}
function describe(node: DiagramNode, path: string): string {
  if ('answer' in node) return `${path || 'Always'}: ${node.answer} (${shown(node.share * 100)} % of ${node.n}).`;
  const join = path === '' ? 'If' : `${path} and`;
  return `${describe(node.yes, `${join} ${node.condition}`)} ${describe(node.no, `${join} not ${node.condition}`)}`;
}

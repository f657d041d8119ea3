import type { Verdict } from '@plumbline/explain-core/audit/policy';
import type { Pillar } from '@plumbline/explain-core/method/method';
import { html, type Markup } from './html.js';

/** What a verdict is called; the mark is for readers who do not see colours. */
export const verdictWords: Readonly<Record<Verdict, { readonly mark: string; readonly word: string; readonly meaning: string }>> = {
  met: { mark: '●', word: 'Met', meaning: 'every check keeps its bound with its whole interval' },
  notMet: { mark: '■', word: 'Not met', meaning: 'at least one check breaks its bound with its whole interval' },
  cannotTell: { mark: '◐', word: 'Cannot tell', meaning: 'some interval reaches across its bound, or a number is not estimable' },
};

/** A verdict as it stands in a line or a cell. */
export function verdictMark(verdict: Verdict): Markup {
  const { mark, word } = verdictWords[verdict];
  return html`<span class="verdict ${verdict}">${mark} ${word}</span>`;
}

export const pillarWords: Readonly<Record<Pillar, { readonly name: string; readonly question: string }>> = {
  explainability: { name: 'Explainability', question: 'Why does the model decide as it does, and how far can the explanations be relied on?' },
  fairness: { name: 'Fairness', question: 'Do outcomes and errors differ between groups of people, and by how much?' },
  robustness: { name: 'Robustness', question: 'Do decisions hold when the input changes a little, by chance or on purpose?' },
  transparency: { name: 'Transparency', question: 'Can the model be described in simple rules, and is it documented?' },
};

/** A measure's name as words: totalStrength, total strength. */
export const spaced = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

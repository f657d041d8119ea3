import type { Pillar } from '../../generated/graphql';

/** In the order of plans and reports. */
export const dimensionNames: readonly Pillar[] = ['explainability', 'fairness', 'robustness', 'transparency'];

export const dimensionWords: Readonly<Record<Pillar, { readonly name: string; readonly question: string }>> = {
  explainability: { name: 'Explainability', question: 'Why does the model decide as it does, and how far can the explanations be relied on?' },
  fairness: { name: 'Fairness', question: 'Do outcomes and errors differ between groups of people, and by how much?' },
  robustness: { name: 'Robustness', question: 'Do decisions hold when the input changes a little, by chance or on purpose?' },
  transparency: { name: 'Transparency', question: 'Can the model be described in simple rules, and is it documented?' },
};

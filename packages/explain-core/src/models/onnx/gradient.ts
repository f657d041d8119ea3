import { Backward, type GradientGraph, type RuleBook } from './backward.js';
import { forwardOf, type GraphLink } from './forward.js';
import { NoDerivative, type Rule } from './rule.js';
import type { ModelProto } from './schema.js';
import { arithmeticRules } from './rules/arithmetic.js';
import { classicalRules } from './rules/classical.js';
import { convolutionRules } from './rules/convolution.js';
import { elementwiseRules } from './rules/elementwise.js';
import { linearRules } from './rules/linear.js';
import { reductionRules } from './rules/reduction.js';
import { shapeRules } from './rules/shape.js';

export const derivativeRules: Readonly<Record<string, Rule>> = { ...elementwiseRules, ...arithmeticRules, ...shapeRules, ...reductionRules, ...linearRules, ...convolutionRules, ...classicalRules };

/** Operators with a rule, for documentation and tests; those of ai.onnx.ml begin with "ml.". */
export const differentiableOperators: readonly string[] = Object.keys(derivativeRules).sort();

const derivatives: RuleBook = {
  ruleOf: (operator) => (Object.hasOwn(derivativeRules, operator) ? derivativeRules[operator] : null),
  lacking: (operator) => `The operator ${operator} has no derivative here.`,
  reference: (tensor) => tensor,
};

/**
 * The reverse-mode derivative of a graph, as a graph: the same inputs and the score's cotangent in, the inputs' cotangents out.
 *
 * `softmax` puts the link of logits behind the score tensor first. Answers with a sentence where there is no derivative.
 */
export function gradientGraph(model: ModelProto, score: string, link: GraphLink, inputs: readonly string[]): GradientGraph | { readonly unavailableBecause: string } {
  try {
    return new Backward(forwardOf(model, score, link), inputs, derivatives).build();
  } catch (error) {
    if (error instanceof NoDerivative) return { unavailableBecause: error.message };
    throw error;
  }
}

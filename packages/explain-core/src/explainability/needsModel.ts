import type { Subject } from '../method/subject.js';
import { explainedClass } from './ask.js';

/** Why no explanation can be made of this subject; null when some can. */
export function noModelBecause({ model }: Subject): string | null {
  if (model.source === 'predictions') return 'the audit has stored predictions only; explanations need a model that can be asked';
  return model.capabilities.includes('predict') ? null : `this ${model.format} model cannot be asked`;
}

/** Why no class can be explained: `asked`, or the positive label; null when one can. A number's one output always can. */
export function noClassBecause(subject: Subject, asked: string | undefined): string | null {
  const { model } = subject;
  if (model.source !== 'file') return noModelBecause(subject);
  const about = explainedClass(subject, asked);
  return model.classes.includes(about) ? null : `the positive label "${about}" is none of the model's classes (${model.classes.map((name) => `"${name}"`).join(', ')}); the option "class" can name one`;
}

/** Why a method that is about the probability of a class says nothing of this subject; null when it does. */
export function noProbabilityBecause({ model }: Subject): string | null {
  return model.source === 'file' && model.task === 'regression' ? 'the model answers a number; these methods are about the probability of a class' : null;
}

/** Why a method that follows the model's derivative has nothing to follow; null when there is one. */
export function noGradientBecause({ model }: Subject): string | null {
  if (model.source !== 'file' || model.capabilities.includes('gradient')) return null;
  return `this ${model.format} model has no derivative to follow; it is there for ONNX networks and linear models whose operators all have one, and for TensorFlow.js`;
}

/** Why a method for linear models has no coefficients to read; null when there are. */
export function noLinearBecause({ model }: Subject): string | null {
  return model.source !== 'file' || model.capabilities.includes('linear') ? null : `this ${model.format} model is not linear up to its link, as far as its file shows`;
}

/** Why a method for trees has none to walk; null when there are some. */
export function noTreesBecause({ model }: Subject): string | null {
  return model.source !== 'file' || model.capabilities.includes('trees') ? null : `this ${model.format} model is not a sum of trees, as far as its file shows`;
}

/** Why a method by the rescale rule has no multipliers to follow; null when there are. */
export function noRescaleBecause(subject: Subject): string | null {
  const { model } = subject;
  if (model.source !== 'file' || model.capabilities.includes('rescale')) return null;
  return noGradientBecause(subject) ?? `this ${model.format} model has no rescale rule for one of its operators; it is there for ONNX networks of linear layers and activations`;
}

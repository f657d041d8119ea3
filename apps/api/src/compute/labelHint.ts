import type { LabelSubject } from '@plumbline/explain-core/method/subject';
import type { LabelHint } from './protocol.js';

/** What helps to name a model's scores; a label that is a number does not. */
export function labelHintOf(label: LabelSubject): LabelHint | null {
  return label.kind === 'number' ? null : { classes: label.classes, positive: label.positive };
}

import { leftUnexplained, reasonsOf, stepsOf, type ExplainedAnswer, type Reason } from '@plumbline/explain-core/explainability/reasons';
import { number, plain } from '../../lib/format';

export { leftUnexplained, reasonsOf, stepsOf };

/** Why the model answered as it did for one row, as an artifact explainability/…/attributions holds it. */
export interface ExplainedRow extends ExplainedAnswer {
  readonly row: number;
  readonly groups: readonly (string | null)[];
}

export interface Attributions {
  readonly method: string;
  readonly class: string;
  /** `margin`: the sum before the model's link, log-odds for two classes. */
  readonly unit: 'probability' | 'value' | 'margin';
  readonly features: readonly string[];
  readonly protected: readonly string[];
  readonly rows: readonly ExplainedRow[];
}

/** "income is 12: lowers it by 0.210 (0.190 to 0.230)". */
export function reasonInWords({ feature, value, change, doubt, unsure }: Reason): string {
  const size = Math.abs(change);
  const doubtWords = doubt === 0 ? '' : ` (${number(Math.max(0, size - doubt))} to ${number(size + doubt)})`;
  if (unsure) return `${feature} is ${shownValue(value)}: about nothing, ${number(change)} ± ${number(doubt)}`;
  return `${feature} is ${shownValue(value)}: ${change > 0 ? 'raises' : 'lowers'} it by ${number(size)}${doubtWords}`;
}

export function shownValue(value: unknown): string {
  if (value === null || value === undefined) return 'missing';
  return typeof value === 'number' ? plain(Number(value.toPrecision(5))) : String(value);
}

/** What is explained, in words. */
export function answerWords({ class: about, unit }: Pick<Attributions, 'class' | 'unit'>): string {
  switch (unit) {
    case 'value':
      return 'the predicted number';
    case 'margin':
      return `the score for “${about}” before it becomes a probability`;
    case 'probability':
      return `the probability of “${about}”`;
  }
}

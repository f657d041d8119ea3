import { digestOfJson, type Digest } from '@plumbline/explain-core/audit/digest';
import type { ColumnMapping } from '@plumbline/explain-core/models/mapping';

/** The same weights fed with other columns are another model, so the mapping is part of what is digested. */
export function fileModelDigest(fileDigest: Digest, mapping: ColumnMapping | null): Digest {
  return digestOfJson({ format: 'plumbline/model', version: 1, file: fileDigest, mapping });
}

/** Stored predictions are these columns of this data, and nothing else is known of the model. */
export function predictionsModelDigest(datasetDigest: Digest, prediction: string, score: string | null): Digest {
  return digestOfJson({ format: 'plumbline/predictions', version: 1, dataset: datasetDigest, prediction, score });
}

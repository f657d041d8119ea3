import { z } from 'zod';

const text = z.string().max(20_000).optional();

/**
 * A model's documentation, kept with the model. Every field may be left out; completeness says what is lacking. Section and field names follow
 * Mitchell et al. 2019, "Model Cards for Model Reporting", FAT*.
 */
export const modelCard = z.strictObject({
  version: z.literal(1).default(1),
  modelDetails: z
    .strictObject({ name: text, overview: text, owners: text, version: text, date: text, license: text, references: text, citation: text })
    .default({}),
  intendedUse: z.strictObject({ primaryUses: text, primaryUsers: text, outOfScopeUses: text }).default({}),
  factors: z.strictObject({ groups: text, conditions: text }).default({}),
  metrics: z.strictObject({ performanceMeasures: text, decisionThresholds: text }).default({}),
  evaluationData: z.strictObject({ datasets: text, motivation: text, preprocessing: text }).default({}),
  trainingData: z.strictObject({ datasets: text, collection: text, preprocessing: text }).default({}),
  considerations: z.strictObject({ ethics: text, risks: text, mitigations: text, limitations: text, tradeoffs: text, recommendations: text }).default({}),
});
export type ModelCard = z.infer<typeof modelCard>;

/**
 * What a complete card answers, as [section, field, question]. References, citation, trade-offs and conditions are welcome but not asked for:
 * there may be none.
 */
export const askedFields = [
  ['modelDetails', 'name', 'What is the model called?'],
  ['modelDetails', 'overview', 'What does it do, and what kind of model is it?'],
  ['modelDetails', 'owners', 'Who answers for it, and how are they reached?'],
  ['modelDetails', 'version', 'Which version is this?'],
  ['modelDetails', 'date', 'When was it made?'],
  ['modelDetails', 'license', 'Under what terms may it be used?'],
  ['intendedUse', 'primaryUses', 'What is it meant for?'],
  ['intendedUse', 'primaryUsers', 'Who is meant to use it?'],
  ['intendedUse', 'outOfScopeUses', 'What must it not be used for?'],
  ['factors', 'groups', 'Which groups of people was it evaluated on?'],
  ['metrics', 'performanceMeasures', 'How was its performance measured, and why so?'],
  ['metrics', 'decisionThresholds', 'How do its scores become decisions?'],
  ['evaluationData', 'datasets', 'On what data was it evaluated?'],
  ['trainingData', 'datasets', 'On what data was it trained?'],
  ['trainingData', 'collection', 'How and when were those data collected?'],
  ['considerations', 'risks', 'Whom could it harm, and how?'],
  ['considerations', 'mitigations', 'What is done about these risks?'],
  ['considerations', 'limitations', 'Where does it work less well?'],
] as const;

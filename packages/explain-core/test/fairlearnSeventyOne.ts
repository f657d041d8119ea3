import { letters, type FairnessCase } from './fairnessFixture.js';

const label = letters('10111011000111011001110000111111010100101001110001111001110110111111111');
const runs = (names: readonly string[], length: number): string[] => label.map((_, row) => names[Math.floor(row / length) % names.length]!);

/** The 71 rows of fairlearn's test/unit/metrics/data_for_test.py: groups alternate in runs of 2, 3 and 5. */
export const fairlearnSeventyOne: FairnessCase = {
  columns: {
    label,
    prediction: letters('01110001111001110110110000111111010100101011011011011111000011111111111'),
    g_1: runs(['aa', 'ba'], 2),
    g_2: runs(['f', 'g'], 3),
    g_4: runs(['pp', 'q'], 5),
  },
  protected: ['g_1', 'g_2', 'g_4'],
};

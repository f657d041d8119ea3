import { letters, type FairnessCase } from './fairnessFixture.js';

/** The 18 rows of fairlearn's user guide, "Performing a fairness assessment"; its answers stand in the tests. */
export const fairlearnGuide: FairnessCase = {
  columns: {
    label: letters('011110101000111111'),
    prediction: letters('001011100111100110'),
    group: letters('bbabbcccaacabccbcc'),
  },
  protected: ['group'],
};

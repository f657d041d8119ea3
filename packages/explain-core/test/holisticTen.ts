import { letters, type FairnessCase } from './fairnessFixture.js';

/** The ten rows of holisticai's tests/bias/utils.py; the answers are those of its tests of classification metrics. */
export const holisticTen: FairnessCase = {
  columns: { group: letters('aaaabbbbbb'), prediction: letters('1110110000'), label: letters('1100111000') },
  protected: ['group'],
};

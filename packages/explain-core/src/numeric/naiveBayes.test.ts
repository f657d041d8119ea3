import { areaUnderRoc } from './auc.js';
import { naiveBayesOutOfFold } from './naiveBayes.js';
import { tabulateScores } from './tabulateScores.js';

const n = 60;
const units = [...Array(n).keys()];
const three = units.map((i) => (i * 7) % 3);
const codes = [
  units.map((i) => (three[i]! + ((i * 5) % 4 === 0 ? 1 : 0)) % 3),
  units.map((i) => (i * i) % 5),
  units.map((i) => ((i * 11) % 7 < 3 ? 1 : 0) + (three[i] === 2 && i % 2 === 0 ? 1 : 0)),
];
const bins = [3, 5, 3];
const foldOf = units.map((i) => Math.floor(i / 3) % 5);
const recall = (classOf: readonly number[], predicted: ArrayLike<number>, k: number): number => units.filter((i) => classOf[i] === k && predicted[i] === k).length / units.filter((i) => classOf[i] === k).length;

describe('naiveBayesOutOfFold', () => {
  // scikit-learn 1.9.1, CategoricalNB(alpha=1, fit_prior=False, min_categories=bins), fitted without each fold in turn.
  it('agrees with scikit-learn on three classes', () => {
    const { predicted, logOdds } = naiveBayesOutOfFold({ classes: 3, classOf: three, codes, bins }, foldOf, 5, 1);
    expect([...predicted.slice(0, 20)]).toEqual([1, 1, 2, 0, 2, 1, 0, 1, 0, 0, 0, 2, 1, 1, 2, 0, 2, 1, 0, 1]);
    expect([0, 1, 2].reduce((sum, k) => sum + recall(three, predicted, k), 0) / 3).toBeCloseTo(0.5666666666666665, 14);
    [-2.7902882993391818, 1.8111775550851568, -2.406945108318288].forEach((odds, k) => expect(logOdds[k]).toBeCloseTo(odds, 12));
    const areas = [0, 1, 2].map((k) => areaUnderRoc(tabulateScores(units.map((i) => logOdds[i * 3 + k]!), units.map((i) => three[i] === k)))!.area);
    [0.76125, 0.7, 0.7725].forEach((area, k) => expect(areas[k]).toBeCloseTo(area, 12));
  });

  it('agrees with scikit-learn on two classes of unequal size', () => {
    const two = three.map((k) => (k === 1 ? 1 : 0));
    const { predicted, logOdds } = naiveBayesOutOfFold({ classes: 2, classOf: two, codes, bins }, foldOf, 5, 1);
    expect((recall(two, predicted, 0) + recall(two, predicted, 1)) / 2).toBeCloseTo(0.6375, 14);
    expect(logOdds[1]).toBeCloseTo(2.0505779040342396, 12);
    expect(logOdds[0]).toBe(-logOdds[1]!);
  });

  it('judges nobody by themselves: a class of one is told from nothing', () => {
    // Class 1 is one unit, and the only one with its value: without it nothing is known of class 1, so every value is as probable as any other there.
    const { predicted } = naiveBayesOutOfFold({ classes: 2, classOf: [1, 0, 0, 0, 0], codes: [[1, 0, 0, 0, 0]], bins: [2] }, [0, 1, 2, 3, 4], 5, 1);
    // Class 0 without the unit: (0 + 1) ÷ (4 + 2) for its value; class 1: 1 ÷ 2.
    expect(predicted[0]).toBe(1);
    expect([...predicted.slice(1)]).toEqual([0, 0, 0, 0]);
  });

  it('takes the first class where nothing tells them apart, and many columns without overflow', () => {
    expect([...naiveBayesOutOfFold({ classes: 2, classOf: [0, 1, 0, 1], codes: [], bins: [] }, [0, 0, 1, 1], 2, 1).predicted]).toEqual([0, 0, 0, 0]);
    const wide = Array.from({ length: 3000 }, () => units.map((i) => i % 2));
    const { logOdds } = naiveBayesOutOfFold({ classes: 3, classOf: units.map((i) => i % 2 + (i % 4 === 0 ? 2 : 0)).map((k) => Math.min(2, k)), codes: wide, bins: wide.map(() => 2) }, foldOf, 5, 1);
    expect(logOdds.every(Number.isFinite)).toBe(true);
  });
});

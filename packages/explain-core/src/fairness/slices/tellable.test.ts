import { tellable, type Telling } from './tellable.js';

const slice = (conditions: Telling['conditions'], rows: number, rest = 500): Telling => ({ conditions, rows: [rows], rest: [rest] });
const job = { column: 'job', levels: ['cook'] };
const old = { column: 'age', from: 60, to: null };
const women = { column: 'sex', levels: ['f'] };

describe('tellable', () => {
  it('lets everything through where nothing is withheld', () => {
    expect(tellable([slice([job], 1, 2), slice([women], 3)], 0, ['sex'])).toEqual([true, true]);
  });

  it('withholds what is small, or leaves few others', () => {
    expect(tellable([slice([job], 9), slice([job], 10), slice([old], 90, 9), slice([old], 0)], 10, [])).toEqual([false, true, false, true]);
  });

  it('withholds the later of two that differ by few, one within the other', () => {
    expect(tellable([slice([job], 50), slice([job, old], 45)], 10, [])).toEqual([true, false]);
    expect(tellable([slice([job, old], 45), slice([job], 50)], 10, [])).toEqual([true, false]);
    expect(tellable([slice([job], 50), slice([job, old], 40), slice([old], 45)], 10, [])).toEqual([true, true, false]);
  });

  it('leaves groups, and parts of them, to the methods about groups', () => {
    // 50 women are told of elsewhere: 47 cooks among them would leave 3 who are not.
    expect(tellable([slice([women], 50), slice([women, job], 47)], 10, ['sex'])).toEqual([false, false]);
  });
});

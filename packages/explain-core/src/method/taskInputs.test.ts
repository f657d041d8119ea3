import { contextOf, everyMethod, toyCase } from '../../test/contract/smallAudit.js';
import { makePlan } from '../audit/plan.js';
import { choiceFor, choiceOfWork } from './choice.js';
import { indicesOf, modelFor } from './taskInputs.js';

const toy = toyCase();
const plan = makePlan(toy.subject, 1, everyMethod());
const task = plan.tasks.find(({ work }) => work === 'lime')!;

it('gives the model and the rows that a task asks for', () => {
  expect(modelFor(task, contextOf(toy, plan))).toBe(toy.model);
  expect(indicesOf(task)).toHaveLength(12);
});

it('says which task lacks a model or names no rows', () => {
  expect(() => modelFor(task, contextOf({ ...toy, model: null }, plan))).toThrow('The task explainability/lime/0 needs a model to ask');
  expect(() => indicesOf({ ...task, rows: { kind: 'range', from: 0, to: 1 } })).toThrow('it has "range"');
});

it('finds a choice by its pillar and name, and refuses work that nobody chose', () => {
  expect(choiceFor('explainability', 'lime', plan.methods)?.options['samples']).toBe(200);
  expect(choiceFor('fairness', 'lime', plan.methods)).toBeNull();
  expect(() => choiceOfWork('robustness', 'lime', plan.methods)).toThrow('There is work for "lime"');
});

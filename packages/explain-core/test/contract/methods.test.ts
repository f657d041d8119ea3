import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { canonicalJson } from '../../src/audit/digest.js';
import { drivers } from '../../src/audit/drivers.js';
import { explainabilityWorks } from '../../src/explainability/works.js';
import { pillars } from '../../src/method/method.js';

/** What the guide promises of every method, whoever adds one. */
const methods = drivers.flatMap((driver) => driver.methods.map((method) => ({ driver, method, name: `${driver.pillar}/${method.id}` })));
const sources = join(import.meta.dirname, '..', '..', 'src');

it('holds the four pillars once each, and no method twice', () => {
  expect(drivers.map(({ pillar }) => pillar).sort()).toEqual([...pillars].sort());
  expect(new Set(methods.map(({ name }) => name)).size).toBe(methods.length);
});

describe.each(methods)('$name', ({ driver, method }) => {
  it('is the file and the export of its name, and belongs to its pillar', async () => {
    const file = join(sources, driver.pillar, `${method.id}.ts`);
    expect(method.pillar).toBe(driver.pillar);
    expect(method.id).toMatch(/^[a-z][A-Za-z0-9]*$/);
    expect(existsSync(file)).toBe(true);
    expect(((await import(file)) as Record<string, unknown>)[method.id]).toBe(method);
  });

  it('says what it is and where it comes from', () => {
    for (const text of [method.label, method.summary, method.definition]) expect(text.trim()).not.toBe('');
    expect(method.summary).toMatch(/\.$/);
    expect(method.sources.length).toBeGreaterThan(0);
    for (const { authors, year, title } of method.sources) {
      expect(authors.trim()).not.toBe('');
      expect(year).toBeGreaterThan(1900);
      expect(title.trim()).not.toBe('');
    }
    expect(Number.isSafeInteger(method.version) && method.version >= 1).toBe(true);
  });

  it('says what it means and when not to use it', () => {
    // Fairness first: its numbers are the ones that are taken for verdicts.
    if (method.pillar !== 'fairness') return;
    expect(method.caution).toMatch(/\.$/);
    expect(method.caution!.length).toBeGreaterThan(80);
  });

  it('says of each of its measures what it says', () => {
    if (method.pillar !== 'explainability') return;
    const work = explainabilityWorks.find(({ methods: own }) => own.some(({ id }) => id === method.id))!;
    const words = method.measureWords ?? {};
    for (const text of Object.values(words)) expect(text).toMatch(/[.?]$/);
    expect(Object.keys(words)).toEqual(expect.arrayContaining([...work.measuresOf(method.id)]));
  });

  it('has defaults that parse to plain data and stay the same when parsed again', () => {
    const defaults = method.options.parse({});
    expect(JSON.parse(canonicalJson(defaults))).toEqual(defaults);
    expect(method.options.parse(defaults)).toEqual(defaults);
    expect(method.options.safeParse({ notAnOption: 1 }).success).toBe(false);
  });

  it('has options that a form can be made from', () => {
    const schema = z.toJSONSchema(method.options) as { type?: string; properties?: Readonly<Record<string, { description?: string }>> };
    expect(schema.type).toBe('object');
    const unexplained = Object.entries(schema.properties ?? {}).filter(([, { description }]) => description?.endsWith('.') !== true);
    expect(unexplained.map(([name]) => name)).toEqual([]);
  });

  it('keeps its ideal within its range', () => {
    if (method.range === undefined || method.ideal === undefined) return;
    expect(method.ideal).toBeGreaterThanOrEqual(method.range[0]);
    expect(method.ideal).toBeLessThanOrEqual(method.range[1]);
  });
});

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { verifyBundle } from '@plumbline/evidence/verify';
import { softwareVersion } from '../../api/src/softwareVersion.js';
import { lendingCsv } from '../../api/src/demo/lending.js';
import { openBrowser, openPage, overflow, seriousFaults, signIn } from './browser.js';
import { startStack, type Stack } from './stack.js';

const demo = (name: string): string => fileURLToPath(new URL(`../../api/demo/${name}`, import.meta.url));

let stack: Stack;
let browser: Browser;
let page: Page;
let complaints: string[];
/** A decision that the first audit explained. */
let decisionPath: string;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), openBrowser()]);
  ({ page, complaints } = await openPage(browser));
});
afterAll(async () => {
  await browser?.close();
  await stack?.stop();
});
afterEach(() => {
  expect(complaints.splice(0)).toEqual([]);
});

const heading = (name: string | RegExp) => page.getByRole('heading', { name, level: 1 });

describe('from an empty installation to evidence', () => {
  it('sends a stranger to the sign-in page, and says when a password is wrong', async () => {
    await page.goto(`${stack.url}/audits`);
    await page.waitForURL((url) => url.pathname === '/sign-in' && url.searchParams.get('next') === '/audits');
    await signIn(page, stack.url, stack.email, 'not the password');
    await page.getByRole('alert').filter({ hasText: 'do not go together' }).waitFor();
    complaints.length = 0; // the browser itself notes the 401
  });

  it('says which address it is when that is not the one it is set up for', async () => {
    const { hostname, port } = new URL(stack.url);
    const other = `http://${hostname === 'localhost' ? '127.0.0.1' : 'localhost'}:${port}`;
    await signIn(page, other, stack.email, stack.password);
    await page.getByRole('alert').filter({ hasText: `this is ${other}` }).waitFor();
    complaints.length = 0; // the browser itself notes the 403
  });
  it('signs in, and says what is missing where there is nothing yet', async () => {
    await signIn(page, stack.url, stack.email, stack.password);
    await heading('Comparison').waitFor();
    await page.getByRole('heading', { name: 'There are no data sets yet' }).waitFor();
  });

  it('adds a data set with roles of its columns', async () => {
    await page.getByRole('link', { name: 'Add a data set' }).click();
    await page.getByLabel('File').setInputFiles({ name: 'lending.csv', mimeType: 'text/csv', buffer: Buffer.from(lendingCsv()) });
    await page.getByLabel('Role of approved').selectOption('label');
    for (const column of ['sex', 'origin']) await page.getByLabel(`Role of ${column}`).selectOption('protected');
    await page.getByRole('button', { name: 'Add data set' }).click();
    await heading('lending').waitFor();
    const sex = page.getByRole('row', { name: /^sex/ });
    expect(await sex.innerText()).toMatch(/category\s+protected\s+0\s+female, male/);
  });

  it('shows what the API says against a model that it cannot read', async () => {
    await page.goto(`${stack.url}/models/new`);
    await page.getByLabel('Name', { exact: true }).fill('Scorecard');
    await page.getByLabel('File', { exact: true }).setInputFiles({ name: 'model.onnx', mimeType: 'application/octet-stream', buffer: Buffer.from([0x80, 4, 0x95, 10, 0, 0, 0, 0, 0, 0, 0, 0x8c, 4, ...Buffer.from('test'), 0x94, 0x2e]) });
    await page.getByRole('button', { name: 'Register' }).click();
    await page.getByRole('alert').filter({ hasText: /pickle/i }).waitFor();
  });

  it('registers a model file with its column mapping', async () => {
    await page.getByLabel('File', { exact: true }).setInputFiles(demo('scorecard.onnx'));
    await page.getByLabel('Column mapping (JSON)').fill(await readFile(demo('scorecard.mapping.json'), 'utf8'));
    await page.getByRole('button', { name: 'Register' }).click();
    await heading('Scorecard').waitFor();
    await page.getByText('onnx', { exact: true }).waitFor();
  });

  it('offers to start the audit that the comparison lacks', async () => {
    await page.goto(stack.url);
    await page.getByRole('link', { name: 'Start audit' }).click();
    await heading('Start audit').waitFor();
    expect(await page.getByLabel('Label', { exact: true }).inputValue()).toBe('approved');
    expect(await page.getByRole('checkbox', { name: 'sex (2)' }).isChecked()).toBe(true);
    expect(await page.getByLabel('Positive class').inputValue()).toBe('yes');
    await page.getByRole('button', { name: 'Start audit' }).click();
    await page.getByRole('region', { name: 'Progress' }).waitFor();
  });

  it('follows the audit to its end without being asked, and offers the evidence when it is sealed', async () => {
    await page.getByRole('navigation', { name: 'Verdicts by dimension' }).waitFor({ timeout: 120_000 });
    expect(await page.getByRole('navigation', { name: 'Verdicts by dimension' }).innerText()).toMatch(/Explainability\s+(met|not met|cannot tell)[^]*Transparency\s+not met/);
    const link = page.getByRole('link', { name: /Download evidence/ });
    await link.waitFor({ timeout: 60_000 });
    const told = await page.request.get(`${page.url().replace(/#.*/, '')}/progress`); // what the page was told by, to its end
    expect(await told.text()).toMatch(/^data: \{.*"state":"succeeded"/);
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    const { valid, checks } = verifyBundle(await readFile(await download.path()), { softwareVersion });
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(valid).toBe(true);
  }, 200_000);

  it('opens a number to its definition, counts, seed and query', async () => {
    const fairness = page.getByRole('region', { name: 'Selection rate by sex, table' });
    await fairness.getByRole('row', { name: /^female/ }).getByRole('link').click();
    const sheet = page.getByRole('dialog', { name: 'What this number is' });
    await sheet.getByRole('heading', { name: 'Selection rate' }).waitFor();
    const told = await sheet.innerText();
    expect(told).toMatch(/95 % interval 0\.\d{3} to 0\.\d{3} \(Wilson\), n = \d,\d{3}/);
    expect(told).toMatch(/numerator \d,\d{3}\s+denominator \d,\d{3}/);
    expect(told).toContain('sha256:');
    await sheet.getByText('GraphQL query that fetches it').click();
    expect(await sheet.innerText()).toContain('results(dimension: fairness, method: "selectionRate", attribute: "sex")');
    const address = await sheet.getByRole('link', { name: 'Address of this number' }).getAttribute('href');
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'hidden' });
    await page.goto(`${stack.url}${address}`);
    await page.getByRole('heading', { name: 'Selection rate' }).waitFor();
  });

  it('shows what another threshold would do to each group', async () => {
    // Only when the page's scripts have taken over does the slider do anything.
    await page.goto(`${stack.url}${await hrefIn('/audits', /Scorecard/)}`, { waitUntil: 'networkidle' });
    const table = page.getByRole('region', { name: 'Rates by sex at the threshold, table' });
    const before = await table.innerText();
    const back = page.getByRole('button', { name: /^Back to 0\.5/, disabled: false });
    // A value set before they have is lost, and setting it again changes nothing: so another one each time.
    for (let value = 90; !(await back.isVisible()) && value < 100; value++) {
      await page.getByLabel('Threshold', { exact: true }).fill(String(value));
      await back.waitFor({ timeout: 1500 }).catch(() => undefined);
    }
    await back.waitFor();
    const after = await table.innerText();
    expect(after).not.toBe(before);
    expect(after).toMatch(/largest gap/);
    await back.click();
    await page.getByRole('button', { name: /^Back to 0\.5/, disabled: true }).waitFor();
    expect(await table.innerText()).toBe(before);
  });

  it('opens a slice that nobody asked about, and watches it from then on', async () => {
    const slices = page.getByRole('region', { name: /^Worst slices by/ });
    const row = slices.getByRole('row').nth(1);
    const name = await row.getByRole('rowheader').innerText();
    await row.getByRole('button', { name: `Watch ${name}` }).click();
    await row.getByText('Watched from now on').waitFor();
    await row.getByRole('link', { name: `Open rows of ${name}` }).click();
    await heading('Rows of a slice').waitFor();
    expect(await page.getByRole('region', { name: 'Rows' }).getByRole('row').count()).toBeGreaterThan(2);
    await page.goto(`${stack.url}/slices`);
    await page.getByRole('row', { name: new RegExp(`^${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`) }).waitFor();
  });

  it('explains one decision, and asks the model what another row would get', async () => {
    await page.goto(stack.url + (await hrefIn('/audits', /Scorecard/)));
    await page.getByRole('link', { name: 'Look at single decisions' }).click();
    const explained = page.getByRole('region', { name: 'Explained decisions' });
    decisionPath = new URL((await explained.getByRole('row').nth(1).getByRole('link').getAttribute('href'))!, stack.url).pathname;
    await page.goto(stack.url + decisionPath, { waitUntil: 'networkidle' });
    await page.getByRole('heading', { name: 'Reasons by Kernel SHAP' }).waitFor();
    expect(await page.locator('#reasons-kernelShap').innerText()).toMatch(/: (raises|lowers) it by 0\.\d{3}/);
    const whatIf = page.locator('#what-if');
    const answer = whatIf.locator('.answer');
    await answer.getByText('as the row is').waitFor();
    const before = await answer.innerText();
    expect(before).toMatch(/Probability of “yes”: 0\.\d{3}[^]*Decision: (yes|no)/);
    await whatIf.getByLabel('income', { exact: true }).fill('20');
    await answer.getByText('changed: income').waitFor();
    expect(await answer.innerText()).not.toBe(before);
    expect(await page.getByRole('region', { name: 'Similar rows' }).getByRole('row').count()).toBe(10);
  });

  it('shows verdicts and intervals in the comparison', async () => {
    await page.goto(stack.url);
    const row = page.getByRole('row', { name: /Scorecard/ });
    expect(await row.innerText()).toMatch(/\[0\.\d{3} to \d\.\d{3}\]\s+n = 6,000/);
    expect(await row.innerText()).toContain('wanted at least 0.8');
  });

  it('makes an API key whose secret is shown once', async () => {
    await page.goto(`${stack.url}/api-keys`);
    await page.getByLabel('Name').fill('pipeline');
    await page.getByRole('button', { name: 'Make key' }).click();
    const secret = await page.getByRole('status').locator('pre').innerText();
    expect(secret).toMatch(/^plb_\S{20,}$/);
    await page.reload();
    expect(await page.content()).not.toContain(secret);
    await page.getByRole('row', { name: /^pipeline/ }).waitFor();
  });

  it('makes a new version of a policy from other thresholds', async () => {
    await page.goto(`${stack.url}/policies`);
    await page.getByRole('link', { name: 'Starting points' }).click();
    await page.getByRole('button', { name: 'Edit thresholds' }).click();
    await page.getByLabel('At least').first().fill('0');
    await page.getByRole('button', { name: 'Save as version 2' }).click();
    await heading(/version 2/).waitFor();
  });

  it('puts an audit on a schedule, and turns it off', async () => {
    await page.goto(`${stack.url}/schedules/new`);
    await page.getByLabel('Name', { exact: true }).fill('Mondays');
    await page.getByRole('button', { name: 'Save schedule' }).click();
    const row = page.getByRole('row', { name: /^Mondays/ });
    await row.getByRole('button').click();
    await row.getByText('not while it is off').waitFor();
  });

  it('keeps the answers of a model card', async () => {
    await page.goto(`${stack.url}/models`);
    await page.getByRole('link', { name: 'Scorecard' }).click();
    await page.getByText('Write the card').click();
    await page.getByLabel('What is it meant for?').fill('Small loans.');
    await page.getByRole('button', { name: 'Save card' }).click();
    await page.getByText('1 of 18 questions answered.').waitFor();
  });
});

async function hrefIn(list: string, name: RegExp): Promise<string> {
  await page.goto(stack.url + list);
  return (await page.getByRole('main').getByRole('link', { name }).first().getAttribute('href')) ?? '';
}

describe('every page', () => {
  const paths = ['/', '/audits', '/audits/new', '/models', '/models/new', '/datasets', '/datasets/new', '/policies', '/schedules', '/schedules/new', '/slices', '/api-keys'];

  it('has no serious fault that axe finds, in light and in dark colours', async () => {
    const faults: string[] = [];
    for (const path of [...paths, await hrefIn('/audits', /Scorecard/), decisionPath, decisionPath.replace(/\/\d+$/, ''), await hrefIn('/models', /Scorecard/), await hrefIn('/datasets', /lending/), await hrefIn('/policies', /Starting/)]) {
      await page.goto(stack.url + path, { waitUntil: 'networkidle' });
      // Colours are of the style sheet alone, so the page that stands there takes the other ones on.
      for (const scheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme: scheme });
        faults.push(...(await seriousFaults(page)).map((fault) => `${scheme} ${path}: ${fault}`));
      }
    }
    expect(faults).toEqual([]);
  }, 240_000);

  it('fits a screen 360 pixels wide', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    const tooWide: string[] = [];
    for (const path of [...paths, await hrefIn('/audits', /Scorecard/), decisionPath, decisionPath.replace(/\/\d+$/, '')]) {
      await page.goto(stack.url + path);
      if ((await overflow(page)) > 0) tooWide.push(path);
    }
    expect(tooWide).toEqual([]);
  });

  it('says that nothing is lost when the API is down, and offers to try again', async () => {
    await stack.stopApi();
    const answer = await page.goto(stack.url);
    expect(answer?.status()).toBe(200);
    await page.getByRole('heading', { name: 'The Plumbline API does not answer' }).waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { name: 'The Plumbline API does not answer' }).waitFor();
  });
});

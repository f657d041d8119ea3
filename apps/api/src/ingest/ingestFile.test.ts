import { jest } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { cellsOf, readText, refusal } from '../../test/readText.js';
import type { Column } from '@plumbline/explain-core/data/table';
import type { ReadOptions } from './rules.js';

jest.setTimeout(60_000); // files of many rows, on machines that do other things too

const kindsOf = ({ columns }: Awaited<ReturnType<typeof readText>>): string[] => columns.map(({ kind }) => kind);

function numbersOf(column: Column): Float64Array {
  if (column.kind !== 'number') throw new Error(`"${column.name}" is a ${column.kind}`);
  return column.values;
}

describe('kinds', () => {
  test('number, category and text are told apart by all values', async () => {
    const long = 'x'.repeat(300);
    const read = await readText(`a,b,c\n1,one,short\n2.5,two,${long}\n`);
    expect(kindsOf(read)).toEqual(['number', 'category', 'text']);
    expect(cellsOf(read.table.columns)).toEqual({ a: ['1', '2.5'], b: ['one', 'two'], c: ['short', long] });
  });

  test('a contradiction in the last row widens a column, and the values of the first rows are kept as they were written', async () => {
    const rows = 70_000;
    const lines = Array.from({ length: rows }, (_, row) => `${row % 7}.0,${row}`);
    const read = await readText(`a,b\n${lines.join('\n')}\nlast,x\n`);
    expect(kindsOf(read)).toEqual(['category', 'text']);
    expect(read.rows).toBe(rows + 1);
    expect(read.columns[0].levels).toEqual(['0.0', '1.0', '2.0', '3.0', '4.0', '5.0', '6.0', 'last']);
    const { a, b } = cellsOf(read.table.columns);
    expect([a[0], a[1], a[rows]]).toEqual(['0.0', '1.0', 'last']);
    expect([b[0], b[rows - 1], b[rows]]).toEqual(['0', String(rows - 1), 'x']);
    expect(read.chunks.map(({ index, firstRow, rows: size }) => [index, firstRow, size])).toEqual([[0, 0, 65_536], [1, 65_536, rows + 1 - 65_536]]);
  });

  test('10,000 distinct values are a category, 10,001 a text', async () => {
    const levels = (count: number): string => `a,b\n${Array.from({ length: count }, (_, k) => `v${k},1`).join('\n')}\n`;
    expect((await readText(levels(10_000))).columns[0].kind).toBe('category');
    expect((await readText(levels(10_001))).columns[0]).toMatchObject({ kind: 'text', levels: null });
  });

  test('72: what is nearly a number is none, and a warning says so', async () => {
    for (const cell of ['"1,5"', '0.５', '1e999', '12345678901234567890']) {
      const read = await readText(`a,b\n1,x\n2,y\n3,x\n4,x\n5,x\n6,x\n7,x\n8,x\n9,x\n10,x\n${cell},x\n`);
      expect(read.columns[0].kind).toBe('category');
    }
    const { warnings } = await readText(`a,b\n"1,5",x\n"2,5",y\n`);
    expect(warnings).toMatchObject([{ code: 'looksNumeric', column: 'a', examples: ['1,5', '2,5'] }]);
  });

  test('72: −0 is 0, leading zeros are read as numbers with a warning, and forced to a category keep their text', async () => {
    const text = 'zip,b\n01234,-0\n98765,0\n';
    const read = await readText(text);
    expect(Object.is(numbersOf(read.table.columns[1])[0], 0)).toBe(true);
    expect(read.warnings).toMatchObject([{ code: 'leadingZeros', column: 'zip' }]);
    const forced = await readText(text, { columns: [{ name: 'zip', kind: 'category', role: 'protected' }] });
    expect(forced.columns[0]).toMatchObject({ kind: 'category', role: 'protected', levels: ['01234', '98765'] });
    expect(forced.warnings).toEqual([]);
  });

  test('a column asked to be numbers refuses what is none, and rounds large whole numbers with a warning', async () => {
    const columns = [{ name: 'a', kind: 'number' }] as const;
    expect(await refusal(readText('a,b\n1,x\nlots,y\n', { columns }))).toEqual({ code: 'BAD_DATA', message: expect.stringMatching(/"a" was asked to be numbers, but data row 2 holds "lots"/) });
    const read = await readText('a,b\n9007199254740993,x\n', { columns });
    expect(read.warnings).toMatchObject([{ code: 'roundedIntegers', column: 'a' }]);
  });

  test('a column asked to be a category refuses more levels than a category has', async () => {
    const text = `a,b\n${Array.from({ length: 10_001 }, (_, k) => `${k},1`).join('\n')}\n`;
    expect((await refusal(readText(text, { columns: [{ name: 'a', kind: 'category' }] }))).message).toMatch(/asked to be a category but has more than 10,000/);
  });

  test('a description of no column, or two of one, is refused', async () => {
    expect(await refusal(readText('a,b\n1,2\n', { columns: [{ name: 'c', kind: 'text' }] }))).toEqual({ code: 'BAD_DATA', message: 'There is no column "c"; the columns are "a", "b".' });
    expect((await refusal(readText('a,b\n1,2\n', { columns: [{ name: 'a' }, { name: 'a' }] }))).code).toBe('BAD_OPTIONS');
  });
});

describe('missing values', () => {
  test('the marks are missing with and without quotes and blanks; other words are values; each mark is counted', async () => {
    const read = await readText('n,c\n1,a\nNA,?\n,""\n "NaN" ," NA "\nnull,N/A\n#N/A,None\n2,none\n');
    expect(cellsOf(read.table.columns)).toEqual({ n: ['1', null, null, null, null, null, '2'], c: ['a', null, null, null, 'N/A', 'None', 'none'] });
    expect(read.columns.map(({ missing }) => missing)).toEqual([5, 3]);
    expect(read.source.cells[0].missing).toEqual({ NA: 1, '': 1, NaN: 1, null: 1, '#N/A': 1 });
    expect(read.source.cells[1].missing).toEqual({ '?': 1, '': 1, NA: 1 });
  });

  test('the list can be replaced; without the empty mark an empty cell is a value', async () => {
    const read = await readText('a,b\n-,x\nNA,\n', { missing: ['-'] });
    expect(cellsOf(read.table.columns)).toEqual({ a: [null, 'NA'], b: ['x', ''] });
  });

  test('68: a column without values is a number column without numbers, and a warning', async () => {
    const read = await readText('a,b\n,1\nNA,2\n');
    expect(read.columns[0]).toMatchObject({ kind: 'number', missing: 2, levels: [], numbers: null });
    expect(read.warnings).toMatchObject([{ code: 'noValues', column: 'a' }]);
  });

  test('missing texts are null', async () => {
    const read = await readText('a,b\nx,1\n?,2\n', { columns: [{ name: 'a', kind: 'text' }] });
    expect(read.table.columns[0]).toEqual({ kind: 'text', name: 'a', values: ['x', null] });
    expect(read.columns[0].missing).toBe(1);
  });
});

describe('the same content has the same digest', () => {
  const text = 'name,größe,n\n"Müller, Jörg",klein,1.50\n"say ""hi""\nthere",groß,\nX,klein,2\n';
  const expected = async (): Promise<string> => (await readText(text)).digest;
  const utf16 = (swap: boolean, mark: boolean): Buffer => {
    const bytes = Buffer.from((mark ? '\ufeff' : '') + text, 'utf16le');
    return swap ? bytes.swap16() : bytes;
  };

  test.each<[string, string | Buffer, ReadOptions?]>([
    ['a byte order mark', `\ufeff${text}`],
    ['semicolons', 'name;größe;n\nMüller, Jörg;klein;1.5\n"say ""hi""\nthere";groß;\nX;klein;2\n'],
    ['tabs', 'name\tgröße\tn\nMüller, Jörg\tklein\t+1.5\n"say ""hi""\nthere"\tgroß\tNA\nX\tklein\t2e0\n'],
    ['bars', 'name|größe|n\nMüller, Jörg|klein|1.5\n"say ""hi""\nthere"|groß|\nX|klein|2\n'],
    ['66: mixed line ends and no last one', 'name,größe,n\r\n"Müller, Jörg",klein,1.50\r"say ""hi""\nthere",groß,\n\r\n\nX,klein,2'],
    ['blanks around cells', 'name , größe,n\n "Müller, Jörg" , klein,\t1.50 \n"say ""hi""\nthere",groß, \nX,klein, 2\n'],
    ['quotes everywhere', '"name","größe","n"\n"Müller, Jörg","klein","1.50"\n"say ""hi""\nthere","groß",""\n"X","klein","2"\n'],
    ['66: UTF-16 with a mark', utf16(false, true)],
    ['66: UTF-16 big-endian with a mark', utf16(true, true)],
    ['66: UTF-16 without a mark', utf16(false, false)],
    ['66: UTF-16 big-endian without a mark', utf16(true, false)],
    ['Windows-1252, found out', Buffer.from(text, 'latin1')],
    ['Windows-1252, asked for', Buffer.from(text, 'latin1'), { encoding: 'windows-1252' }],
    ['gzip', gzipSync(text)],
  ])('%s', async (_, content, options = {}) => {
    expect((await readText(content, options)).digest).toBe(await expected());
  });

  test('roles are no part of it; names, kinds, values, order and missing are', async () => {
    const digest = async (content: string, options: ReadOptions = {}): Promise<string> => (await readText(content, options)).digest;
    const base = await digest('a,b\n1,x\n2,y\n');
    expect(await digest('a,b\n1,x\n2,y\n', { columns: [{ name: 'b', role: 'label' }] })).toBe(base);
    const others = [
      await digest('a,c\n1,x\n2,y\n'),
      await digest('a,b\n1,x\n2,y\n', { columns: [{ name: 'b', kind: 'text' }] }),
      await digest('a,b\n1,x\n3,y\n'),
      await digest('a,b\n2,y\n1,x\n'),
      await digest('a,b\n1,x\n2,\n'),
      await digest('a,b\n1,x\n0,y\n'),
      await digest('a,b\n1,x\n,y\n'),
      await digest('b,a\nx,1\ny,2\n'),
    ];
    expect(new Set([base, ...others]).size).toBe(others.length + 1);
  });

  test('66: GB18030 is found out where the file has enough of it, and taken when asked for', async () => {
    const utf8 = '姓名,性别\n张三,女\n李四,男\n王五,女\n';
    const gbk = Buffer.from('d0d5c3fb2cd0d4b1f00ad5c5c8fd2cc5ae0ac0eecbc42cc4d00acdf5cee52cc5ae0a', 'hex');
    const asked = await readText(gbk, { encoding: 'gb18030' });
    expect(cellsOf(asked.table.columns)).toEqual({ 姓名: ['张三', '李四', '王五'], 性别: ['女', '男', '女'] });
    const found = await readText(gbk);
    expect([found.source.encoding, found.digest]).toEqual(['gb18030', asked.digest]);
    expect(found.warnings).toMatchObject([{ code: 'encodingGuessed' }]);
    expect(asked.digest).toBe((await readText(utf8)).digest);
  });

  test('another encoding that shows only far into the file is found out too', async () => {
    const lines = Array.from({ length: 60_000 }, (_, row) => `${row},plain`).join('\n');
    const tail = '\n1,Köln\n2,Düsseldorf\n3,Müngersdorf\n';
    const read = await readText(Buffer.from(`a,b\n${lines}${tail}`, 'latin1'));
    expect(read.digest).toBe((await readText(`a,b\n${lines}${tail}`)).digest);
    expect(read.warnings).toMatchObject([{ code: 'encodingGuessed' }]);
  });

  test('Windows-1252 has letters where Latin-1 has control characters', async () => {
    const read = await readText(Buffer.from('a,b\n\x80,\x93q\x94\n', 'latin1'), { encoding: 'windows-1252' });
    expect(cellsOf(read.table.columns)).toEqual({ a: ['€'], b: ['“q”'] });
  });
});

describe('reading', () => {
  test('whatever is written with quotes is read back', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'é', '女', '😀', '"', ',', ';', '\n', '\r', ' ', '\t', '1', 'ß'), maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 30 }), fc.constantFrom('\n', '\r\n', '\r'), fc.boolean(), async (rows, end, isLastEnded) => {
        const text = [['a', 'b', 'c'], ...rows].map((row) => row.map((each) => `"${each.replaceAll('"', '""')}"`).join(',')).join(end) + (isLastEnded ? end : '');
        const kind = 'text' as const;
        const read = await readText(text, { columns: ['a', 'b', 'c'].map((name) => ({ name, kind })), missing: [] });
        expect(cellsOf(read.table.columns)).toEqual({ a: rows.map((row) => row[0]), b: rows.map((row) => row[1]), c: rows.map((row) => row[2]) });
      }),
      { numRuns: 60, seed: 5 },
    );
  });

  test('rows that lie across the blocks of a large file are read once and whole', async () => {
    const rows = 120_000;
    const long = 'é'.repeat(40);
    const lines = Array.from({ length: rows }, (_, row) => `${row},"${long}${row % 3}",${row % 2 ? '' : row / 8}`);
    const read = await readText(`id,text,half\n${lines.join('\n')}\n`);
    expect(read.columns).toMatchObject([
      { missing: 0, numbers: { min: 0, max: rows - 1, mean: (rows - 1) / 2, integer: true } },
      { kind: 'category', levels: [`${long}0`, `${long}1`, `${long}2`] },
      { missing: rows / 2, numbers: { max: (rows - 2) / 8, integer: false } },
    ]);
    const ids = numbersOf(read.table.columns[0]);
    expect(ids.every((id, row) => id === row)).toBe(true);
  });

  test('wide tables have chunks of fewer rows, long texts too; the digest still depends on the content only', async () => {
    const names = Array.from({ length: 2000 }, (_, k) => `c${k}`);
    const wide = `${names.join(',')}\n${Array.from({ length: 2100 }, (_, row) => names.map((_, k) => (row + k) % 10).join(',')).join('\n')}\n`;
    const read = await readText(wide);
    expect(read.chunks.map(({ rows }) => rows)).toEqual([2048, 52]);
    expect(read.columns.every(({ kind, missing }) => kind === 'number' && missing === 0)).toBe(true);

    const essay = 'long '.repeat(1000); // 10,000 of 5,000 bytes: more than 32 MiB in a chunk of 65,536 rows
    const texts = `id,text\n${Array.from({ length: 10_000 }, (_, row) => `${row},${essay}${row}`).join('\n')}\n`;
    const long = await readText(texts);
    expect(long.chunks.map(({ rows }) => rows)).toEqual([4096, 4096, 1808]);
    expect(long.source.passes).toBeGreaterThan(1);
    expect(long.digest).toBe((await readText(texts.replaceAll(',', ';'))).digest);
  });

  test('71: look-alike levels and characters that cannot be seen are told, not merged', async () => {
    const read = await readText(`g,n\n" Female ",1\nFEMALE,2\nfemale,3\ncafé,4\ncafe\u0301,5\n女,6\n"a\u202eb",7\n</script>,8\n`);
    expect(read.columns[0].levels).toHaveLength(8);
    expect(read.warnings).toMatchObject([
      { code: 'lookAlikeLevels', column: 'g', examples: ['" Female " and "FEMALE" and "female"', '"cafe\u0301" and "café"'] },
      { code: 'invisibleCharacters', column: 'g', examples: ['"a\\u202eb"'] },
    ]);
  });

  test('levels are sorted by code point and numbers by value', async () => {
    const read = await readText('a,b\n\u{1f600},10\n\uff5e,9\nZ,-1\na,9\n');
    expect(read.columns.map(({ levels }) => levels)).toEqual([['Z', 'a', '\uff5e', '\u{1f600}'], ['-1', '9', '10']]);
  });

  test('one column, one row; a first row of numbers is warned of', async () => {
    const read = await readText('only\nvalue');
    expect(read).toMatchObject({ rows: 1, columns: [{ name: 'only', kind: 'category' }], warnings: [] });
    expect((await readText('1,2\n3,4\n')).warnings).toMatchObject([{ code: 'headerLooksLikeData' }]);
  });

  test('a separator in the text does not mislead; one may be asked for', async () => {
    expect((await readText('a;b\n1,5;2,5\n3,5;x\n')).source.separator).toBe(';');
    expect((await readText('"a;1",b\n"x;y;z",2\n')).source.separator).toBe(',');
    expect(kindsOf(await readText('a,b|c\n1,2|3\n', { separator: '|' }))).toHaveLength(2);
  });

  test('cancelling ends it', async () => {
    const { withFile } = await import('../../test/readText.js');
    const { tableFromFile } = await import('./tableFromFile.js');
    const cancelled = withFile('a,b\n1,2\n', (path) => tableFromFile({ path, filename: 'x.csv' }, AbortSignal.abort()));
    expect((await refusal(cancelled)).code).toBe('CANCELLED');
  });
});

describe('what is refused', () => {
  const header = 'a,b,c\n';
  test.each<[string, string | Buffer, RegExp, ReadOptions?]>([
    ['an empty file', '', /is empty \(0 bytes\)/],
    ['a file of empty lines', '\n\n  \n', /nothing but empty lines/],
    ['68: header only', 'a,b,c\n', /has a header \(3 columns\) and no row of data/],
    ['67: duplicate names', 'a,b,a, b\n1,2,3,4\n', /names some columns more than once: "a" \(columns 1, 3\), "b" \(columns 2, 4\)/],
    ['67: an empty name', 'a,,c\n1,2,3\n', /no name for column 2 of 3/],
    ['67: a trailing separator', 'a,b,\n1,2,\n', /no name for column 3 of 3\. .*separators at the line ends/],
    ['67: __proto__', 'a,__proto__\n1,2\n', /"__proto__"/],
    ['67: ragged rows', `${header}1,2,3\n1,2\n\n1,2,3,4\n5,6,7\n`, /2 rows have another number of cells than the header, which has 3: row 2 \(2\), row 3 \(4\)/],
    ['66: an unclosed quote', `${header}1,2,3\n4,"five,6\n7,8,9\n`, /quote was opened in data row 2, column 2 \("b"\) and not closed before the end/],
    ['66: an unclosed quote of 30 MB', Buffer.concat([Buffer.from(`${header}1,2,"`), Buffer.alloc(30e6, 'x\n')]), /opened in data row 1, column 3 \("c"\) and not closed within 8 MiB/],
    ['66: a line of 10 MB', Buffer.concat([Buffer.from(`${header}1,2,`), Buffer.alloc(10e6, 'x'), Buffer.from('\n')]), /Data row 1 is longer than 8 MiB \(it had come to column 3\)/],
    ['an unclosed quote in the header', '"a,b\n1,2\n', /quote was opened in the header, column 1/],
    ['text after a closing quote', `${header}1,"x"y,3\n`, /In data row 1, column 2 \("b"\) there is text after the closing quote: "x"y,3/],
    ['66: a million columns', `${Array.from({ length: 1e6 }, (_, k) => `c${k}`).join(',')}\n`, /more than 10,000 columns/],
    ['66: a NUL byte', `${header}1,2,3\n4,5\0,6\n`, /In data row 2, column 2 \("b"\) there is a NUL byte/],
    ['NUL bytes far in', `${header}${'1,2,3\n'.repeat(200_000)}4,\0,6\n`, /In data row 200001, column 2 \("b"\) there is a NUL byte/],
    ['a broken byte in UTF-8', Buffer.concat([Buffer.from(`${header}ä,ö,ü\n`.repeat(1)), Buffer.from('Köln,M'), Buffer.from([0xfc]), Buffer.from('ller,女女女女\n')]), /In data row 2, column 2 \("b"\) there is a byte that is not valid UTF-8/],
    ['UTF-8 cut within a character', Buffer.from(`${header}1,2,é`).subarray(0, -1), /In data row 1, column 3 \("c"\) there is a byte that is not valid UTF-8/, { encoding: 'utf-8' }],
    ['an encoding nobody can tell', Buffer.from('a,b\n96bc914f', 'latin1').fill(Buffer.from('96bc914f', 'hex'), 4), /is not UTF-8.*Say which encoding/],
    ['bytes that the asked encoding does not have', Buffer.from([0x61, 0x2c, 0x62, 10, 0xff, 0xff, 0x2c, 0x31, 10]), /not valid gb18030/, { encoding: 'gb18030' }],
    ['74: an Excel workbook', Buffer.from('504b030414000600', 'hex'), /a ZIP archive or an Excel workbook\. Save the sheet as CSV/],
    ['74: gzip in gzip', gzipSync(gzipSync('a,b\n1,2\n')), /compressed twice/],
    ['a Parquet file in gzip', gzipSync('PAR1....PAR1'), /Parquet file inside gzip/],
    ['truncated gzip', gzipSync('a,b\n1,2\n'.repeat(1000)).subarray(0, -12), /damaged: its gzip data/],
    ['a gzip bomb', gzipSync(Buffer.concat([Buffer.from('a,b\n'), Buffer.alloc(200e6, '1,2\n')])), /unpacks to more than 250 times its size/],
    ['gzip of nothing', gzipSync(''), /empty when unpacked/],
    ['garbage', Buffer.from('00010203000405', 'hex'), /NUL bytes/],
  ])('%s', async (_, content, message, options = {}) => {
    const { code, message: found } = await refusal(readText(content, options));
    expect(found).toMatch(message);
    expect(['BAD_DATA', 'RESOURCE_LIMIT']).toContain(code);
  });
});

import { describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import { openArchive } from './archive.js';
import { readHeaders, readZip, UnreadableBundle, writeZip } from './zip.js';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'utf8');
const two = [{ name: 'b/second.txt', bytes: bytes('two') }, { name: 'a.txt', bytes: bytes('one') }];

/** The archive with another name in both places, of the same length so that nothing moves. */
function renamed(from: string, to: string): Uint8Array {
  const archive = Buffer.from(writeZip([{ name: 'a.txt', bytes: bytes('one') }, { name: from, bytes: bytes('two') }]));
  for (let at = archive.indexOf(from); at >= 0; at = archive.indexOf(from, at + 1)) archive.write(to, at);
  return archive;
}

describe('a bundle’s archive', () => {
  test('is the same whatever the order of its files, and holds them in the order of their names', () => {
    expect(Buffer.compare(writeZip(two), writeZip([...two].reverse()))).toBe(0);
    expect(readZip(writeZip(two)).map(({ name }) => name)).toEqual(['a.txt', 'b/second.txt']);
  });
  test('opens with another library', () => {
    const opened = unzipSync(writeZip(two));
    expect(Object.entries(opened).map(([name, content]) => [name, Buffer.from(content).toString()])).toEqual([['a.txt', 'one'], ['b/second.txt', 'two']]);
  });
  test('opens with the unzip of the system, without a complaint', () => {
    const directory = mkdtempSync(join(tmpdir(), 'plumbline-zip-'));
    try {
      writeFileSync(join(directory, 'bundle.zip'), writeZip(two));
      const { status, error, stdout } = spawnSync('unzip', ['-tq', join(directory, 'bundle.zip')], { encoding: 'utf8' });
      if (error) return; // this machine has none
      expect([status, stdout]).toEqual([0, expect.stringContaining('No errors detected')]);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
  test('may hold an empty file, or none at all', () => {
    expect(readZip(writeZip([{ name: 'empty', bytes: new Uint8Array() }]))[0]!.bytes).toHaveLength(0);
    expect(readZip(writeZip([]))).toEqual([]);
  });
  test('is read alike by its headers and by its table of contents', () => {
    expect(readHeaders(writeZip(two))).toEqual(readZip(writeZip(two)));
  });
});

describe('an archive that is refused', () => {
  const refused = (archive: Uint8Array): void => {
    expect(() => openArchive(archive)).toThrow(UnreadableBundle);
  };
  test.each([
    ['goes up', 'xx/evil.txt', '../evil.txt'],
    ['is absolute', 'xevil.txt', '/evil.txt'],
    ['goes up inside', 'a/xx/evil.txt', 'a/../evil.txt'],
    ['has a backslash', 'axevil.txt', 'a\\evil.txt'],
    ['has a drive', 'cxevil.txt', 'c:evil.txt'],
    ['has a null', 'axevil.txt', 'a\0evil.txt'],
    ['is hidden', 'xbashrc', '.bashrc'],
    ['is a directory', 'directoryx', 'directory/'],
    ['is there twice', 'b.txt', 'a.txt'],
    ['is there twice but for the case', 'b.txt', 'A.txt'],
  ])('has a name that %s', (_what, from, to) => refused(renamed(from, to)));

  test('is compressed, and so could be a bomb', () => refused(zipSync({ 'zeros.bin': new Uint8Array(1_000_000) }, { level: 9 })));
  test('is empty, is text, is a picture', () => {
    refused(new Uint8Array());
    refused(bytes('This is not an archive, but it is longer than the end record of one.'));
    refused(Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(100)]));
  });
  test('was cut short at any place', () => {
    const whole = writeZip(two);
    for (let length = 0; length < whole.length; length++) refused(whole.subarray(0, length));
  });
  test('states sizes beyond itself, or those that stand for zip64', () => {
    for (const size of [1_000_000, 0xffffffff]) {
      const archive = Buffer.from(writeZip([{ name: 'a.txt', bytes: bytes('one') }]));
      const central = archive.indexOf(Buffer.from('504b0102', 'hex'));
      for (const at of [18, 22, central + 20, central + 24]) archive.writeUInt32LE(size, at);
      refused(archive);
    }
  });
  test('has its files one over the other', () => {
    const archive = Buffer.from(writeZip(two));
    const second = archive.lastIndexOf(Buffer.from('504b0102', 'hex'));
    archive.writeUInt32LE(0, second + 42);
    expect(openArchive(archive).damage).not.toEqual([]);
  });
  test('is not written with a name that would be refused', () => {
    expect(() => writeZip([{ name: '../up', bytes: new Uint8Array() }])).toThrow(UnreadableBundle);
    expect(() => writeZip([{ name: 'a', bytes: new Uint8Array() }, { name: 'A', bytes: new Uint8Array() }])).toThrow(/twice/);
  });
});

describe('a change is found', () => {
  const whole = writeZip(two);
  test('in any byte, where it is', () => {
    const contents = readZip(whole).map(({ bytes: part }) => ({ from: part.byteOffset - whole.byteOffset, to: part.byteOffset - whole.byteOffset + part.length }));
    const names = ['a.txt', 'b/second.txt'].flatMap((name) => [Buffer.from(whole).indexOf(name), Buffer.from(whole).lastIndexOf(name)].map((from) => ({ from, to: from + name.length })));
    for (let offset = 0; offset < whole.length; offset++) {
      for (const bit of [0, 3, 7]) {
        const changed = Uint8Array.from(whole);
        changed[offset]! ^= 1 << bit;
        const { damage } = openArchive(changed);
        // Inside a file's contents the checksum tells the file; anywhere else the byte itself.
        const inside = contents.find(({ from, to }) => offset >= from && offset < to);
        expect({ offset, bit, found: damage.map((place) => place.offset) }).toEqual({ offset, bit, found: expect.arrayContaining([inside?.from ?? offset]) });
        // A name stands in two places and nothing here says which is right; everything else is told for certain.
        expect(damage.length).toBeLessThanOrEqual(names.some(({ from, to }) => offset >= from && offset < to) ? 2 : 1);
      }
    }
  });
  test('when bytes are added after the end or before the beginning', () => {
    expect(openArchive(Buffer.concat([whole, Buffer.from('x')])).damage).toEqual([{ offset: whole.length, what: 'what comes after the end' }]);
    expect(() => openArchive(Buffer.concat([Buffer.from('x'), whole]))).toThrow(UnreadableBundle);
  });
  test('when the files stand in another order', () => {
    const archive = Buffer.from(whole);
    const [a, b] = [archive.indexOf(Buffer.from('504b0304', 'hex')), archive.lastIndexOf(Buffer.from('504b0304', 'hex'))];
    const [entryA, entryB, end] = [archive.indexOf(Buffer.from('504b0102', 'hex')), archive.lastIndexOf(Buffer.from('504b0102', 'hex')), archive.length - 22];
    archive.writeUInt32LE(0, entryB + 42);
    archive.writeUInt32LE(entryA - b, entryA + 42);
    const reordered = Buffer.concat([archive.subarray(b, entryA), archive.subarray(a, b), archive.subarray(entryB, end), archive.subarray(entryA, entryB), archive.subarray(end)]);
    expect(readZip(reordered).map(({ name }) => name)).toEqual(['b/second.txt', 'a.txt']);
    expect(openArchive(reordered).damage).not.toEqual([]);
  });
});

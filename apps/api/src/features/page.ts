import { isUuid } from '../db.js';
import { badInput } from '../errors.js';

export interface PageRequest {
  readonly first?: number | null;
  readonly after?: string | null;
}

export interface Page<T> {
  readonly edges: readonly { readonly cursor: string; readonly node: T }[];
  readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
  readonly totalCount: number;
}

/** Three questions to one list, all asked within the organisation's transaction. */
export interface PageSource<T> {
  /** Newest first: ids are UUIDs of version 7, so their order is that of creation. */
  find(query: { readonly before: { id?: { lt: string } }; readonly take: number }): Promise<readonly T[]>;
  count(): Promise<number>;
  exists(id: string): Promise<boolean>;
}

export const maxPage = 100;
const defaultPage = 20;

export async function readPage<T extends { readonly id: string }>(list: string, { first: asked, after }: PageRequest, source: PageSource<T>): Promise<Page<T>> {
  const first = asked ?? defaultPage;
  if (!Number.isInteger(first) || first < 1 || first > maxPage) throw badInput(`"first" must be from 1 to ${maxPage}; got ${first}.`);
  const from = after === undefined || after === null ? null : readCursor(list, after);
  // A cursor of another organisation names no row here, and is refused like one that was made up.
  if (from !== null && !(await source.exists(from))) throw badCursor();
  const found = await source.find({ before: from === null ? {} : { id: { lt: from } }, take: first + 1 });
  const edges = found.slice(0, first).map((node) => ({ cursor: writeCursor(list, node.id), node }));
  return {
    edges,
    pageInfo: { endCursor: edges.at(-1)?.cursor ?? null, hasNextPage: found.length > first },
    totalCount: await source.count(),
  };
}

function writeCursor(list: string, id: string): string {
  return Buffer.from(`${list}:${id}`).toString('base64url');
}

function readCursor(list: string, cursor: string): string {
  const [name, id, ...rest] = Buffer.from(cursor, 'base64url').toString('utf8').split(':');
  if (name !== list || id === undefined || rest.length > 0 || !isUuid(id)) throw badCursor();
  return id;
}

const badCursor = () => badInput('The cursor in "after" is not one that this list gave out.');

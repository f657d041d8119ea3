import 'server-only';
import { cache } from 'react';
import type { ViewerQuery } from '../../generated/graphql';
import { query } from '../../lib/api';
import { viewerQuery } from './viewer.queries';

export type Viewer = ViewerQuery['viewer'];

/** Who is signed in; asked once a request. */
export const viewer = cache(async (): Promise<Viewer> => (await query(viewerQuery)).viewer);

import 'server-only';
import { cache } from 'react';
import { query } from '../../lib/api';
import { methodsQuery } from './methods.queries';
import type { MethodView } from './method';

/** Labels, definitions and ranges of every method; asked once a request. */
export const methods = cache(async (): Promise<readonly MethodView[]> => (await query(methodsQuery)).methods);

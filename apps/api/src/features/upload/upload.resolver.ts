import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../graphql/context.js';
import { createUpload } from './upload.service.js';
import { Upload } from './upload.type.js';

@Resolver(() => Upload)
export class UploadResolver {
  @Mutation(() => Upload, { description: '`purpose` is dataset or model.' })
  async createUpload(@Arg('filename', () => String) filename: string, @Arg('purpose', () => String) purpose: string, @Ctx() { actor }: Context): Promise<Upload> {
    const offer = await createUpload(actor, { filename, purpose });
    return { ...offer, method: 'PUT', headers: { 'content-type': 'application/octet-stream' } };
  }
}

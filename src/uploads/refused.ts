import { SourceError } from '../platform/errors.ts';

/** What was uploaded is no list of products. Reading it once more ends in the same way. */
export class UploadError extends SourceError {}

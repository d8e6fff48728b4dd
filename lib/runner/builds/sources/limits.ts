/** How much sources may be. What comes as files of a version is less by the size of a request. */
export const MAX_ARCHIVE_BYTES = 200_000_000;
export const MAX_SOURCE_BYTES = 500_000_000;
export const MAX_SOURCE_FILES = 50_000;

export const TOO_LARGE = `The sources are larger than ${MAX_SOURCE_BYTES / 1_000_000} MB, or have more than ${MAX_SOURCE_FILES} files`;

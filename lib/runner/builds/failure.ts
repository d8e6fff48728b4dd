/** Why a build cannot be made, for its log and its page. Whatever else is thrown is a fault of the platform, and the build is tried again. */
export class BuildFailure extends Error {
  readonly exitCode: number | null;

  constructor(message: string, exitCode: number | null = null) {
    super(message);
    this.name = 'BuildFailure';
    this.exitCode = exitCode;
  }
}

/** A mistake of the user or of their input: shown without a stack, exit code 2. `hint` says what to do next. */
export class UserError extends Error {
  override readonly name = 'UserError';
  constructor(
    message: string,
    readonly hint: string | null = null,
  ) {
    super(message);
  }
}

/** `npm run admin`: what an operator does from the command line. Each command prints its result; with `--json`, as one JSON value. */
import { Command } from 'commander';
import { closeDatabase } from '../db/client.ts';
import { EmbeddedDatabaseError } from '../db/embedded/error.ts';
import { EnvError } from '../lib/env.ts';
import { ApiError } from '../lib/errors.ts';
import {
  changeDisabled,
  createAccount,
  createToken,
  listAccounts,
  setGeneralAccess,
  verifyAudit,
} from '../lib/operator/command.ts';
import { withDatabase } from './with-database.ts';

const program = new Command('npm run admin --').description('Manages accounts of this instance.').showHelpAfterError();

command('create-account', 'create an account, with an API token')
  .requiredOption('--username <username>')
  .requiredOption('--email <email>')
  .requiredOption('--password <password>')
  .option('--operator', 'make it an operator of the instance', false)
  .action(
    run(({ username, email, password, operator }) =>
      createAccount({ username, email, password, isOperator: operator === true }),
    ),
  );

command('create-token', 'create an API token for an account')
  .requiredOption('--username <username>')
  .option('--description <text>', 'what it is for', 'Made by the command line')
  .option('--expires-in-days <days>', 'by default it never expires')
  .action(
    run(({ username, description, expiresInDays }) =>
      createToken({
        username: String(username),
        description: String(description),
        expiresInDays: expiresInDays === undefined ? null : Number(expiresInDays),
      }),
    ),
  );

command('list-accounts', 'list all accounts').action(run(listAccounts));

command('disable-account', 'end an account’s sessions and refuse its tokens')
  .requiredOption('--username <username>')
  .option('--undo', 'enable it again', false)
  .action(run(({ username, undo }) => changeDisabled(String(username), undo !== true)));

command('set-general-access', 'set General resource access of an account')
  .requiredOption('--username <username>')
  .requiredOption('--value <value>', 'RESTRICTED or ANYONE_WITH_ID_CAN_READ')
  .action(run(({ username, value }) => setGeneralAccess(String(username), String(value))));

command('verify-audit', 'look for edited, moved or missing rows in an account’s audit trail')
  .requiredOption('--username <username>')
  .action(run(({ username }) => verifyAudit(String(username))));

await program.parseAsync();

function command(name: string, description: string): Command {
  return program.command(name).description(description).option('--json', 'print one JSON value', false);
}

type Options = Record<string, unknown>;

/** An action that runs `work` against the database. A refusal goes to standard error and exits with 1. */
function run(work: (options: Options) => Promise<unknown>): (options: Options) => Promise<void> {
  return async (options) => {
    try {
      const result = await withDatabase(async () => {
        try {
          return await work(options);
        } finally {
          await closeDatabase();
        }
      });
      console.log(options.json ? JSON.stringify(result) : readable(result));
    } catch (error) {
      if (!isExpected(error)) throw error;
      console.error(error.message);
      process.exitCode = 1;
    }
  };
}

function isExpected(error: unknown): error is Error {
  return [ApiError, EnvError, EmbeddedDatabaseError].some((kind) => error instanceof kind);
}

function readable(result: unknown): string {
  if (Array.isArray(result)) return result.map((row) => readable(row)).join('\n');
  const entries = Object.entries(result as Record<string, unknown>);
  return entries
    .map(([name, value]) => `${name}: ${value instanceof Date ? value.toISOString() : String(value)}`)
    .join('  ');
}

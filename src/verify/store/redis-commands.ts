import { connect } from 'node:net';
import { UserError } from '../../support/user-error.js';

/** Whether the database of an address holds nothing: then what a verification writes may be removed again. */
export async function isRedisEmpty(url: string): Promise<boolean> {
  return (await ask(url, ['DBSIZE'])).trim() === ':0';
}

/** Removes everything from the database of an address. */
export async function flushRedis(url: string): Promise<void> {
  await ask(url, ['FLUSHDB']);
}

/** Sends one command over a connection of its own and gives the raw reply. */
function ask(url: string, command: readonly string[]): Promise<string> {
  const { hostname, port, password, username, pathname } = new URL(url);
  const commands: (readonly string[])[] = [];
  if (password !== '') commands.push(['AUTH', ...(username === '' ? [] : [username]), decodeURIComponent(password)]);
  if (/^\/\d+$/.test(pathname)) commands.push(['SELECT', pathname.slice(1)]);
  commands.push(command);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port || '6379'), hostname);
    let text = '';
    socket.setEncoding('utf8');
    socket.once('error', (error) => {
      reject(new UserError(`the Redis server does not answer: ${error.message}`, 'is REDIS_URL right?'));
    });
    socket.on('data', (part: string) => {
      text += part;
      const replies = text.split('\r\n').filter((line) => line !== '');
      if (replies.length < commands.length) return;
      socket.destroy();
      resolve(replies.at(-1) ?? '');
    });
    socket.write(commands.map(encode).join(''));
  });
}

function encode(command: readonly string[]): string {
  return `*${command.length}\r\n${command.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`;
}

'use strict';
// What the stand-ins keep: files in a folder that all containers of one run share, as a durable store would be.
const { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const folder = () => {
  const path = join(process.env.SHELF_FOLDER, process.env.STATE_NAMESPACE);
  mkdirSync(path, { recursive: true });
  return path;
};
const fileOf = (key) => join(folder(), Buffer.from(String(key)).toString('hex').slice(0, 200));

exports.get = (key) => {
  try {
    return JSON.parse(readFileSync(fileOf(key), 'utf8'));
  } catch {
    return undefined;
  }
};
exports.set = (key, value) => writeFileSync(fileOf(key), JSON.stringify(value ?? null));
exports.delete = (key) => rmSync(fileOf(key), { force: true });
exports.size = () => readdirSync(folder()).length;

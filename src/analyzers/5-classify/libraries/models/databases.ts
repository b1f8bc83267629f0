import type { LibraryModel } from './library-model.js';

const SQLITE_NOT_A_FILE = [':memory:', ''];
const SQLITE = ['sqlite', 'sqlite3', 'better-sqlite3'];

/** Embedded databases: the driver opens a file. */
export const DATABASES: readonly LibraryModel[] = [
  {
    kind: 'file',
    made: [
      'new better-sqlite3[.Database]',
      'better-sqlite3()',
      'new {sqlite.DatabaseSync,bun:sqlite.Database,sqlite3[.verbose()].Database,@signalapp/better-sqlite3}',
      'new sqlite3[.verbose()].cached.Database',
    ],
    role: 'database',
    path: [{ argument: 0 }],
    withoutPath: 'memory',
    readOnlyOptions: ['readonly', 'readOnly'],
    notAFile: SQLITE_NOT_A_FILE,
  },
  {
    kind: 'file',
    made: ['sqlite.open()'],
    role: 'database',
    path: [{ option: 'filename' }, { argument: 0 }],
    withoutPath: 'memory',
    notAFile: SQLITE_NOT_A_FILE,
  },
  {
    kind: 'file',
    made: ['knex[.knex]()'],
    role: 'database',
    onlyIf: { option: 'client', is: SQLITE },
    path: [{ option: 'connection.filename' }, { option: 'connection' }],
    withoutPath: 'memory',
    notAFile: SQLITE_NOT_A_FILE,
  },
  {
    kind: 'file',
    made: ['new sequelize[.Sequelize]', 'new sequelize-typescript.Sequelize'],
    role: 'database',
    onlyIf: { option: 'dialect', is: SQLITE },
    path: [{ option: 'storage' }],
    withoutPath: 'memory',
    notAFile: SQLITE_NOT_A_FILE,
  },
  {
    kind: 'file',
    made: ['new typeorm.DataSource', 'typeorm.createConnection()'],
    role: 'database',
    onlyIf: { option: 'type', is: SQLITE },
    path: [{ option: 'database' }],
    withoutPath: 'memory',
    notAFile: SQLITE_NOT_A_FILE,
  },
  {
    kind: 'file',
    made: ['level[.Level]()', 'new {level,classic-level,rocksdb}[.*]', '{leveldown,rocksdb}()'],
    role: 'database',
    path: [{ argument: 0 }],
    withoutPath: 'nothing',
  },
  {
    kind: 'file',
    made: [
      'new lowdb/adapters/{FileSync,FileAsync}',
      'new lowdb[/node].{JSONFile,JSONFileSync,TextFile,TextFileSync,DataFile}',
      'lowdb/node.{JSONFilePreset,JSONFileSyncPreset}()',
      'new {lokijs,simple-json-db,tingodb().Db,flat-cache}',
    ],
    role: 'database',
    path: [{ argument: 0 }],
    withoutPath: 'nothing',
  },
  {
    kind: 'file',
    made: ['new node-json-db.Config', 'new quick.db.{QuickDB,SqliteDriver}'],
    role: 'database',
    path: [{ argument: 0 }, { option: 'filePath' }],
    withoutPath: 'default-file',
  },
  {
    kind: 'file',
    made: ['new {nedb,@seald-io/nedb,nedb-promises}[.Datastore]', 'nedb-promises[.Datastore].create()'],
    role: 'database',
    path: [{ option: 'filename' }, { argument: 0 }],
    withoutPath: 'memory',
  },
];

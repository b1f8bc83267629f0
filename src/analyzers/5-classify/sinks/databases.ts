import { eager, lazy } from './sink-model.js';
import type { SinkModel } from './sink-model.js';

const SQL_POOL = String.raw`(?:new (?:pg|pg-pool|@neondatabase\/serverless|@vercel\/postgres)(?:\.(?:Client|Pool|native\.\w+))?|new serverless-postgres|pg\.native\.\w+|@vercel\/postgres\.(?:db|createPool\(\)|createClient\(\)))`;

/** Drivers of SQL databases: whether a call writes, its text says. */
const DRIVERS: readonly SinkModel[] = [
  eager('write', new RegExp(String.raw`^${SQL_POOL}(?:\.connect\(\))?\.(query|sql)$`), 'sql'),
  eager(
    'write',
    /^(serverless-mysql|serverless-mysql\(\)|(mysql2?|mysql2\/promise|mariadb|promise-mysql)\.(createConnection|createPool|createPoolCluster)\(\))(\.promise\(\)|\.getConnection\(\))*\.(query|execute|batch)$/,
    'sql',
  ),
  eager('write', /^(new )?pg-promise\(\)\(\)\.(none|one|oneOrNone|any|many|manyOrNone|query|result)$/, 'sql'),
  lazy('write', /^postgres\(\)$/, 'sql'),
  lazy('write', /^postgres\(\)\.unsafe$/, 'sql'),
  lazy('write', /^@neondatabase\/serverless\.neon\(\)(\.query)?$/, 'sql'),
  eager('write', /^(@vercel\/postgres\.sql|slonik\.createPool\(\)\.(query|any|one|many|maybeOne))$/, 'sql'),
  eager(
    'write',
    /^@planetscale\/database\.(connect\(\)|Client\.connection\(\))\.execute$|^new @planetscale\/database\.Client\.execute$/,
    'sql',
  ),
  eager('write', /^@libsql\/client(\/\w+)?\.createClient\(\)\.(execute|executeMultiple)$/, 'sql'),
  eager(
    'write',
    /^(new )?mssql(\.\w+)?(\(\))?(\.request\(\)|\.Request)?(\.input\(\))*\.(query|batch|execute|bulk)$/,
    'sql',
  ),
  eager('write', /^oracledb\.(getConnection|createPool)\(\)(\.getConnection\(\))?\.(execute|executeMany)$/, 'sql'),
  eager('write', /^new cassandra-driver\.Client\.(execute|batch)$/, 'sql'),
  eager('write', /^new snowflake-sdk|^snowflake-sdk\.createConnection\(\)\.execute$/, 'sql'),
  eager('write', /^neo4j-driver(\.default)?\.driver\(\)\.session\(\)\.(run|executeWrite|writeTransaction)$/, 'sql'),
];

/** Mappers and query builders of SQL databases. */
const MAPPERS: readonly SinkModel[] = [
  lazy(
    'write',
    /^new (@prisma\/client(\/\w+)?|\.prisma\/client)\.PrismaClient(\.\$extends\(\))*\.\w+\.(create|createMany|createManyAndReturn|update|updateMany|updateManyAndReturn|upsert|delete|deleteMany)$/,
  ),
  lazy(
    'write',
    /^new (@prisma\/client(\/\w+)?|\.prisma\/client)\.PrismaClient(\.\$extends\(\))*\.\$(executeRaw|executeRawUnsafe|transaction)$/,
  ),
  lazy('write', /^drizzle-orm\/[\w-]+(\/\w+)?\.drizzle\(\)\.(insert|update|delete)$/),
  lazy(
    'write',
    /^(new )?knex(\.knex)?(\(\))?\(\)(\.\w+\(\))*\.(insert|update|del|delete|increment|decrement|upsert|truncate)$/,
  ),
  eager(
    'write',
    /^new kysely\.Kysely\.(insertInto|updateTable|deleteFrom|replaceInto|mergeInto)(\(\)\.\w+)*\(\)\.execute(TakeFirst(OrThrow)?)?$/,
  ),
  eager(
    'write',
    /^new sequelize(\.Sequelize)?\.define\(\)(\.\w+\(\))*\.(create|bulkCreate|update|destroy|upsert|increment|decrement|findOrCreate|save|restore)$/,
  ),
  eager('write', /^new (new )?sequelize(\.Sequelize)?\.define\(\)\.save$/),
  eager('write', /^(new )?sequelize(\.Sequelize|\.Model)?\.(create|bulkCreate|destroy|upsert|increment|decrement)$/),
  eager('write', /^new sequelize(\.Sequelize)?\.query$/, 'sql'),
  eager(
    'write',
    /^((new )?typeorm\.\w+(\(\))?(\.\w+\(\))*|new typeorm\.(DataSource|Repository|EntityManager)(\.manager|\.getRepository\(\)|\.createEntityManager\(\))*)\.(save|insert|update|upsert|delete|remove|softDelete|softRemove|restore|increment|decrement|clear)$/,
  ),
  eager(
    'write',
    /^new @mikro-orm\/[\w-]+\.(EntityManager|MikroORM)(\.em|\.fork\(\))*\.(flush|persistAndFlush|removeAndFlush|nativeInsert|nativeUpdate|nativeDelete|upsert)$/,
  ),
  eager(
    'write',
    /^@mikro-orm\/[\w-]+\.MikroORM\.init\(\)(\.em|\.fork\(\))*\.(flush|persistAndFlush|removeAndFlush|nativeInsert|nativeUpdate|nativeDelete|upsert)$/,
  ),
];

const MONGO_COLLECTION = String.raw`(?:new mongodb\.MongoClient|mongodb\.MongoClient\.connect\(\)|mongoose\.connection|mongoose\.createConnection\(\)|new mongodb\.(?:Db|Collection))(?:\.connect\(\))?(?:\.db(?:\(\))?)?(?:\.collection\(\))?`;
const MODEL = String.raw`mongoose(?:\.mongoose)?(?:\.connection|\.createConnection\(\))?\.(?:model\(\)|models\.\w+)`;

/** Document databases. */
const DOCUMENTS: readonly SinkModel[] = [
  eager(
    'write',
    new RegExp(
      String.raw`^${MONGO_COLLECTION}\.(insertOne|insertMany|insert|updateOne|updateMany|update|replaceOne|deleteOne|deleteMany|remove|save|bulkWrite|findOneAndUpdate|findOneAndReplace|findOneAndDelete|findAndModify|drop)$`,
    ),
  ),
  eager('write', new RegExp(String.raw`^${MODEL}\.(create|insertMany|insertOne|bulkWrite|bulkSave)$`)),
  eager('write', new RegExp(String.raw`^(new )?${MODEL}(\.\w+\(\))*\.save$`)),
  lazy(
    'write',
    new RegExp(
      String.raw`^${MODEL}\.(updateOne|updateMany|update|replaceOne|deleteOne|deleteMany|remove|findOneAndUpdate|findOneAndReplace|findOneAndDelete|findOneAndRemove|findByIdAndUpdate|findByIdAndDelete|findByIdAndRemove)$`,
    ),
  ),
  eager('write', /^(new )?dynamoose\.model\(\)(\.\w+\(\))*\.(create|save|update|delete|batchPut|batchDelete)$/),
  eager(
    'write',
    /^new @azure\/cosmos\.CosmosClient(\.\w+\(\))*\.(items\.(create|upsert|batch|bulk)|item\(\)\.(replace|delete|patch))$/,
  ),
  eager(
    'write',
    /^(new @azure\/data-tables\.TableClient|@azure\/data-tables\.TableClient\.from\w+\(\))\.(createEntity|upsertEntity|updateEntity|deleteEntity|submitTransaction)$/,
  ),
  eager(
    'write',
    /^new @(elastic\/elasticsearch|opensearch-project\/opensearch)\.Client\.(index|create|update|updateByQuery|delete|deleteByQuery|bulk|reindex)$/,
  ),
  eager(
    'write',
    /^(algoliasearch|algoliasearch\/lite)(\.algoliasearch|\.default)?\(\)(\.initIndex\(\))?\.(save|partialUpdate|delete|replaceAll)\w+$/,
  ),
  eager(
    'write',
    /^new airtable(\.\w+)?\.base\(\)\(\)\.(create|update|replace|destroy)$|^airtable\.base\(\)\(\)\.(create|update|replace|destroy)$/,
  ),
  eager(
    'write',
    /^new @notionhq\/client\.Client\.(pages|databases|blocks|comments)(\.children)?\.(create|update|append|delete)$/,
  ),
  eager('write', /^new faunadb\.Client\.query$/, 'arguments'),
  eager(
    'write',
    /^(new )?googleapis\.google\.sheets\(\)\.spreadsheets(\.values)?\.(append|update|batchUpdate|clear|create)$/,
  ),
  eager(
    'write',
    /^(new )?googleapis\.google\.\w+\(\)(\.\w+)+\.(insert|update|patch|delete|create|append|batchUpdate|import|send)$/,
  ),
];

const FIRESTORE = String.raw`(?:(?:new )?firebase-admin(?:\.default)?(?:\.initializeApp\(\)|\.app\(\))?\.firestore\(\)|firebase-admin\/firestore\.(?:getFirestore|initializeFirestore)\(\)|new @google-cloud\/firestore(?:\.Firestore)?)`;
const REALTIME = String.raw`(?:firebase-admin(?:\.initializeApp\(\)|\.app\(\))?\.database\(\)|firebase-admin\/database\.getDatabase\(\))`;

/** Firebase, Google Cloud and Supabase. */
const BACKENDS: readonly SinkModel[] = [
  eager(
    'write',
    new RegExp(
      String.raw`^${FIRESTORE}(?!.*\.batch\(\))(\.\w+(\(\))?)*\.(collection|doc|ref)(\(\))?(\.\w+(\(\))?)*\.(add|set|update|delete|create)$`,
    ),
  ),
  eager('write', new RegExp(String.raw`^${FIRESTORE}(\.batch\(\)(\.\w+\(\))*\.commit|\.recursiveDelete)$`)),
  eager(
    'write',
    new RegExp(
      String.raw`^${REALTIME}\.ref(FromURL)?\(\)(\.\w+(\(\))?)*\.(set|update|remove|transaction|setWithPriority)$`,
    ),
  ),
  eager('write', new RegExp(String.raw`^${REALTIME}\.ref(FromURL)?\(\)(\.\w+(\(\))?)*\.push$`), 'arguments'),
  eager('write', /^firebase\/firestore(\/lite)?\.(setDoc|addDoc|updateDoc|deleteDoc|runTransaction)$/),
  eager('write', /^firebase\/firestore(\/lite)?\.writeBatch\(\)(\.\w+\(\))*\.commit$/),
  eager('write', /^firebase\/database\.(set|update|remove|runTransaction)$/),
  eager('write', /^firebase\/database\.push$/, 'arguments'),
  eager(
    'write',
    /^firebase#event(\.\w+(\(\))?)*\.ref(\.\w+(\(\))?)*\.(set|update|remove|delete|create|add|transaction)$/,
  ),
  eager(
    'write',
    /^firebase-admin(\.auth\(\)|\/auth\.getAuth\(\))\.(createUser|updateUser|deleteUsers?|setCustomUserClaims|importUsers|revokeRefreshTokens)$/,
  ),
  lazy(
    'write',
    /^@supabase\/(supabase-js|ssr|auth-helpers-[\w-]+)\.\w+\(\)(\.schema\(\))?\.from\(\)\.(insert|update|upsert|delete)$/,
  ),
  eager(
    'write',
    /^@supabase\/(supabase-js|ssr|auth-helpers-[\w-]+)\.\w+\(\)\.(storage\.from\(\)\.(upload|update|remove|move|copy)|auth\.admin\.\w+)$/,
  ),
  eager(
    'write',
    /^new @google-cloud\/datastore\.Datastore(\.transaction\(\))?\.(save|insert|update|upsert|delete|commit)$/,
  ),
  eager('write', /^new @google-cloud\/bigquery\.BigQuery(\.dataset\(\)|\.table\(\))*\.insert$/),
];

export const DATABASE_SINKS: readonly SinkModel[] = [...DRIVERS, ...MAPPERS, ...DOCUMENTS, ...BACKENDS];

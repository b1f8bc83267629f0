/** Constructors and factories of clients: `connection` where making one opens a connection, `client` where it is cheap. */
const CLIENTS: readonly (readonly [RegExp, 'client' | 'connection'])[] = [
  [
    /^new pg\.(Client|Pool)$|^new pg-promise|^new @neondatabase\/serverless\.(Pool|Client)$|^new serverless-postgres/,
    'connection',
  ],
  [
    /^(postgres|pg-promise|slonik\.createPool|knex|mysql2?(\/promise)?\.(createConnection|createPool)|serverless-mysql)$/,
    'connection',
  ],
  [/^new mongodb\.MongoClient$|^mongodb\.MongoClient\.connect$|^mongoose\.(connect|createConnection)$/, 'connection'],
  [/^new (ioredis|redis)(\.(Redis|Cluster|default))?$|^redis\.(createClient|createCluster)$/, 'connection'],
  [/^new (@prisma\/client(\/\w+)?|\.prisma\/client)\.PrismaClient$/, 'connection'],
  [
    /^new (sequelize(\.Sequelize)?|typeorm\.DataSource|kafkajs\.Kafka|memjs\.Client|neo4j-driver|cassandra-driver\.Client|mssql\.ConnectionPool|tedious\.Connection)$/,
    'connection',
  ],
  [
    /^(typeorm\.createConnection|amqplib\.connect|nats\.connect|neo4j-driver\.driver|mssql\.connect|memjs\.Client\.create|oracledb\.getConnection)$/,
    'connection',
  ],
  [
    /^new @aws-sdk\/(client|lib)-[\w-]+\.\w+(Client|Document)?$|^@aws-sdk\/lib-dynamodb\.DynamoDBDocument(Client)?\.from$/,
    'client',
  ],
  [/^new aws-sdk(\/clients\/\w+)?(\.[A-Z]\w*){0,2}$/, 'client'],
  [
    /^new @google-cloud\/[\w-]+(\.[A-Z]\w*)*$|^new @azure\/[\w-]+\.\w*Client$|^@azure\/[\w-]+\.\w*Client\.from\w+$|^new google-auth-library\.\w+$/,
    'client',
  ],
  [
    /^new (@elastic\/elasticsearch\.Client|@opensearch-project\/opensearch\.Client|openai(\.OpenAI)?|@anthropic-ai\/sdk(\.Anthropic)?|stripe(\.Stripe)?|@slack\/web-api\.WebClient|algoliasearch|@octokit\/rest\.Octokit|@notionhq\/client\.Client|@upstash\/redis\.Redis|@sendgrid\/client|@supabase\/supabase-js\.SupabaseClient)$/,
    'client',
  ],
  [
    /^(@supabase\/supabase-js\.createClient|nodemailer\.createTransport|axios\.create|twilio|algoliasearch|contentful\.createClient|@sanity\/client\.createClient|stripe|@upstash\/redis\.Redis\.fromEnv|@libsql\/client\.createClient|@planetscale\/database\.connect)$/,
    'client',
  ],
  [/^new (@[\w.-]+\/)?[\w./-]+\.\w*Client$/, 'client'],
  [/^new @langchain\/[\w-]+\.\w+$|^new langchain\/[\w/-]+\.\w+$/, 'client'],
];

const NOT_CLIENTS =
  /\.(\w*Command|\w*Error|\w*Exception|Endpoint|Credentials|\w*Credentials|Converter|HttpRequest|Buffer|Key|Timestamp|FieldValue|Decimal|ObjectId|\w*Message|\w*Prompt\w*|\w*Document|\w*Parser|\w*Splitter|QueryClient|ApolloClient|UrqlClient)$/;

/**
 * What kind of client an external constructor or factory makes; null where it makes none.
 *
 * @param known what the user says to make connections: `@shop/db` (all that it exports), `@shop/db.connect`
 */
export function clientKindOf(origin: string, known: readonly string[]): 'client' | 'connection' | null {
  if (known.some((own) => isMadeBy(origin, own))) return 'connection';
  if (NOT_CLIENTS.test(origin) && !/DynamoDBDocument$/.test(origin)) return null;
  for (const [pattern, kind] of CLIENTS) if (pattern.test(origin)) return kind;
  return null;
}

/** `new @shop/db.Reader` is made by `@shop/db` and by `@shop/db.Reader`; `new @shop/db.Reader.count` is a method of it. */
function isMadeBy(origin: string, known: string): boolean {
  const isNew = origin.startsWith('new ');
  const made = isNew ? origin.slice('new '.length) : origin;
  if (!made.startsWith(known)) return false;
  return made.length === known.length || (isNew ? /^\.[A-Z]\w*$/ : /^\.\w+$/).test(made.slice(known.length));
}

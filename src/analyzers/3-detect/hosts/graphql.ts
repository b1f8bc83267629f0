import type { Detection, HostDetector } from '../detection.js';
import { decoratedClasses } from '../decorators.js';
import { INPUTS } from '../detection.js';
import { detectRegistrations } from '../registration.js';

const SERVER =
  /^(?:new )?(?:@apollo\/server(?:\/\w+)?|apollo-server(?:-[\w-]+)?|graphql-yoga|@graphql-yoga\/\w+|@graphql-tools\/schema|graphql-tools|@apollo\/subgraph|@apollo\/federation|graphql-http(?:\/[\w/]+)?|express-graphql|mercurius|graphql-ws(?:\/[\w/]+)?|@as-integrations\/[\w-]+|graphql-modules)\.(?:ApolloServer|createSchema|createYoga|GraphQLServer|makeExecutableSchema|buildSubgraphSchema|createHandler|graphqlHTTP|useServer|expressMiddleware|startStandaloneServer|createModule|start\w+)$/;
/** `Query.books`, and one level more where resolvers are an array or a map of modules. */
const RESOLVER = /^(?:resolvers|rootValue)\.(?:\w+\.)?\w+(?:\.(?:subscribe|resolve))?$/;
const BUILDER = String.raw`new @pothos/core(?:\.\w+)?`;
const TYPE_GRAPHQL = /^type-graphql\.Resolver$/;
const FIELD = /^type-graphql\.(?:Query|Mutation|Subscription|FieldResolver|Authorized)$/;

/** GraphQL: resolvers of Apollo Server, GraphQL Yoga and graphql-tools, of Pothos, Nexus, graphql-js and TypeGraphQL. */
export const graphql: HostDetector = {
  facts: [
    {
      k: 'gives',
      callee: new RegExp(`^${BUILDER}\\.\\w+$`),
      parameters: { 0: 'pothos#fields' },
    },
    {
      k: 'gives',
      callee:
        /^nexus\.(?:objectType|extendType|queryType|mutationType|subscriptionType|interfaceType|queryField|mutationField)$/,
      parameters: { 0: 'nexus#fields' },
    },
    { k: 'returns', callee: /^nexus#fields\.(?:list|nonNull|nullable)$/, origin: 'nexus#fields' },
  ],
  detect: (input) => [
    ...detectRegistrations(input, 'graphql', [
      {
        callee: SERVER,
        takes: new RegExp(`${RESOLVER.source}|^(?:context|onConnect|onSubscribe)$`),
        inputs: ({ path }) => (path === 'context' ? INPUTS.first : INPUTS.all),
        name: (_, { path }) => path.replace(/^(?:resolvers|rootValue)\./, ''),
      },
      {
        callee: /^new graphql\.(?:GraphQLObjectType|GraphQLSchema)$/,
        takes: /(?:^|\.)(?:resolve|subscribe)$/,
        inputs: INPUTS.all,
        name: (_, { path }) => path.replace(/^fields\.|\.resolve$/g, ''),
      },
      {
        callee: new RegExp(`^(?:pothos#fields|${BUILDER})\\.(?:\\w+\\.)*\\w+$`),
        takes: /(?:^|\.)(?:resolve|subscribe|load|nodes)$/,
        inputs: INPUTS.all,
        name: ({ method, first }, { path }) => first ?? `${method}.${path}`,
      },
      {
        callee:
          /^nexus#fields\.(?:\w+\.)*\w+$|^nexus\.(?:queryField|mutationField|subscriptionField|fieldAuthorizePlugin)$/,
        takes: /^(?:resolve|subscribe|authorize)$/,
        inputs: INPUTS.all,
        name: ({ method, first }) => first ?? method,
      },
    ]),
    ...decoratedClasses(input.program, TYPE_GRAPHQL).flatMap(({ record, methods }) =>
      methods.flatMap(({ fn, name, record: method, decorators }): Detection[] => {
        if (!decorators.some(({ origin }) => FIELD.test(origin))) return [];
        const inputs = method.params.map((_, position) => position);
        const detectedBy = `decorated method of ${record.name}`;
        return [{ fn, name: `${record.name}.${name}`, host: 'graphql', detectedBy, inputs, confidence: 'high' }];
      }),
    ),
  ],
};

import type { StoreName } from './state-store-file.js';
import { STORE_PARTS, type EnvironmentVariable } from './store-parts.js';

/** What a deployed function needs to reach the store, as data and as snippets for its manifest. */
export interface DeploymentNeeds {
  readonly variables: readonly EnvironmentVariable[];
  /** Of AWS IAM, on the table. Empty where the store knows other rights. */
  readonly actions: readonly string[];
  /** The right that the store itself has to give, where it is none of AWS IAM. */
  readonly grant: string | null;
  readonly network: string;
  /** What has to be created before the first invocation; null where nothing has. */
  readonly table: TableSnippets | null;
  /** What somebody who plans the change has to know of this store. */
  readonly limits: readonly string[];
}

export interface TableSnippets {
  /** A resource with the logical id `StateTable`, in YAML. */
  readonly cloudFormation: string;
  readonly terraform: string;
  /** A statement of a role's policy, for the table above. */
  readonly cloudFormationPolicy: string;
  readonly terraformPolicy: string;
}

export function deploymentNeeds(store: StoreName): DeploymentNeeds {
  return NEEDS[store];
}

const TABLE_ACTIONS = [
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
  'dynamodb:DeleteItem',
  'dynamodb:Query',
  'dynamodb:BatchWriteItem',
];

const CLOUD_FORMATION = `StateTable:
  Type: AWS::DynamoDB::Table
  DeletionPolicy: Retain
  UpdateReplacePolicy: Retain
  Properties:
    BillingMode: PAY_PER_REQUEST
    AttributeDefinitions:
      - AttributeName: pk
        AttributeType: S
      - AttributeName: sk
        AttributeType: S
    KeySchema:
      - AttributeName: pk
        KeyType: HASH
      - AttributeName: sk
        KeyType: RANGE
    TimeToLiveSpecification:
      AttributeName: ttl
      Enabled: true
    PointInTimeRecoverySpecification:
      PointInTimeRecoveryEnabled: true
`;

const TERRAFORM = `resource "aws_dynamodb_table" "state" {
  name         = "state"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "pk"
  range_key    = "sk"

  attribute {
    name = "pk"
    type = "S"
  }

  attribute {
    name = "sk"
    type = "S"
  }

  ttl {
    attribute_name = "ttl"
    enabled        = true
  }

  point_in_time_recovery {
    enabled = true
  }

  lifecycle {
    prevent_destroy = true
  }
}
`;

const CLOUD_FORMATION_POLICY = `- Effect: Allow
  Action:
${TABLE_ACTIONS.map((action) => `    - ${action}`).join('\n')}
  Resource: !GetAtt StateTable.Arn
`;

const TERRAFORM_POLICY = `statement {
  actions = [
${TABLE_ACTIONS.map((action) => `    "${action}",`).join('\n')}
  ]
  resources = [aws_dynamodb_table.state.arn]
}
`;

const NEEDS: Readonly<Record<StoreName, DeploymentNeeds>> = {
  redis: {
    variables: STORE_PARTS['redis-ioredis'].variables,
    actions: [],
    grant: 'a user that may run EVAL and EVALSHA, and read and write hashes, sorted sets and strings of its namespace',
    network: 'a connection to the port of the server (6379); a managed Redis in a VPC needs the function in that VPC',
    table: null,
    limits: [
      'what is written must survive: maxmemory-policy noeviction, and persistence or replicas as for any database',
      'a write that the server confirmed can be lost when it fails over before a replica has it',
      'one structure lies on one node of a cluster; a transaction needs structures of one group there',
    ],
  },
  dynamodb: {
    variables: STORE_PARTS.dynamodb.variables,
    actions: TABLE_ACTIONS,
    grant: null,
    network: 'HTTPS to the DynamoDB endpoint of the region; a function in a VPC needs a gateway endpoint for it',
    table: {
      cloudFormation: CLOUD_FORMATION,
      terraform: TERRAFORM,
      cloudFormationPolicy: CLOUD_FORMATION_POLICY,
      terraformPolicy: TERRAFORM_POLICY,
    },
    limits: [
      'entries, keys, values, size and clear go through all items page by page, and are no snapshot',
      'a value, and a list with all its elements, is one item of at most 400 KB; all initial values of a structure together as well',
      'a transaction over several entities is not possible: keep them in one cell',
      'an entry that is new costs two writes more: for its place in the order of insertion',
    ],
  },
  postgres: {
    variables: STORE_PARTS.postgres.variables,
    actions: [],
    grant:
      'SELECT, INSERT, UPDATE and DELETE on state_store and USAGE on its sequence; CREATE on the schema for the first use',
    network:
      'a connection to the port of the server (5432); up to 5 connections for each container: count them, or use a pooler',
    table: null,
    limits: [
      'a key has at most about 2,700 bytes, structure and key together',
      'a pooler has to keep a transaction on one connection (transaction pooling is enough)',
    ],
  },
};

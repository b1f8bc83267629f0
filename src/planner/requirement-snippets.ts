import type { Store } from '../model/configuration.js';
import type { FunctionRequirement } from '../model/plan.js';

/** Text for the manifests that the repository has. */
export function snippetsFor(store: Store, manifests: readonly string[]): FunctionRequirement['snippets'] {
  return manifests.flatMap((manifest) => {
    const name = manifest.slice(manifest.lastIndexOf('/') + 1);
    const text = /^serverless\.(?:ya?ml)$/.test(name)
      ? serverless(store)
      : /^(?:template|sam)\.ya?ml$/.test(name)
        ? sam(store)
        : name.endsWith('.tf')
          ? terraform(store)
          : null;
    return text === null ? [] : [{ manifest, text }];
  });
}

function serverless(store: Store): string {
  if (store !== 'dynamodb')
    return `provider:\n  environment:\n    ${variableOf(store)}: \${env:${variableOf(store)}}\n`;
  return `provider:
  environment:
    STATE_TABLE: !Ref StateTable
  iam:
    role:
      statements:
        - Effect: Allow
          Action: [dynamodb:GetItem, dynamodb:PutItem, dynamodb:UpdateItem, dynamodb:DeleteItem, dynamodb:Query]
          Resource: !GetAtt StateTable.Arn
resources:
  Resources:
${indented(TABLE, 4)}`;
}

function sam(store: Store): string {
  if (store !== 'dynamodb') {
    return `Globals:\n  Function:\n    Environment:\n      Variables:\n        ${variableOf(store)}: !Ref ${store === 'redis' ? 'RedisUrl' : 'DatabaseUrl'}\n`;
  }
  return `Globals:
  Function:
    Environment:
      Variables:
        STATE_TABLE: !Ref StateTable
Resources:
${indented(TABLE, 2)}  # and for each function: Policies: [DynamoDBCrudPolicy: { TableName: !Ref StateTable }]
`;
}

const TABLE = `StateTable:
  Type: AWS::DynamoDB::Table
  Properties:
    BillingMode: PAY_PER_REQUEST
    AttributeDefinitions:
      - { AttributeName: pk, AttributeType: S }
      - { AttributeName: sk, AttributeType: S }
    KeySchema:
      - { AttributeName: pk, KeyType: HASH }
      - { AttributeName: sk, KeyType: RANGE }
    TimeToLiveSpecification: { AttributeName: ttl, Enabled: true }
`;

function terraform(store: Store): string {
  if (store !== 'dynamodb')
    return `environment {\n  variables = { ${variableOf(store)} = var.${variableOf(store).toLowerCase()} }\n}\n`;
  return `resource "aws_dynamodb_table" "state" {
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
}
`;
}

function variableOf(store: Store): string {
  return store === 'redis' ? 'REDIS_URL' : store === 'postgres' ? 'DATABASE_URL' : 'STATE_TABLE';
}

function indented(text: string, by: number): string {
  return text.replace(/^(?=.)/gm, ' '.repeat(by));
}

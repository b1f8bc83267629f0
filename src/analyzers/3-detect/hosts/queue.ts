import type { HostDetector } from '../detection.js';
import { INPUTS } from '../detection.js';
import { callName, detectRegistrations, eventName } from '../registration.js';

const AMQP = String.raw`amqplib(?:\/callback_api)?\.connect\(\)\.create(?:Confirm)?Channel\(\)`;

/** Consumers of queues, topics and jobs: SQS, Kafka, BullMQ and Bull, AMQP, Pub/Sub, NATS, MQTT, Redis, Inngest and others. */
export const queue: HostDetector = {
  facts: [
    { k: 'gives', callee: /^amqplib\/callback_api\.connect$/, parameters: { 1: 'amqplib/callback_api.connect()' } },
    {
      k: 'gives',
      callee: /^amqplib\/callback_api\.connect\(\)\.create(?:Confirm)?Channel$/,
      parameters: { 1: 'amqplib/callback_api.connect().createChannel()' },
    },
    { k: 'type', name: /^amqplib\.(?:Confirm)?Channel$/, origin: 'amqplib.connect().createChannel()', of: 'value' },
    { k: 'type', name: /^kafkajs\.Consumer$/, origin: 'new kafkajs.Kafka.consumer()', of: 'value' },
    {
      k: 'timing',
      callee: /^(?:node-cron|cron|node-schedule|croner|toad-scheduler)\b.*\.(?:schedule|scheduleJob|from)$/,
      timing: 'timer',
    },
    { k: 'timing', callee: /^new (?:cron\.CronJob|croner\.Cron|croner)$/, timing: 'timer' },
  ],
  detect: (input) =>
    detectRegistrations(input, 'queue', [
      {
        callee: /^sqs-consumer\.Consumer\.create$|^new sqs-consumer\.Consumer$/,
        takes: /^handleMessage(?:Batch)?$/,
        inputs: INPUTS.first,
        name: (_, { path }) => path,
      },
      {
        callee: /^new kafkajs\.Kafka\.consumer\(\)\.run$/,
        takes: /^each(?:Message|Batch)$/,
        inputs: INPUTS.first,
        name: (_, { path }) => path,
      },
      {
        callee: /^new (?:bullmq|@taskforcesh\/bullmq-pro)\.Worker(?:Pro)?$/,
        inputs: INPUTS.first,
        name: ({ first }) => `worker ${first ?? ''}`.trim(),
      },
      {
        callee: /^new (?:bull|bee-queue)(?:\.default)?\.process$|^bull\(\)\.process$/,
        inputs: INPUTS.first,
        name: callName,
      },
      { callee: new RegExp(`^${AMQP}\\.consume$`), inputs: INPUTS.first, name: callName },
      {
        callee: /^new @google-cloud\/pubsub\.PubSub(?:\.topic\(\))?\.subscription\(\)\.on$/,
        first: /^message$/,
        inputs: INPUTS.first,
        name: eventName,
      },
      { callee: /^mqtt\.connect(?:Async)?\(\)\.on$/, first: /^message$/, inputs: INPUTS.firstTwo, name: eventName },
      {
        callee:
          /^(?:new ioredis(?:\.Redis|\.Cluster)?|(?:redis|@redis\/client)\.createClient\(\)(?:\.duplicate\(\))?)\.on$/,
        first: /^p?message(?:Buffer)?$/,
        inputs: INPUTS.firstTwo,
        name: eventName,
      },
      {
        callee: /^(?:redis|@redis\/client)\.createClient\(\)(?:\.duplicate\(\))?\.[ps]?[sS]ubscribe$/,
        inputs: INPUTS.firstTwo,
        name: callName,
      },
      { callee: /^new (?:agenda|@hokify\/agenda)(?:\.Agenda)?\.define$/, inputs: INPUTS.first, name: callName },
      { callee: /^new pg-boss\.work$/, inputs: INPUTS.first, name: callName },
      { callee: /^graphile-worker\.run$/, takes: /^taskList\.\w+$/, inputs: INPUTS.first, name: (_, { path }) => path },
      { callee: /^new inngest\.Inngest\.createFunction$/, inputs: INPUTS.first, name: () => 'function' },
      {
        callee: /^@trigger\.dev\/sdk(?:\/v\d)?\.(?:task|schemaTask|schedules\.task)$/,
        takes: /^run$/,
        inputs: INPUTS.first,
        name: () => 'task',
      },
      {
        callee: /^@upstash\/workflow(?:\/\w+)?\.(?:serve|createWorkflow)$/,
        inputs: INPUTS.first,
        name: () => 'workflow',
      },
    ]),
};

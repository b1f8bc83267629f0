import { eager } from './sink-model.js';
import type { SinkModel } from './sink-model.js';

/** Queues, topics and jobs. */
const PUBLISHED: readonly SinkModel[] = [
  eager('publish', /^new kafkajs\.Kafka\.producer\(\)\.(send|sendBatch)$/),
  eager('publish', /^new @google-cloud\/pubsub\.PubSub\.topic\(\)\.(publish|publishMessage|publishJSON)$/),
  eager('publish', /^new @google-cloud\/tasks\.CloudTasksClient\.createTask$/),
  eager('publish', /^new @azure\/service-bus\.ServiceBusClient\.createSender\(\)\.(sendMessages|scheduleMessages)$/),
  eager('publish', /^new @azure\/event-hubs\.EventHubProducerClient\.sendBatch$/),
  eager(
    'publish',
    /^(new )?@azure\/storage-queue\.\w+(\.from\w+\(\))?(\.getQueueClient\(\))?\.(sendMessage|deleteMessage)$/,
  ),
  eager('publish', /^new @azure\/eventgrid\.EventGridPublisherClient\.send$/),
  eager(
    'publish',
    /^new (bullmq\.Queue|bull|bee-queue)\.(add|addBulk)$|^new bee-queue\.createJob\(\)(\.\w+\(\))*\.save$/,
  ),
  eager('publish', /^new agenda(\.Agenda)?\.(now|schedule|every)$/),
  eager(
    'publish',
    /^new inngest\.Inngest\.send$|^new @upstash\/qstash\.Client\.(publish|publishJSON|batch|batchJSON|enqueue\w*)$/,
  ),
  eager('publish', /^@trigger\.dev\/sdk(\/v3)?\.(tasks\.)?(trigger|batchTrigger)$/),
  eager('publish', /^new pusher\.(trigger|triggerBatch)$|^new ably\.\w+(\.\w+)?\.channels\.get\(\)\.publish$/),
  eager('publish', /^mqtt\.connect\(\)\.(publish|publishAsync)$/),
  eager('publish', /^firebase-admin(\.messaging\(\)|\/messaging\.getMessaging\(\))\.(send\w*)$/),
  eager(
    'publish',
    /^web-push\.sendNotification$|^new expo-server-sdk(\.Expo)?\.sendPushNotificationsAsync$|^new onesignal-node\.Client\.createNotification$/,
  ),
];

/** Messages to people. */
const MAILED: readonly SinkModel[] = [
  eager('mail', /^@sendgrid\/mail(\.MailService)?\.(send|sendMultiple)$|^new @sendgrid\/mail\.MailService\.send$/),
  eager('mail', /^nodemailer\.createTransport\(\)\.sendMail$/),
  eager('mail', /^new resend\.Resend\.(emails|batch)\.(send|create)$/),
  eager('mail', /^new postmark\.\w+\.(sendEmail\w*|sendEmailBatch\w*)$/),
  eager('mail', /^(new )?mailgun(-js|\.js)(\(\))?(\.client\(\))?\.messages(\(\))?\.(send|create)$/),
  eager('mail', /^(new )?mailersend\.\w+\.email\.send$|^@mailchimp\/\w+(\(\))?\.messages\.send\w*$/),
  eager(
    'mail',
    /^(new )?twilio(\.Twilio)?(\(\))?\.(messages|calls|verify(\.v2)?\.services\(\)\.verifications)\.create$/,
  ),
  eager(
    'mail',
    /^(new )?@slack\/(web-api\.WebClient|webhook\.IncomingWebhook)\.(chat\.\w+|reactions\.\w+|files\.\w+|conversations\.(open|invite|create|join)|send)$/,
  ),
  eager(
    'mail',
    /^(new )?(telegraf|grammy|node-telegram-bot-api)(\.\w+)?(\.telegram|\.api)?\.(send\w+|reply\w*|answer\w+|editMessage\w+|deleteMessage|forwardMessage)$/,
  ),
  eager(
    'mail',
    /^telegram#event(\.telegram|\.api)?\.(send[A-Z]\w+|reply\w*|answer[A-Z]\w+|editMessage\w+|deleteMessage|forwardMessage)$/,
  ),
];

const STRIPE_VERBS =
  'create|update|del|cancel|confirm|capture|pay|finalizeInvoice|sendInvoice|voidInvoice|attach|detach|approve|decline|resume|createReversal|createUsageRecord';

/** Payments. */
const PAID: readonly SinkModel[] = [
  eager('payment', new RegExp(String.raw`^(new )?stripe(\.Stripe)?(\(\))?(\.\w+){1,3}\.(${STRIPE_VERBS})$`)),
  eager(
    'payment',
    /^new braintree\.\w+\.(transaction|customer|subscription|paymentMethod)\.(sale|create|update|delete|refund|void|cancel|submitForSettlement)$/,
  ),
  eager('payment', /^paypal-rest-sdk\.\w+\.(create|execute|capture|refund|update|send|cancel)$/),
  eager('payment', /^new razorpay\.\w+\.(create|capture|refund|edit|cancel)$/),
  eager('payment', /^@mollie\/api-client\.createMollieClient\(\)\.\w+\.(create|update|cancel|delete)$/),
  eager('payment', /^new square\.\w+(\.\w+)+\.(create\w*|update\w*|cancel\w*|refund\w*|complete\w*)$/),
];

export const MESSAGE_SINKS: readonly SinkModel[] = [...PUBLISHED, ...MAILED, ...PAID];

import type { LibraryModel } from './library-model.js';

/** Credentials and settings of an SDK that has one configuration for everybody. */
export const SDK_SETTINGS: readonly LibraryModel[] = [
  {
    kind: 'setting',
    calls: [
      'aws-sdk[/global].config.{update,loadFromPath,setPromisesDependency}',
      'aws-xray-sdk[-core].setContextMissingStrategy',
      'stripe[()].{setApiKey,_setApiKey}',
      'new stripe[.Stripe].{setApiKey,_setApiKey}',
      '@sendgrid/{mail,client}.{setApiKey,setTwilioEmailAuth}',
      'cloudinary[.v2].config',
      'googleapis.google.options',
      'mercadopago.configure',
      'paypal-rest-sdk.configure',
      'web-push.{setVapidDetails,setGCMAPIKey}',
      '@mailchimp/*.setConfig',
      'parse/node.{initialize,User.enableUnsafeCurrentUser,User.become}',
      'openpgp.config.**',
      'razorpay.setCredentials',
    ],
    assigns: [
      'aws-sdk[/global].config',
      'aws-sdk[/global].config.**',
      'stripe[()].{apiKey,api_key}',
      'new stripe[.Stripe].{apiKey,api_key}',
      '{openai,@anthropic-ai/sdk}.apiKey',
      'new {openai,@anthropic-ai/sdk}[.*].{apiKey,baseURL}',
      'conekta.api_key',
      'square.ApiClient.instance.**',
    ],
    wrong: {
      grade: 'critical',
      message:
        'gives an SDK that all requests share the identity or settings of one of them: calls made for others use it',
      fix: 'make a client for each identity and pass it the credentials',
    },
  },
];

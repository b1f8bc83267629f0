import type { HostDetector } from '../detection.js';
import { INPUTS } from '../detection.js';
import { callName, detectRegistrations } from '../registration.js';

const BOT = String.raw`new (?:grammy|telegraf|node-telegram-bot-api|telegram|puregram|gramio|@mtcute/\w+|telebot|slimbot)(?:\.(?:\w+\.)*\w+)?`;
const METHODS =
  'on|once|command|use|hears|start|help|settings|action|onText|callbackQuery|inlineQuery|gameQuery|reaction|catch|filter|drop|branch|fork|lazy|route|enter|leave|email|hashtag|mention|phone|url|cashtag|onReplyToMessage|errorBoundary|chatType|preCheckoutQuery|shippingQuery|chosenInlineResult';
const FLUENT = `^(${BOT})\\.(?:${METHODS})$`;

/** Telegram bots: grammY, Telegraf, node-telegram-bot-api and others. */
export const telegram: HostDetector = {
  facts: [
    { k: 'returns', callee: new RegExp(FLUENT), origin: '$1' },
    { k: 'type', name: /^grammy\.(?:Bot|Composer|Api)$/, origin: 'new grammy.Bot', of: 'value' },
    { k: 'type', name: /^telegraf\.(?:Telegraf|Composer)$/, origin: 'new telegraf.Telegraf', of: 'value' },
    { k: 'type', name: /^node-telegram-bot-api$/, origin: 'new node-telegram-bot-api', of: 'value' },
    { k: 'timing', callee: new RegExp(`^${BOT}\\.(?:launch)$`), timing: 'startup' },
  ],
  detect: (input) =>
    detectRegistrations(input, 'telegram', [
      { callee: new RegExp(`^${BOT}\\.(?:${METHODS})$`), inputs: INPUTS.all, name: callName },
      { callee: /^new telegraf\.(?:\w+\.)*(?:WizardScene|Stage)$/, inputs: INPUTS.first, name: callName },
      { callee: /^@grammyjs\/conversations\.createConversation$/, inputs: INPUTS.all, name: () => 'conversation' },
    ]),
};

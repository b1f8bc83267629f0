import type { LibraryModel } from './library-model.js';

const wrong = {
  grade: 'high',
  message: 'sets the language of one request for the whole process: others are answered in it',
  fix: 'use an instance or a formatter for the request (cloneInstance, getFixedT, a locale as argument)',
} as const;

/** Languages, time zones and message tables of the whole process. */
export const LOCALES: readonly LibraryModel[] = [
  {
    kind: 'setting',
    calls: [
      'i18next[.createInstance()].{changeLanguage,setDefaultNamespace}',
      '{moment,moment-timezone,moment/*}[.**].{locale,lang,updateLocale}',
      '{moment,moment-timezone}.tz.setDefault',
      'dayjs.{locale,tz.setDefault}',
      'numeral.{locale,language,defaultFormat}',
      'i18n.{setLocale,configure}',
      'new i18n.I18n.setLocale',
      'new node-polyglot.{locale,extend,replace}',
      'date-fns.setDefaultOptions',
      'globalize.locale',
      '@formatjs/intl.setDefaultLocale',
      '{zod,zod/*}.{setErrorMap,config,z.setErrorMap,z.config}',
      'yup.setLocale',
      'joi.defaults',
      'validatorjs.useLang',
      '@faker-js/faker.[faker.]setLocale',
      '@lingui/core.i18n.{activate,load,loadAndActivate}',
    ],
    assigns: ['luxon.Settings.{defaultLocale,defaultZone}', 'i18next.language', '@faker-js/faker.[faker.]locale'],
    wrong,
  },
];

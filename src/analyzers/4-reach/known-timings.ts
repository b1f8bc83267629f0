import type { Timing } from '../../model/timing.js';

/** What is known about callees by where they come from; the first that matches says when they call back. */
export const KNOWN: readonly { readonly callee: RegExp; readonly first?: RegExp; readonly timing: Timing }[] = [
  { callee: /^(?:@|(?:@globalThis|@global|@window|@self)\.|timers\.)set(?:Timeout|Interval)$/, timing: 'timer' },
  { callee: /^@request(?:AnimationFrame|IdleCallback)$/, timing: 'timer' },
  // They run when the current step is over, which is still part of what goes on.
  { callee: /^@(?:setImmediate|queueMicrotask|process\.nextTick)$|^timers\.setImmediate$/, timing: 'now' },
  {
    callee: /^@?process\.(?:on|once|addListener|prependListener)$/,
    first: /^(?:exit|beforeExit|SIG[A-Z]+\d?|disconnect)$/,
    timing: 'shutdown',
  },
  {
    callee: /^@?process\.(?:on|once|addListener|prependListener)$/,
    first: /^(?:uncaughtException\w*|unhandledRejection|rejectionHandled|warning|multipleResolves)$/,
    timing: 'timer',
  },
  // A connection tells of itself: no invocation makes it.
  {
    callee:
      /^(?:new )?(?:mongoose|ioredis|redis|@redis\/client|mongodb|pg|pg-pool|mysql2?|amqplib|kafkajs|mqtt|nats|knex|typeorm|sequelize|cassandra-driver|memcached|tedious|mssql|@prisma\/client)\b.*\.(?:on|once|addListener)$/,
    first:
      /^(?:connect(?:ed|ing)?|ready|open|close[d]?|end|error|reconnect\w*|disconnect\w*|timeout|drain|fullsetup|all|acquire|release|remove|serverHeartbeat\w*|topology\w*)$/,
    timing: 'timer',
  },
  {
    callee: /^(?:https?|http2|net|tls)\b.*\.(?:on|once|addListener)$/,
    first: /^(?:listening|error|close)$/,
    timing: 'timer',
  },
  // Rendering on a server runs neither effects nor event handlers.
  { callee: /^(?:react|preact\/hooks)\.use(?:Layout|Insertion)?Effect$|^react\.useImperativeHandle$/, timing: 'never' },
  { callee: /^(?:react|preact\/hooks)\.(?:useMemo|useState|useReducer|useSyncExternalStore|cache)$/, timing: 'now' },
  {
    callee:
      /^(?:vue|#imports|@)\.?(?:onMounted|onBeforeUnmount|onUnmounted|onUpdated|onBeforeMount)$|^svelte\.(?:onMount|afterUpdate|beforeUpdate)$/,
    timing: 'never',
  },
  // Functions that keep what they are given, and return something that calls it.
  {
    callee:
      /^(?:lodash|lodash-es|underscore|ramda|rambda|remeda)(?:\.fp)?\.(?:memoize\w*|debounce|throttle|once|after|before|curry\w*|partial\w*|bind\w*|wrap|flow\w*|compose\w*|pipe\w*|negate|over\w*|cond\w*|rearg|unary|ary|flip|spread|rest|delay|defer)$/,
    timing: 'later',
  },
  { callee: /^lodash\.(?:memoize|debounce|throttle|once|curry|partial)(?:\.default)?$/, timing: 'later' },
  {
    callee:
      /^util\.(?:promisify|callbackify|deprecate|debuglog|inherits)$|^async\.(?:queue|priorityQueue|cargo\w*|memoize|reflect\w*|timeout)$/,
    timing: 'later',
  },
  { callee: /^fs\.(?:watch|watchFile)$/, timing: 'timer' },
  { callee: /^@Object\.(?:defineProperty|defineProperties|create)$|^@Reflect\.defineProperty$/, timing: 'later' },
  // What else these take runs during the call, or as its continuation.
  {
    callee:
      /^(?:@(?:Array|Object|JSON|Reflect|String|Promise|Number)\b|(?:lodash|lodash-es|underscore|ramda|async|rambda|remeda|p-map|p-limit|p-retry|async-retry|bluebird|fs|crypto|zlib|child_process|dns|path|util|glob|immer|d3|rimraf)\b)/,
    timing: 'now',
  },
];

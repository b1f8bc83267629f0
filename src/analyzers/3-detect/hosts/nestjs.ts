import type { Detection, HostDetector } from '../detection.js';
import { decoratedClasses, decoratorText } from '../decorators.js';
import type { DecoratedClass, DecoratedMethod } from '../decorators.js';

const CLASS =
  /^(?:@nestjs\/(?:common|websockets|graphql|bullmq|bull|cqrs|microservices|schedule)|nestjs-telegraf|necord|@nestjs-\w+\/[\w-]+)\.(?:Controller|Injectable|Catch|WebSocketGateway|Resolver|Processor|CommandHandler|QueryHandler|EventsHandler|Update|Scene|Wizard|Consumer)$/;
const METHOD =
  /^(?:@nestjs\/common\.(?:Get|Post|Put|Patch|Delete|Head|Options|All|Search|Sse)|@nestjs\/websockets\.SubscribeMessage|@nestjs\/microservices\.(?:MessagePattern|EventPattern|GrpcMethod|GrpcStreamMethod)|@nestjs\/schedule\.(?:Cron|Interval|Timeout)|@nestjs\/event-emitter\.OnEvent|@nestjs\/graphql\.(?:Query|Mutation|Subscription|ResolveField|ResolveProperty)|@nestjs\/bull\.(?:Process|OnQueue\w+)|@nestjs\/bullmq\.OnWorkerEvent|nestjs-telegraf\.\w+|necord\.\w+)$/;
/** Methods that an interface of the framework names, by what the class has to be. */
const BY_NAME: readonly { readonly of: RegExp; readonly name: RegExp }[] = [
  { of: /\.Injectable$/, name: /^(?:canActivate|intercept|transform|use|validate|resolve)$/ },
  { of: /\.Catch$/, name: /^catch$/ },
  { of: /\.WebSocketGateway$/, name: /^handle(?:Connection|Disconnect)$/ },
  { of: /\.Processor$/, name: /^process$/ },
  { of: /\.(?:CommandHandler|QueryHandler)$/, name: /^execute$/ },
  { of: /\.EventsHandler$/, name: /^handle$/ },
];

/** NestJS: routes of controllers, gateways, message patterns, cron methods, guards and their kin. */
export const nestjs: HostDetector = {
  facts: [],
  detect: ({ program }) =>
    decoratedClasses(program, CLASS).flatMap((owner) => owner.methods.flatMap((method) => detectionOf(owner, method))),
};

function detectionOf(owner: DecoratedClass, method: DecoratedMethod): Detection[] {
  const decorator = method.decorators.find(({ origin }) => METHOD.test(origin));
  const named = BY_NAME.some(
    ({ of, name }) => name.test(method.name) && owner.decorators.some((origin) => of.test(origin)),
  );
  if (!decorator && !named) return [];
  const verb = decorator?.origin.slice(decorator.origin.lastIndexOf('.') + 1);
  const path = decorator ? decoratorText(decorator.expr) : null;
  const shown = verb === undefined ? '' : `@${verb}(${path === null ? '' : `'${path}'`})`;
  return [
    {
      fn: method.fn,
      name: `${owner.record.name}.${method.name}`,
      host: 'nestjs',
      detectedBy:
        verb === undefined ? `${method.name} of ${owner.decorators[0] ?? ''}` : `${shown} in ${owner.record.name}`,
      inputs: method.record.params.map((_, position) => position),
      confidence: 'high',
    },
  ];
}

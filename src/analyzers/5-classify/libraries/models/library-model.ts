import type { ClassificationName } from '../../../../model/classification.js';
import type { Grade } from '../../../../model/classified-program.js';
import type { Host } from '../../../../model/deployment.js';

/**
 * Where something comes from, as the flow names it:
 *
 * - `express-session()`: what a call of the package's own function returns (default import, `require`, namespace alike);
 * - `express-rate-limit.rateLimit()`: of one of its members; `new lru-cache.LRUCache`: a construction;
 * - `new socket.io.Server.on`, `axios.create().defaults`: a member of what was made.
 *
 * `*` is any one name, `**` any rest, `{a,b}` alternatives, `[x]` optional: `dataloader[.DataLoader]`.
 */
export type OriginPattern = string;

/** What is wrong, as a predicate of whatever is named, and what to do instead. */
export interface Wrong {
  readonly grade: Grade;
  /** `keeps every session in the memory of one environment`. */
  readonly message: string;
  /** `pass a store that all environments share (connect-redis)`. */
  readonly fix: string;
  /** `library-state` unless said otherwise. */
  readonly classification?: ClassificationName;
  /** Where the rule does not follow from the classification. */
  readonly rule?: string;
}

/** A path of option names: `store`, `connection.filename`. */
export type OptionPath = string;

/** State that is wrong in memory: sessions, limits, rooms, caches of one request's data. */
export interface StoreModel {
  readonly kind: 'store';
  /** Calls and constructions that make it. */
  readonly made: readonly OriginPattern[];
  /** Plugins that another library calls: `app.register(plugin, options)`. */
  readonly plugins?: readonly OriginPattern[];
  /** `anywhere`: wrong wherever it is made. `module`: wrong if it outlives the invocation. */
  readonly wrongAt: 'anywhere' | 'module';
  readonly wrong: Wrong;
  /** Options that hand the state to something else; a store in memory does not count. */
  readonly movedBy?: readonly OptionPath[];
  /** Methods that do the same later: `io.adapter(…)`. */
  readonly movedByMethods?: readonly string[];
  /** Options that only matter with one of these values: `cache: false`, `driver: 'redis'`. */
  readonly harmlessIf?: readonly { readonly option: OptionPath; readonly is: readonly (string | boolean | number)[] }[];
  /** The state matters only where the program uses one of these members of it, or of what its connections are handed. */
  readonly mattersWith?: { readonly ofIt: readonly string[]; readonly ofConnections: readonly string[] };
  /** `short-lived`: right in a process that lives long and is asked by name (a container). */
  readonly wrongWhere?: 'short-lived';
  /** It is only a fallback where it is passed as one of these options of something else. */
  readonly fallbackAs?: readonly OptionPath[];
}

/** A cache of the program's own values: judged by what is put into it, and by what bounds it. */
export interface CacheModel {
  readonly kind: 'cache';
  readonly made: readonly OriginPattern[];
  /** The library has one cache for everybody, and these are its functions: `memory-cache`. */
  readonly shared?: readonly OriginPattern[];
  /** Always limited by the library itself, or by one of these options. */
  readonly bounded: 'always' | readonly OptionPath[];
  /** Options after which entries expire. */
  readonly expires?: readonly OptionPath[];
  readonly movedBy?: readonly OptionPath[];
  /** The first argument names where the values are kept: `redis://…`; without it, memory. */
  readonly movedByArgument?: boolean;
  readonly methods: CacheMethods;
}

export interface CacheMethods {
  readonly reads: readonly string[];
  /** Key first, value second, age third. */
  readonly writes: readonly string[];
  readonly deletes: readonly string[];
}

/** A function that remembers the results of another. */
export interface MemoizerModel {
  readonly kind: 'memoizer';
  readonly made: readonly OriginPattern[];
  /** What the key is made of unless an option says otherwise. */
  readonly keyedBy: 'first-argument' | 'all-arguments';
  readonly keyOptions: readonly OptionPath[];
  /** Position of a function that makes the key: `_.memoize(fn, resolver)`. */
  readonly keyArgument?: number;
  readonly bounded: 'always' | readonly OptionPath[];
}

/** A lock that only one process knows. */
export interface LockModel {
  readonly kind: 'lock';
  readonly made: readonly OriginPattern[];
  /** Methods that run a callback inside the section; `''` where the lock itself is called. */
  readonly around: readonly string[];
  /** Methods that enter it until further notice. */
  readonly enter: readonly string[];
}

/** Work that waits in memory. */
export interface QueueModel {
  readonly kind: 'queue';
  readonly made: readonly OriginPattern[];
  readonly add: readonly string[];
  /** Methods that wait until everything is done. */
  readonly join: readonly string[];
}

/** Something that starts work by the clock of one process. */
export interface SchedulerModel {
  readonly kind: 'scheduler';
  readonly made: readonly OriginPattern[];
  /** Decorators of methods that it calls. */
  readonly decorators?: readonly OriginPattern[];
  /** Jobs and locks are in a database: the work is only missing where the process does not run. */
  readonly durable?: boolean;
}

/** A file on the local disk. */
export interface FileModel {
  readonly kind: 'file';
  readonly made: readonly OriginPattern[];
  readonly role: 'database' | 'log' | 'uploads' | 'sessions';
  /** Where the path stands; the first that is there counts. */
  readonly path: readonly PathSource[];
  /** Only with one of these values of an option: `dialect: 'sqlite'`. */
  readonly onlyIf?: { readonly option: OptionPath; readonly is: readonly string[] };
  /** What it does without a path. */
  readonly withoutPath: 'memory' | 'default-file' | 'nothing';
  readonly readOnlyOptions?: readonly OptionPath[];
  /** Paths that are no file at all: `:memory:`, remote addresses. */
  readonly notAFile?: readonly string[];
}

export type PathSource = { readonly argument: number } | { readonly option: OptionPath };

/** A value that its readers watch: one for all requests where a module holds it on a server. */
export interface ReactiveModel {
  readonly kind: 'reactive';
  readonly made: readonly OriginPattern[];
  /** Methods that write it. */
  readonly writes: readonly string[];
  /** Functions of the package, or members of what was made, that write it when called. */
  readonly writtenBy?: readonly OriginPattern[];
}

/** An emitter: publish and subscribe within one process. */
export interface EmitterModel {
  readonly kind: 'emitter';
  readonly made: readonly OriginPattern[];
  readonly subscribe: readonly string[];
  readonly publish: readonly string[];
}

/** What lives in a module and is right there. */
export interface HarmlessModel {
  readonly kind: 'harmless';
  readonly made: readonly OriginPattern[];
  readonly classification: ClassificationName;
  readonly message: string;
}

/** A call or an assignment that sets something for the whole process. */
export interface SettingModel {
  readonly kind: 'setting';
  readonly calls?: readonly OriginPattern[];
  readonly assigns?: readonly OriginPattern[];
  readonly wrong: Wrong;
  /** Calls that open a scope of its own for what runs in their callback. */
  readonly scopes?: readonly OriginPattern[];
  /** Calls that undo it. */
  readonly clears?: readonly OriginPattern[];
  /** Wrappers that undo it after each invocation, with the options that say so. */
  readonly clearedBy?: readonly { readonly calls: readonly OriginPattern[]; readonly options: readonly OptionPath[] }[];
  /** The receiver is the shared one, however it is reached: `getCurrentScope()`. */
  readonly shared?: boolean;
  /** Where one of these is called anywhere, each request of these hosts has a scope of its own. */
  readonly isolatedBy?: { readonly calls: readonly OriginPattern[]; readonly hosts: readonly Host[] };
  /** How bad it is where every invocation sets its own value before it uses it; `one-at-a-time`: only on such targets. */
  readonly overwritten?: { readonly grade: Grade; readonly where: 'one-at-a-time' | 'everywhere' };
}

/** A call that adds something to a shared object, every time that it is made. */
export interface RegistrationModel {
  readonly kind: 'registration';
  readonly calls: readonly OriginPattern[];
  readonly wrong: Wrong;
  /** Methods that take it away again. */
  readonly undo: readonly string[];
  /** How many arguments make it a registration: with fewer it is a look-up. */
  readonly fromArguments?: number;
  /** Options that register it with something else than the library's own registry. */
  readonly elsewhereBy?: readonly OptionPath[];
}

/** A call or an assignment that puts one object on the prototype of every request. */
export interface DecorationModel {
  readonly kind: 'decoration';
  /** `app.decorateRequest(name, value)`. */
  readonly calls?: readonly OriginPattern[];
  /** `app.context.name = value`. */
  readonly assigns?: readonly OriginPattern[];
  /** The functions that answer with the object: `storage.getStore()`. Without them, it is a member of each request. */
  readonly readBy?: readonly OriginPattern[];
  readonly wrong: Wrong;
}

/** One unit of work and its identity map, meant for one request: `orm.em`. */
export interface UnitOfWorkModel {
  readonly kind: 'unit-of-work';
  /** The shared one. */
  readonly origins: readonly OriginPattern[];
  /** Methods that read or change what it holds. */
  readonly uses: readonly string[];
  /** Where one of these is called anywhere, each request works on a fork. */
  readonly forkedBy: readonly OriginPattern[];
  readonly wrong: Wrong;
}

/** Models of objects that hold state, found where they are made. */
export type ObjectModel =
  | StoreModel
  | CacheModel
  | MemoizerModel
  | LockModel
  | QueueModel
  | SchedulerModel
  | FileModel
  | ReactiveModel
  | EmitterModel
  | HarmlessModel;

export type LibraryModel = ObjectModel | SettingModel | RegistrationModel | DecorationModel | UnitOfWorkModel;

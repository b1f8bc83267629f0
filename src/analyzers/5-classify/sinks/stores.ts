import { eager } from './sink-model.js';
import type { SinkModel } from './sink-model.js';

const REDIS = String.raw`(?:(?:new )?(?:ioredis|redis|@redis\/client|handy-redis|tedis|async-redis)(?:\.\w+)?(?:\(\))?|new @upstash\/redis(?:\/\w+)?\.Redis|@upstash\/redis(?:\/\w+)?\.Redis\.fromEnv\(\)|@vercel\/kv\.(?:kv|createClient\(\)|default)|@valkey\/valkey-glide\.\w+\.createClient\(\)|new iovalkey(?:\.\w+)?)`;
const ALONG = String.raw`(?:\.(?:connect|duplicate|on|v4|promises)(?:\(\))?)*`;
const COMMANDS = String.raw`set|setex|psetex|setnx|setEx|setNX|getset|getSet|mset|msetnx|mSet|append|setrange|setbit|del|unlink|rename|incr|incrby|incrBy|incrbyfloat|incrByFloat|decr|decrby|decrBy|expire|expireat|expireAt|pexpire|persist|hset|hSet|hmset|hsetnx|hSetNX|hdel|hDel|hincrby|hIncrBy|hincrbyfloat|lpush|lPush|rpush|rPush|lpop|lPop|rpop|rPop|lrem|lRem|lset|lSet|ltrim|lTrim|rpoplpush|lmove|sadd|sAdd|srem|sRem|spop|sPop|smove|zadd|zAdd|zrem|zRem|zincrby|zIncrBy|zremrangebyscore|zRemRangeByScore|xadd|xAdd|xdel|xtrim|xack|xAck|geoadd|geoAdd|pfadd|pfAdd|flushdb|flushall|json\.set`;

/** Key-value stores, object stores and what edge platforms bind. */
export const STORE_SINKS: readonly SinkModel[] = [
  eager('write', new RegExp(String.raw`^(?!.*\.(?:multi|pipeline|batch)\(\))${REDIS}${ALONG}\.(${COMMANDS})$`)),
  eager('publish', new RegExp(String.raw`^${REDIS}${ALONG}\.(publish|spublish|sPublish)$`)),
  eager('write', new RegExp(String.raw`^${REDIS}${ALONG}\.(multi|pipeline)\(\)(\.\w+\(\))*\.(exec|execAsPipeline)$`)),
  eager(
    'write',
    /^(memjs\.Client\.create\(\)|new memjs\.Client|new memcached)\.(set|add|replace|delete|increment|decrement|incr|decr|touch|del|append)$/,
  ),
  eager('write', /^(new )?@vercel\/blob\.(put|del|copy|upload)$|^@netlify\/blobs\.getStore\(\)\.(set|setJSON|delete)$/),
  eager(
    'write',
    /^(new )?@azure\/storage-blob\.\w+(\.from\w+\(\))?(\.\w+\(\))*\.(upload\w*|delete\w*|setMetadata|beginCopyFromURL|syncUpload\w*|appendBlock|stageBlock|commitBlockList|create\w*)$/,
  ),
  eager(
    'write',
    /^azure-storage\.create\w+Service\(\)\.(create|insert|delete|update|replace|insertOrReplace|insertOrMerge|append|set)\w*$/,
    'callback',
  ),
  eager(
    'write',
    /^(new )?@google-cloud\/storage(\.Storage)?(\.bucket\(\)|\.file\(\))+\.(save|upload|delete|copy|move|rename|setMetadata|makePublic|deleteFiles|combine|create)$/,
  ),
  eager(
    'write',
    /^firebase-admin(\.storage\(\)|\/storage\.getStorage\(\))(\.bucket\(\)|\.file\(\))+\.(save|upload|delete|copy|move|setMetadata|makePublic|deleteFiles)$/,
  ),
  eager('write', /^new minio\.Client\.(putObject|fPutObject|removeObjects?|copyObject)$/),
  eager('write', /^cloudflare#env\.\w+\.(put|delete)$/),
  eager('publish', /^cloudflare#env\.\w+\.(send|sendBatch)$/),
  eager('write', /^cloudflare#env\.\w+\.(batch|exec)$/),
  eager(
    'write',
    /^cloudflare#env\.\w+(\.withSession\(\))?\.prepare\(\)(\.bind\(\))?\.(run|all|first|raw)$/,
    'prepared-sql',
  ),
  eager('write', /^@deno\.openKv\(\)\.(set|delete)$/i),
];

/**
 * Each operation is one script, so nothing comes between its steps. A structure has three keys in one slot of a cluster: a
 * hash with a field for each record (version, expiry and value, parted by blanks), the order of its fields, and their
 * expiry. Numbers are added by the script, because INCRBYFLOAT adds otherwise than JavaScript does.
 */
const COMMON = `
local MAX_SAFE = 9007199254740991
local GRACE = 60000

local function load(at, key, now)
  local packed = redis.call('HGET', KEYS[at], key)
  if not packed then return nil end
  local version, expires, value = string.match(packed, '^(%S+) (%S+) (.*)$')
  if expires ~= '-' and tonumber(expires) <= now then return nil end
  return value, version, expires
end

local function drop(at, key)
  redis.call('HDEL', KEYS[at], key)
  redis.call('ZREM', KEYS[at + 1], key)
  redis.call('ZREM', KEYS[at + 2], key)
end

-- What expired long ago is dropped by whoever writes; the keys themselves expire after their last record.
local function collect(at, now)
  local old = redis.call('ZRANGEBYSCORE', KEYS[at + 2], '-inf', now - GRACE, 'LIMIT', 0, 20)
  for _, key in ipairs(old) do drop(at, key) end
  local last = redis.call('ZREVRANGE', KEYS[at + 2], 0, 0, 'WITHSCORES')
  local all_expire = redis.call('ZCARD', KEYS[at + 2]) == redis.call('HLEN', KEYS[at])
  for i = at, at + 2 do
    if last[2] and all_expire then
      redis.call('PEXPIRE', KEYS[i], string.format('%.0f', tonumber(last[2]) - now + GRACE))
    else
      redis.call('PERSIST', KEYS[i])
    end
  end
end

local function save(at, key, version, expires, value, is_new, now)
  redis.call('HSET', KEYS[at], key, version .. ' ' .. expires .. ' ' .. value)
  if key == '' then return end
  if is_new then
    local last = redis.call('ZREVRANGE', KEYS[at + 1], 0, 0, 'WITHSCORES')
    redis.call('ZADD', KEYS[at + 1], tonumber(last[2] or 0) + 1, key)
  end
  if expires == '-' then
    redis.call('ZREM', KEYS[at + 2], key)
  else
    redis.call('ZADD', KEYS[at + 2], expires, key)
  end
  collect(at, now)
end
`;

/** ARGV: now, key, version, expiry, value. */
export const PUT = `${COMMON}
local now = tonumber(ARGV[1])
local before = load(1, ARGV[2], now)
save(1, ARGV[2], ARGV[3], ARGV[4], ARGV[5], not before, now)
`;

/** ARGV: now, key. */
export const REMOVE = `${COMMON}
local before = load(1, ARGV[2], tonumber(ARGV[1]))
drop(1, ARGV[2])
return before and 1 or 0
`;

/** ARGV: now, then for each change: what, key, expected version or '', version, expiry, value. */
export const COMMIT = `${COMMON}
local now = tonumber(ARGV[1])
local count = (#ARGV - 1) / 6
local is_new = {}
for i = 1, count do
  local at, first = i * 3 - 2, i * 6 - 4
  local _, version = load(at, ARGV[first + 1], now)
  if (version or '') ~= ARGV[first + 2] then return 0 end
  is_new[i] = not version
end
for i = 1, count do
  local at, first = i * 3 - 2, i * 6 - 4
  if ARGV[first] == 'put' then
    save(at, ARGV[first + 1], ARGV[first + 3], ARGV[first + 4], ARGV[first + 5], is_new[i], now)
  elseif ARGV[first] == 'remove' then
    drop(at, ARGV[first + 1])
  end
end
return 1
`;

/** ARGV: now, key, version, expiry, value where there is none, what to add. */
export const ADD = `${COMMON}
local now = tonumber(ARGV[1])
local before = load(1, ARGV[2], now)
local sum = tonumber(before and ARGV[6] or ARGV[5])
if before then
  if not string.match(before, '^%-?%d+$') or math.abs(tonumber(before)) > MAX_SAFE then return false end
  sum = tonumber(before) + sum
end
if math.abs(sum) > MAX_SAFE then return false end
local text = string.format('%.0f', sum)
save(1, ARGV[2], ARGV[3], ARGV[4], text, not before, now)
return text
`;

/** ARGV: now, key, version, expiry, lines. */
export const APPEND = `${COMMON}
local now = tonumber(ARGV[1])
local before = load(1, ARGV[2], now)
local value = (before or '') .. ARGV[5]
save(1, ARGV[2], ARGV[3], ARGV[4], value, not before, now)
local _, lines = string.gsub(value, '\\n', '\\n')
return lines
`;

/** ARGV: now, version, first or last. */
export const TAKE = `${COMMON}
local now = tonumber(ARGV[1])
local value, _, expires = load(1, '', now)
if not value or value == '' then return false end
local line, rest
if ARGV[3] == 'first' then
  local ends = string.find(value, '\\n', 1, true)
  line, rest = string.sub(value, 1, ends - 1), string.sub(value, ends + 1)
else
  local behind = string.find(string.reverse(value), '\\n', 2, true) or #value + 1
  local begins = #value - behind + 2
  line, rest = string.sub(value, begins, -2), string.sub(value, 1, begins - 1)
end
save(1, '', ARGV[2], expires, rest, false, now)
return line
`;

/** Key and packed record in turn, in the order of insertion. */
export const READ_ALL = `
local keys = redis.call('ZRANGE', KEYS[2], 0, -1)
local found = {}
for from = 1, #keys, 1000 do
  local part = {}
  for i = from, math.min(from + 999, #keys) do part[#part + 1] = keys[i] end
  local values = redis.call('HMGET', KEYS[1], unpack(part))
  for i, value in ipairs(values) do
    found[#found + 1] = part[i]
    found[#found + 1] = value
  end
end
return found
`;

/** ARGV: now. */
export const COUNT = `
return redis.call('HLEN', KEYS[1]) - redis.call('ZCOUNT', KEYS[3], '-inf', ARGV[1])
`;

/** KEYS: those of the structure and the one of the mark. ARGV: now, mark, then for each record: key, version, expiry, value. */
export const SEED = `${COMMON}
local now = tonumber(ARGV[1])
local known = redis.call('GET', KEYS[4])
if known then return known end
local mark = redis.call('EXISTS', KEYS[1]) == 1 and '' or ARGV[2]
redis.call('SET', KEYS[4], mark)
if mark == '' then return mark end
for i = 3, #ARGV, 4 do
  save(1, ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], true, now)
end
return mark
`;

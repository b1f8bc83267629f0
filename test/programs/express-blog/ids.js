const { randomUUID } = require('crypto');

exports.v4 = () => randomUUID();

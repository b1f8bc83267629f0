'use strict';
module.exports = require('../lib-dynamodb');

'use strict';
module.exports = require('./one-file.cjs').oneFile('hoist-client');

'use strict';
module.exports = require('./one-file.cjs').oneFile('bound-cache');

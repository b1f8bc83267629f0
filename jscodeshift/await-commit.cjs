'use strict';
module.exports = require('./one-file.cjs').oneFile('await-commit');

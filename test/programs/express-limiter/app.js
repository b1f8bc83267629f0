const express = require('express');
const limiter = require('./limiter');

const app = express();
app.use(limiter({ max: 2, windowMs: 10000 }));
app.get('/bread', (req, res) => res.json({ bread: 'rye' }));

module.exports = app;

const express = require('express');

const app = express();
const watchers = [];

app.get('/watch', (req, res) => {
  res.set('content-type', 'text/event-stream');
  watchers.push(res);
  res.write('data: welcome\n\n');
});

app.post('/level', (req, res) => {
  watchers.forEach((watcher) => watcher.write('data: level\n\n'));
  res.json({ told: watchers.length });
});

module.exports = app;

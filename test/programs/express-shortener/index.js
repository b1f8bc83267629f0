var express = require('express');
var app = express();

app.use(express.urlencoded({ extended: true }));
app.use(express.json());

var urls = {};
var count = 0;

app.post('/api/shorturl', function (req, res) {
  var url = req.body.url;
  if (!/^https?:\/\//.test(url)) {
    return res.json({ error: 'invalid url' });
  }
  count = count + 1;
  urls[count] = url;
  res.json({ original_url: url, short_url: count });
});

app.get('/api/shorturl/:id', function (req, res) {
  var url = urls[req.params.id];
  if (!url) {
    res.status(404);
    res.json({ error: 'not found' });
  } else {
    res.redirect(url);
  }
});

app.get('/api/count', function (req, res) {
  res.send({ count: count });
});

module.exports = app;

import express from 'express';

const app = express();
app.use(express.json());

let quotes = [];
const seenBy = {};

app
  .route('/quotes')
  .get((req, res) => res.json(quotes))
  .post((req, res) => {
    const quote = { id: quotes.length ? quotes[quotes.length - 1].id + 1 : 1, ...req.body };
    quotes = quotes.concat(quote);
    res.status(201).json(quote);
  })
  .delete((req, res) => {
    quotes = [];
    res.sendStatus(204);
  });

app.get('/quotes/random', (req, res) => {
  if (!quotes.length) return res.sendStatus(404);
  const quote = quotes[Math.floor(Math.random() * quotes.length)];
  const reader = req.query.reader ?? 'anonymous';
  seenBy[reader] = [...(seenBy[reader] ?? []), quote.id];
  res.json({ quote, seen: seenBy[reader] });
});

export default app;

import express from 'express';

const PRODUCTS = [
  { id: 'roll', price: 2 },
  { id: 'cake', price: 15 },
];

const carts = new Map();

function cartOf(user) {
  if (!carts.has(user)) carts.set(user, []);
  return carts.get(user);
}

const app = express();
app.use(express.json());

app.use((req, res, next) => {
  const user = req.get('x-user');
  if (!user) return res.status(401).json({ error: 'who are you?' });
  req.user = user;
  next();
});

app.get('/cart', (req, res) => {
  const items = cartOf(req.user);
  res.json({ items, total: items.reduce((sum, item) => sum + item.price * item.quantity, 0) });
});

app.post('/cart', (req, res) => {
  const product = PRODUCTS.find((p) => p.id === req.body.id);
  if (!product) return res.status(404).json({ error: 'no such product' });
  const items = cartOf(req.user);
  const line = items.find((item) => item.id === product.id);
  if (line) {
    line.quantity += 1;
  } else {
    items.push({ ...product, quantity: 1 });
  }
  res.status(201).json(items);
});

app.delete('/cart/:id', (req, res) => {
  const items = cartOf(req.user).filter((item) => item.id !== req.params.id);
  carts.set(req.user, items);
  res.json(items);
});

app.post('/checkout', (req, res) => {
  const items = cartOf(req.user);
  carts.delete(req.user);
  res.json({ sold: items.length });
});

export default app;

import express from 'express';
import * as controller from './controllers/item-controller.js';
import { NotFound } from './services/item-service.js';

const app = express();
app.use(express.json());
app.get('/items', controller.index);
app.post('/items', controller.create);
app.post('/items/:id/adjust', controller.adjust);
app.delete('/items/:id', controller.destroy);
app.use((error, req, res, next) => {
  if (error instanceof NotFound) return res.status(404).json({ error: error.message });
  res.status(422).json({ error: error.message });
});

export { app };

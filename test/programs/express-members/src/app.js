import express from 'express';
import members from './routes.js';

const app = express();
app.use(express.json());
app.use('/members', members);
app.use((req, res) => res.status(404).json({ error: 'no such page' }));
app.use((error, req, res, next) => res.status(500).json({ error: error.message }));

export default app;

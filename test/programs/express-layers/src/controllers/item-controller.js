import * as items from '../services/item-service.js';

export const index = (req, res) => {
  res.json(items.list());
};

export const create = (req, res) => {
  res.status(201).json(items.add(req.body));
};

export const adjust = (req, res, next) => {
  try {
    res.json(items.adjust(req.params.id, req.body.delta));
  } catch (error) {
    next(error);
  }
};

export const destroy = (req, res, next) => {
  try {
    items.drop(req.params.id);
    res.status(204).end();
  } catch (error) {
    next(error);
  }
};

'use strict';

let todos = [];
let nextId = 1;

const respond = (statusCode, body) => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

exports.handler = async function (event) {
  const { httpMethod, pathParameters } = event;
  const id = pathParameters ? Number(pathParameters.id) : null;

  if (httpMethod === 'GET' && id === null) {
    return respond(200, todos);
  }

  if (httpMethod === 'GET') {
    const todo = todos.find((t) => t.id === id);
    return todo ? respond(200, todo) : respond(404, { message: 'not found' });
  }

  if (httpMethod === 'POST') {
    const { title } = JSON.parse(event.body);
    if (!title) return respond(400, { message: 'title is required' });
    const todo = { id: nextId++, title, done: false };
    todos.push(todo);
    return respond(201, todo);
  }

  if (httpMethod === 'PUT') {
    const todo = todos.find((t) => t.id === id);
    if (!todo) return respond(404, { message: 'not found' });
    Object.assign(todo, JSON.parse(event.body));
    return respond(200, todo);
  }

  if (httpMethod === 'DELETE') {
    const before = todos.length;
    todos = todos.filter((t) => t.id !== id);
    return respond(before === todos.length ? 404 : 204, null);
  }

  return respond(405, { message: 'method not allowed' });
};

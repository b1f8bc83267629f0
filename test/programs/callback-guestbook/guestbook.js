var entries = [];
var counter = 0;

exports.handler = function (event, context, callback) {
  if (event.httpMethod === 'GET') {
    return callback(null, { statusCode: 200, body: JSON.stringify(entries) });
  }
  if (!event.body) {
    callback(new Error('body is missing'));
    return;
  }
  var entry = JSON.parse(event.body);
  counter++;
  entry.number = counter;
  entries.unshift(entry);
  callback(null, { statusCode: 201, body: JSON.stringify({ number: counter }) });
};

export const members = [{ id: 1, name: 'Ada', email: 'ada@library.example' }];

const flags = { newCheckout: false, darkMode: true };
let maintenance = false;

export const handler = async (event) => {
  if (event.action === 'toggle') {
    if (!(event.flag in flags)) return { error: 'unknown flag' };
    flags[event.flag] = !flags[event.flag];
    return { [event.flag]: flags[event.flag] };
  }
  if (event.action === 'maintenance') {
    maintenance = event.on;
    return { maintenance };
  }
  if (event.action === 'remove') {
    delete flags[event.flag];
    return Object.keys(flags);
  }
  if (maintenance) return { error: 'down for maintenance' };
  return { ...flags };
};

import { DeviceRegistry } from './device.js';

export const handler = async (event) => {
  if (event.id) return DeviceRegistry.heartbeat(event.id, event.at);
  return { online: DeviceRegistry.online(event.since), heartbeats: DeviceRegistry.heartbeats };
};

export class DeviceRegistry {
  static devices = new Map();
  static heartbeats = 0;

  static heartbeat(id, at) {
    DeviceRegistry.heartbeats++;
    const device = this.devices.get(id) ?? { id, first: at, beats: 0 };
    device.last = at;
    device.beats += 1;
    this.devices.set(id, device);
    return device;
  }

  static online(since) {
    return [...DeviceRegistry.devices.values()].filter((d) => d.last >= since).map((d) => d.id);
  }
}

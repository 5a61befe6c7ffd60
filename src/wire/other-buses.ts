// Link types of captures that were not taken from a network, and so can hold no TCP (tcpdump.org, link-layer header types).

const NAMES: ReadonlyMap<number, string> = new Map([
  [186, 'USB_FREEBSD'],
  [189, 'USB_LINUX'],
  [220, 'USB_LINUX_MMAPPED'],
  [249, 'USBPCAP'],
  [266, 'USB_DARWIN'],
  [187, 'BLUETOOTH_HCI_H4'],
  [201, 'BLUETOOTH_HCI_H4_WITH_PHDR'],
  [251, 'BLUETOOTH_LE_LL'],
  [254, 'BLUETOOTH_LINUX_MONITOR'],
  [190, 'CAN20B'],
  [227, 'CAN_SOCKETCAN'],
  [212, 'LIN'],
  [210, 'FLEXRAY'],
  [195, 'IEEE802_15_4_WITHFCS'],
  [230, 'IEEE802_15_4_NOFCS'],
  [231, 'DBUS'],
  [253, 'NETLINK'],
]);

/** The name of the bus when all link types are of buses that are no networks; null otherwise, and when there are none. */
export function busOf(linkTypes: readonly number[]): string | null {
  const names = linkTypes.map((linkType) => NAMES.get(linkType));
  if (names.length === 0 || names.includes(undefined)) return null;
  return names.join(', ');
}
